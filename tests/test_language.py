"""Which language a text is in: in doubt it is English and is read, whatever names and quotations stand in it."""

import json
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Run
from reading import SHARED, needs_shared

from diplograph import extract_contacts
from diplograph.errors import DiplographError
from diplograph.extract.text.language import NAMES, language

HERE = Path(__file__).parent
SENTENCES: dict[str, list[str]] = yaml.safe_load(
    (HERE / "languages" / "sentences.yaml").read_text(encoding="utf-8")
)  # fmt: skip


def _share(texts: list[tuple[str, str]], tell: Callable[[str], str] = language) -> float:
    return sum(tell(text) == code for code, text in texts) / len(texts)


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def test_sentences() -> None:
    """204 texts of one sentence in twelve languages: 95 of 100 right, and no English one lost."""
    texts = [(code, sentence) for code, own in SENTENCES.items() for sentence in own]

    assert len(texts) >= 200 and len(SENTENCES) == 12
    assert _share(texts) >= 0.95
    assert _share([("en", sentence) for sentence in SENTENCES["en"]]) == 1


def test_texts() -> None:
    """504 texts of two to five sentences: 99 of 100 right."""
    chance = random.Random(12)
    texts = [
        (code, " ".join(chance.sample(own, chance.randint(2, 5)))) for code, own in SENTENCES.items() for _ in range(42)
    ]

    assert _share(texts) >= 0.99


ENGLISH = {
    "nothing": "",
    "no letters": "12 + 30 = 42 \ud800 \0",
    "one word": "Rencontre",
    "persons": "Ursula von der Leyen, Charles de Gaulle, Luiz da Silva, Pedro Sánchez, Josep Puig i Cadafalch, Abd al-Aziz",
    "a list": "Ana Kovač\nJoão Gomes Cravinho\nŽeljko Ivanović\nCarlos Manuel de Céspedes y del Castillo\nReinhard von Ow",
    "names in other scripts": "Xi Jinping (习近平), Vladimir Putin (Владимир Путин) and Narendra Modi (नरेन्द्र मोदी) met.",
    "a quotation": (
        'The minister told reporters in Berlin: "Nous devons continuer à parler avec nos voisins, parce que la paix en'
        " Europe dépend de ce dialogue et que nous n'avons pas d'autre choix.\" His colleague agreed with him, and said"
        " they would both call Moscow."
    ),
    "a transcript": "MR. PRICE: Good afternoon.\nQ: Matt?\nMR. PRICE: Sure.\nQ: Iran?\nMR. PRICE: No. No.",
    "capitals": "ENVOYS HOLD TALKS IN GENEVA AS TENSIONS RISE OVER UKRAINE",
    "a schedule": "10:00 Bilateral meeting, Qatar\n11:00 Lunch\n12:30 Pull-aside, Türkiye",
    "a headline": "Tories unveil quango blitz plans",
    "two languages": (
        "El presidente viajó a Washington.\n\nThe president travelled to Washington, where he was received by the leaders"
        " of both houses. They had lunch."
    ),
    "a telegram": "Secret. Yerofeev. Indonesia. Linggadjati. Van Mook. Sjahrir. Cablegram 245.",
}


@pytest.mark.parametrize("text", ENGLISH.values(), ids=ENGLISH)
def test_in_doubt_it_is_english(text: str) -> None:
    """What is read for nothing costs a second; what is not read is lost."""
    assert language(text) == "en"


FOREIGN = {
    "in capitals": ("de", "KANZLER TRIFFT PRÄSIDENT IN PARIS UND SPRICHT MIT IHM ÜBER DIE UKRAINE"),
    "with markup": (
        "ru",
        '<div class="the article"><p>Посол прибыл вчера в Москву</p> <a href="https://a.org/the/and">',
    ),
    "with an English quotation": (
        "fr",
        (
            "Le président a reçu mardi à l'Élysée le Premier ministre britannique. \"We have had a very good meeting, and"
            ' they would like to see this again", a déclaré le visiteur à la presse, avant de rappeler que les deux pays'
            " travailleraient ensemble."
        ),
    ),
    "an English beginning": (
        "zh",
        "Subscribe to our newsletter and follow us. " + " ".join(SENTENCES["zh"]),
    ),
    "a headline": ("es", "Los presidentes se reúnen el lunes en Madrid"),
}


@pytest.mark.parametrize(("code", "text"), FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_english(code: str, text: str) -> None:
    """Markup, addresses, quotations and what stands around a text don't hide its language."""
    assert language(text) == code


def test_a_long_text_is_what_most_of_it_is() -> None:
    """A summary in another language before it decides nothing, wherever it stands."""
    english, german = (" ".join(SENTENCES[code]) for code in ("en", "de"))

    assert language(german + 20 * english) == language(20 * english + german) == "en"
    assert language(english[:300] + 20 * german) == "de"


def test_it_tells_the_same_in_a_fraction_of_a_second() -> None:
    """Of a million characters, however they are arranged, a few thousand are looked at."""
    for text in ("<" * 1_000_000, '"' * 1_000_000, "“a" * 500_000, "а" * 1_000_000, "a." * 500_000, "&" * 1_000_000):
        begun = time.process_time()
        told = {language(text) for _ in range(3)}
        assert len(told) == 1 and told <= NAMES.keys()
        assert time.process_time() - begun < 5


@needs_shared
def test_no_english_text_is_lost() -> None:
    """Of thousands of real ones, headlines among them."""
    paths = [path for folder in ("gold", "corpora") for path in (SHARED / folder).glob("*.jsonl")]
    documents = [record for path in paths for record in _records(path)]
    texts = [d["text"] for d in documents] + [d["title"] for d in documents if d.get("title")]

    assert len(texts) > 5_000
    assert [text[:80] for text in texts if language(text) != "en"] == []


def test_no_english_case_is_lost() -> None:
    """Of the cases, the passages and the seeds."""
    cases = [case for path in (HERE / "cases").glob("*.yaml") for case in yaml.safe_load(path.read_text("utf-8"))]
    passages = [record for path in (HERE / "passages").glob("*.jsonl") for record in _records(path)]
    seeds = [path.read_text("utf-8") for path in (HERE.parent / "seeds").iterdir() if path.is_file()]
    texts = [*seeds, *(one["text"] for one in (*cases, *passages) if "text" in one)]

    assert len(texts) > 1_500
    assert [text for text in texts if language(text) != "en"] == []


# --- what becomes of it -------------------------------------------------------------------------


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two texts in German, one in Russian, and an English one about nobody."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "news"
    folder.mkdir()
    for name, code in (("a", "de"), ("b", "de"), ("c", "ru"), ("d", "en")):
        own = SENTENCES[code]
        (folder / f"{name}.txt").write_text(own[3] if name != "b" else own[6], encoding="utf-8")
    return Path("news")


TOLD = "3 documents are not in English: 2 German, 1 Russian"
WARNED = f"Warning: {TOLD}; they were not read, --any-language reads them.\n"


@pytest.mark.real
def test_what_is_not_english_is_counted_and_named(run: Run, news: Path) -> None:
    """By every command that reads documents, in one process and in several, in shards and in a corpus."""
    assert TOLD in run("build", news, "-o", "out").stdout.splitlines()
    assert TOLD in run("build", news, "-o", "out", "--corpus", "built.db").stdout.splitlines()
    for command in (
        ["build", news],
        ["extract", news, "-o", "one.jsonl"],
        ["extract", news, "-o", "two.jsonl", "--jobs", "2"],
        ["extract", news, "--shards", "shards"],
        ["show", news],
        ["corpus", "add", "news.db", news],
    ):
        assert WARNED in run(*command).stderr, command
    twice = run("show", news / "a.txt", news / "c.txt").stderr
    assert twice.count("not in English") == 1 and "1 German, 1 Russian" in twice
    again = run("extract", news, "--shards", "shards")
    assert "1 finished before" in again.stderr and WARNED in again.stderr


@pytest.mark.real
def test_any_language_reads_it_all_the_same(run: Run, news: Path) -> None:
    """A corpus that left it alone reads it then, once, and leaves out again what is not wanted any more."""
    assert "not in English" not in run("extract", news, "--any-language", "-o", "x.jsonl").stderr
    run("corpus", "add", "news.db", news)
    assert "3 documents read, 1 unchanged" in run("corpus", "add", "news.db", news, "--any-language").stderr
    assert "0 documents read, 4 unchanged" in run("corpus", "add", "news.db", news, "--any-language").stderr
    assert "3 documents read, 1 unchanged" in run("corpus", "add", "news.db", news).stderr
    run("extract", news, "--shards", "shards")
    assert "1 shard done" in run("extract", news, "--shards", "shards", "--any-language").stderr


@pytest.mark.real
def test_the_library_reads_what_it_is_given() -> None:
    """A program knows what it gives, and may have a pipeline of its own; asked to, it leaves out and says so."""
    texts = [SENTENCES["de"][0], "Sergei Lavrov met Wang Yi in Moscow on Monday."]
    problems: list[DiplographError] = []

    given = list(extract_contacts(texts, on_error=problems.append))
    assert [c.document.id for c in given if c.document.id == "text:2"] and not problems
    assert {c.document.id for c in extract_contacts(texts, english_only=True, on_error=problems.append)} == {"text:2"}
    assert [str(problem) for problem in problems] == ["text:1 is in German, not in English: it was not read."]
