"""The corpus file: whole documents or none, nothing read twice, several writers, and trouble with the file."""

import datetime as dt
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from factories import contact

from diplograph.errors import CorpusError, InputError
from diplograph.extract.corpus import Corpus, Tally, opening, store, update
from diplograph.extract.corpus.store import Version
from diplograph.extract.model import Contact, Document, Kind, Source, Status
from diplograph.extract.read import Raw
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome, Settings

VERSION = Version("hash", "model 1", "rules 1")


def _outcome(id: str, *contacts: Contact, text: str = "Ana met Jun.", **changes: Any) -> Outcome:
    source = Source(id, f"Title of {id}", dt.date(2021, 8, 16), "https://example.org", "Example")
    return Outcome(
        Raw(InputName(id, id), "text", text.encode("utf-8", "replace")), Document(text, source), contacts, **changes
    )


MET = contact("Ana Castro", "Jun Ito")
CALLED = contact("Ana Castro", "Ivo Demir", kind=Kind.CALL, status=Status.PLANNED, day=None)


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    """An empty corpus."""
    with Corpus(tmp_path / "news.db", create=True) as made:
        yield made


def _all(path: Path, query: str) -> list[Any]:
    """Ask the file as another program would."""
    other = sqlite3.connect(path)
    try:
        return other.execute(query).fetchall()
    finally:
        other.close()


def test_a_document_and_its_contacts(corpus: Corpus) -> None:
    """What was put comes out as it was, ordered by document and by place in its text."""
    assert corpus.put(_outcome("b", MET, CALLED), VERSION)
    assert corpus.put(_outcome("a", CALLED), VERSION)

    assert list(corpus.contacts()) == [CALLED, MET, CALLED]
    assert [(e.id, e.title, e.date, e.state, e.contacts) for e in corpus.entries()] == [
        ("a", "Title of a", "2021-08-16", "read", 1),
        ("b", "Title of b", "2021-08-16", "read", 2),
    ]
    assert corpus.counts("status") == {"planned": 2, "occurred": 1}


def test_the_same_again_changes_nothing(corpus: Corpus) -> None:
    """Another process may have been faster."""
    assert corpus.put(_outcome("a", MET), VERSION)
    assert not corpus.put(_outcome("a", CALLED), VERSION)
    assert list(corpus.contacts()) == [MET]


@pytest.mark.parametrize("field", ["hash", "model", "rules"])
def test_a_document_read_otherwise_takes_the_place_of_the_old(corpus: Corpus, field: str) -> None:
    """Text, model or rules: whichever is another, the document is read anew, and no trace of the old is left."""
    another: dict[str, Any] = {field: "another"}
    newer = replace(VERSION, **another)
    corpus.put(_outcome("a", MET, MET), VERSION)

    assert corpus.holds("a", VERSION) and not corpus.holds("a", newer)
    assert corpus.put(_outcome("a", CALLED), newer)
    assert list(corpus.contacts()) == [CALLED]
    assert [len(_all(corpus.path, f"SELECT * FROM {table}")) for table in ("documents", "contacts", "parties")] == [
        1,
        1,
        2,
    ]
    assert list(corpus.contacts(search="met")) == []


def test_removing(corpus: Corpus) -> None:
    """Contacts, parties and the index of sentences go with the document; unknown ids are told."""
    corpus.put(_outcome("a", MET), VERSION)
    corpus.put(_outcome("b", CALLED), VERSION)

    assert corpus.remove(["a", "c"]) == ["c"]
    assert list(corpus.contacts()) == [CALLED]
    assert len(_all(corpus.path, "SELECT * FROM parties")) == 2
    _all(corpus.path, "INSERT INTO sentences (sentences) VALUES ('integrity-check')")


SEARCHES = {
    "a word": ("castro", 2),
    "another form of it": ("meeting", 1),
    "two words in any order": ("jun castro", 1),
    "without accents": ("iñes", 0),
    "an operator is a word": ("Ana NOT Jun", 0),
    "quotation marks": ('"Ana', 2),
    "a zero byte": ("Ana\0", 2),
    "a column": ("sentence:Ana", 0),
    "brackets and a star": ("(An*", 0),
    "nothing but spaces": ("  ", 2),
}


@pytest.mark.parametrize(("words", "count"), SEARCHES.values(), ids=SEARCHES)
def test_search(corpus: Corpus, words: str, count: int) -> None:
    """All of the words, as words: nothing that is typed is taken for a query's syntax."""
    meeting = contact(
        "Ana Castro",
        "Jun Ito",
        evidence=MET.evidence.__class__("The meeting of Ana Castro with Jun.", 0, 35, "meeting", 4, 11, "r"),
    )
    corpus.put(_outcome("a", meeting, CALLED), VERSION)

    assert len(list(corpus.contacts(search=words))) == count


def test_views_for_other_programs(corpus: Corpus) -> None:
    """Datasette shows views: a contact a row in words, and how often a pair met."""
    corpus.put(_outcome("a", MET), VERSION)
    corpus.put(_outcome("b", MET, CALLED), VERSION)

    ((day, parties, kind, sentence, document),) = _all(
        corpus.path, "SELECT first_day, parties, kind, sentence, document FROM contact_list WHERE document = 'a'"
    )
    assert (day, parties, kind, document) == ("2021-08-16", "Ana Castro, Jun Ito", "meeting", "a")
    assert sentence == MET.evidence.sentence
    times = "SELECT first_day, last_day, precision, basis FROM contact_list WHERE document = 'b' ORDER BY kind DESC"
    assert _all(corpus.path, times) == [("2021-08-16", "2021-08-16", "day", "stated"), (None, None, None, "reported")]
    assert _all(corpus.path, "SELECT one, other, contacts FROM pairs") == [("Ana Castro", "Jun Ito", 2)]


def test_hostile_strings_are_data(corpus: Corpus) -> None:
    """Quotes, zero bytes, lone surrogates and SQL come back as they went in, surrogates but for themselves."""
    name = "Robert'); DROP TABLE documents;--\0 \ud800 \u202e"
    one = contact(name, "Jun Ito")
    corpus.put(_outcome(name, one, text=name), VERSION)

    assert list(corpus.contacts()) == [one]
    assert corpus.holds(name, VERSION)
    (kept,) = corpus.entries()
    assert kept.id.startswith(name.replace("\ud800", "?"))


def test_the_index_follows(corpus: Corpus) -> None:
    """What is replaced or removed, before it was indexed or after, leaves no trace; what is new is found."""
    for round in range(3):
        corpus.put(_outcome("a", MET, CALLED), Version("hash", "model", str(round)))
        corpus.put(_outcome(f"b{round}", MET), VERSION)
        if round != 1:
            corpus.index()
    corpus.remove(["b0", "b1"])
    corpus.put(_outcome("c", CALLED), VERSION)

    assert list(corpus.contacts(search="Ana")) == [MET, CALLED, MET, CALLED]
    assert _all(corpus.path, "SELECT count(*) FROM sentences WHERE sentences MATCH 'ana'") == [(4,)]
    _all(corpus.path, "INSERT INTO sentences (sentences, rank) VALUES ('integrity-check', 1)")


# --- the file -----------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_file_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    """A file of an earlier version gets search, views, and how each time is told and known, over what it held already."""
    path = tmp_path / "old.db"
    _older(path, version)
    with Corpus(path) as corpus:
        found = list(corpus.contacts(search="Castro"))
        assert corpus.put(_outcome("b", CALLED), VERSION)

    assert [(c.date and c.date.start.isoformat(), c.date and c.date.end.isoformat()) for c in found] == [
        (first, last) for _, first, last, *_ in OLD
    ]
    shown = "SELECT document, first_day, last_day, precision, basis FROM contact_list ORDER BY document, id"
    assert _all(path, shown) == [*OLD, ("b", None, None, None, "reported")]
    assert _all(path, "PRAGMA user_version") == [(len(opening._scripts()),)]
    assert _all(path, "SELECT count(*) FROM sentences WHERE sentences MATCH 'castro'") == [(len(OLD),)]


OLD = [  # document, first and last day as the earlier version had them; precision and basis that they get
    ("a", "2021-08-16", "2021-08-16", "day", "stated"),
    ("a", "2021-08-16", "2021-08-18", "range", "stated"),
    ("a", "2021-08-16", "2021-08-22", "week", "stated"),
    ("a", "2024-02-01", "2024-02-29", "month", "stated"),
    ("a", "2021-10-01", "2021-12-31", "quarter", "stated"),
    ("a", "2021-02-01", "2021-04-30", "range", "stated"),
    ("a", "2021-01-01", "2021-12-31", "year", "stated"),
    ("a", None, None, None, "reported"),
    ("a undated", None, None, None, None),
]


def _older(path: Path, version: int) -> None:
    """Make a file as an earlier version left it: its tables, its columns, and records that tell no basis."""
    db = sqlite3.connect(path)
    for script in opening._scripts()[:version]:
        db.executescript(script)
    for key, (id, day) in enumerate([("a", "2021-08-16"), ("a undated", None)], 1):
        db.execute(
            "INSERT INTO documents (key, id, date, text, body, state, hash, model, rules)"
            " VALUES (?, ?, ?, 'Ana met Jun.', 0, 'read', 'hash', 'model 1', 'rules 1')",
            (key, id, day),
        )
    for number, (document, first, last, *_) in enumerate(OLD, 1):
        one = contact("Ana Castro", "Jun Ito", day=first, until=last, document=Source(document), id=f"c_{number}")
        record = one.to_dict()
        del record["bound"]
        for name in ("basis", "precision") if first else ():
            del record["date"][name]
        db.execute(
            "INSERT INTO contacts (document, number, id, kind, status, first_day, last_day, recurring, sentence, trigger, rule, record)"
            " VALUES ((SELECT key FROM documents WHERE id = ?), ?, ?, 'meeting', 'occurred', ?, ?, 0, ?, 'met', 'test', ?)",
            (document, number, one.id, first, last, one.evidence.sentence, json.dumps(record)),
        )
    db.execute(f"PRAGMA application_id = {opening._APPLICATION}")
    db.execute(f"PRAGMA user_version = {version}")
    db.commit()
    db.close()


def _newer(path: Path) -> None:
    Corpus(path, create=True).close()
    _all(path, "PRAGMA user_version = 99")


def _others(path: Path) -> None:
    _all(path, "CREATE TABLE mine (x)")


def _torn(path: Path) -> None:
    with Corpus(path, create=True) as made:
        for n in range(200):
            made.put(_outcome(f"d{n}", MET), VERSION)
    data = bytearray(path.read_bytes())
    data[4096:40960] = b"\xff" * (40960 - 4096)
    path.write_bytes(data)


TROUBLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "not there": (lambda path: None, "corpus add"),
    "another file": (lambda path: path.write_text("Ana met Jun. " * 1000), "no SQLite file"),
    "another program's": (_others, "database of another program"),
    "of a newer version": (_newer, "newer diplograph"),
    "a folder": (Path.mkdir, "can't be opened"),
}


@pytest.mark.parametrize(("make", "words"), TROUBLE.values(), ids=TROUBLE)
def test_trouble_with_the_file(tmp_path: Path, run: Run, make: Callable[[Path], object], words: str) -> None:
    """One sentence that names the file and says what to do, exit code 1, and the file stays as it was."""
    path = tmp_path / "news.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    result = run("corpus", "export", path)

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ") and len(result.stderr.splitlines()) == 1
    assert str(path) in result.stderr and words in result.stderr
    assert before is None or path.read_bytes() == before


def test_a_torn_corpus(tmp_path: Path, run: Run) -> None:
    """What can be read is exported, the damage is told, and the file stays as it was."""
    path = tmp_path / "news.db"
    _torn(path)
    before = path.read_bytes()
    result = run("corpus", "export", path)

    assert result.exit_code == 1 and "is damaged" in result.stderr and "corpus repair" in result.stderr
    assert len(result.stdout.splitlines()) < 200
    assert path.read_bytes() == before
    with Corpus(path) as corpus, pytest.raises(CorpusError, match="is damaged"):
        list(corpus.contacts())


def test_a_locked_corpus(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps it locked is waited for, and in the end named as the reason; afterwards all is well."""
    other = sqlite3.connect(corpus.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    corpus._db.execute("PRAGMA busy_timeout = 50")
    with pytest.raises(CorpusError, match="another program has kept it locked"):
        corpus.put(_outcome("a", MET), VERSION)
    other.execute("ROLLBACK")
    other.close()

    assert corpus.put(_outcome("a", MET), VERSION)


def test_a_locked_corpus_can_be_read(corpus: Corpus) -> None:
    """Readers and a writer don't wait for each other."""
    corpus.put(_outcome("a", MET), VERSION)
    corpus._db.execute("BEGIN IMMEDIATE")
    with Corpus(corpus.path) as reader:
        assert list(reader.contacts()) == [MET]
    corpus._db.execute("ROLLBACK")


FULL = """
import resource, signal, sys
sys.path.insert(0, {tests!r})
from test_corpus import MET, VERSION, Corpus, _outcome
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Corpus({path!r}, create=True) as corpus:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
    for n in range(10_000):
        corpus.put(_outcome(f"d{{n:05}}", MET, text="x" * 3000), VERSION)
"""


def test_a_full_disk(tmp_path: Path) -> None:
    """The system refuses to write more: what was written stays, the error says so, and with room it goes on."""
    path = tmp_path / "news.db"
    code = FULL.format(tests=str(Path(__file__).parent), path=str(path))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "CorpusError" in done.stderr and "full" in done.stderr
    assert _all(path, "PRAGMA integrity_check") == [("ok",)]
    with Corpus(path) as corpus:
        kept = [entry.id for entry in corpus.entries()]
        assert kept == [f"d{n:05}" for n in range(len(kept))] and len(kept) > 20
        assert len(list(corpus.contacts())) == len(kept)
        assert corpus.put(_outcome("more", MET), VERSION)


def test_a_folder_that_may_not_be_written_to(run: Run) -> None:
    """Even root can't make a file there."""
    result = run("corpus", "add", "/proc/news.db", "x.txt")

    assert result.exit_code == 1
    assert "/proc/news.db" in result.stderr and "folder" in result.stderr


def test_two_writers(tmp_path: Path) -> None:
    """Two who write the same documents at once: each document is there once, and each was written by one of them."""
    path = tmp_path / "news.db"
    written: list[list[str]] = [[], []]

    def write(mine: list[str]) -> None:
        with Corpus(path, create=True) as corpus:
            mine += [f"d{n}" for n in range(300) if corpus.put(_outcome(f"d{n}", MET, CALLED), VERSION)]

    threads = [threading.Thread(target=write, args=(mine,)) for mine in written]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(written[0] + written[1]) == sorted(f"d{n}" for n in range(300))
    assert _all(path, "SELECT count(*), count(DISTINCT document) FROM contacts") == [(600, 300)]


# --- update -------------------------------------------------------------------------------------


def _analyse(raws: Any, settings: Settings, *, jobs: int) -> Iterator[Outcome]:
    """Take each line "A met B" for a contact, so that updating can be tested without a language model."""
    for raw in raws:
        text = raw.data.decode()
        if text == "unreadable":
            yield Outcome(raw, None, problems=(InputError(f"Can't read {raw.id}."),))
        else:
            found = [contact(*line.split(" met "), document=Source(raw.id)) for line in text.splitlines()]
            yield Outcome(raw, Document(text, Source(raw.id)), tuple(found))


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> Callable[..., Tally]:
    """Update the corpus with documents given as id and text."""
    module = sys.modules["diplograph.extract.corpus.update"]
    monkeypatch.setattr(module, "analyse_all", _analyse)
    monkeypatch.setattr(module, "identity", lambda model: f"{model} 1")

    def call(settings: Settings | None = None, **documents: str) -> Tally:
        raws = [Raw(InputName(id, id), "text", text.encode()) for id, text in documents.items()]
        return update(corpus, raws, settings or Settings())

    return call


def test_only_what_is_new_is_read(tally: Callable[..., Tally], corpus: Corpus) -> None:
    """Run daily: the same documents cost nothing, a changed one is read, one that is gone stays."""
    assert tally(a="Ana met Jun", b="Ivo met Jun\nIvo met Ana") == Tally(read=2, contacts=3)
    assert tally(a="Ana met Jun", b="Ivo met Jun\nIvo met Ana") == Tally(unchanged=2)
    assert tally(a="Ana met Jun", b="Ivo met Jun") == Tally(read=1, unchanged=1, contacts=1)
    assert tally(c="Lea met Jun") == Tally(read=1, contacts=1)
    assert [e.id for e in corpus.entries()] == ["a", "b", "c"]


def test_another_model_or_date_reads_all_anew(tally: Callable[..., Tally]) -> None:
    """Both decide on what is found."""
    tally(a="Ana met Jun")

    assert tally(Settings(model="other"), a="Ana met Jun").read == 1
    assert tally(Settings(model="other", date=dt.date(2021, 8, 16)), a="Ana met Jun").read == 1
    assert tally(Settings(model="other", date=dt.date(2021, 8, 16)), a="Ana met Jun").unchanged == 1


def test_other_rules_read_all_anew(tally: Callable[..., Tally], monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade, nothing that older rules found is left among what the new ones find."""
    tally(a="Ana met Jun")
    monkeypatch.setattr(sys.modules["diplograph.extract.corpus.update"], "rules_version", lambda: "newer")

    assert tally(a="Ana met Jun").read == 1


def test_what_cant_be_read_is_noted_once(tally: Callable[..., Tally], corpus: Corpus) -> None:
    """It is not tried again until it changes, and can be listed."""
    assert tally(a="unreadable") == Tally(read=1, unreadable=1)
    assert tally(a="unreadable") == Tally(unchanged=1)
    assert [(e.id, e.state, e.problem) for e in corpus.entries(troubled=True)] == [("a", "unreadable", "Can't read a.")]
    assert tally(a="Ana met Jun") == Tally(read=1, contacts=1)
    assert list(corpus.entries(troubled=True)) == []


# --- commands -----------------------------------------------------------------------------------


@pytest.fixture
def filled(corpus: Corpus) -> Path:
    """The file of a corpus of two documents and three contacts."""
    corpus.put(_outcome("a\x1b[31m", MET), VERSION)
    corpus.put(_outcome("b", MET, CALLED), VERSION)
    corpus.put(Outcome(Raw(InputName("c", "c"), "text", b""), None, problems=(InputError("Can't read c."),)), VERSION)
    return corpus.path


def test_list(run: Run, filled: Path) -> None:
    """A row a document, which can't steer the terminal; with --json a line."""
    shown = run("corpus", "list", filled)
    lines = [json.loads(line) for line in run("corpus", "list", filled, "--json").stdout.splitlines()]

    assert shown.exit_code == 0 and "\x1b" not in shown.stdout
    assert [line.split()[0] for line in shown.stdout.splitlines()] == ["document", "a", "b", "c"]
    assert [(line["id"], line["contacts"]) for line in lines] == [("a\x1b[31m", 1), ("b", 2), ("c", 0)]
    assert [line.split()[0] for line in run("corpus", "list", filled, "--problems").stdout.splitlines()] == [
        "document",
        "c",
    ]


def test_stats(run: Run, filled: Path) -> None:
    """Documents by state and model, contacts by status and kind."""
    found = json.loads(run("corpus", "stats", filled, "--json").stdout)

    assert found == {
        "documents": 3,
        "contacts": 3,
        "state": {"read": 2, "unreadable": 1},
        "language": {},
        "status": {"occurred": 2, "planned": 1},
        "kind": {"meeting": 2, "call": 1},
        "model": {"model 1": 3},
        "rules": {"rules 1": 3},
    }
    assert "3 documents, 3 contacts" in run("corpus", "stats", filled).stdout


def test_remove(run: Run, filled: Path) -> None:
    """Those that are there go even if others are not."""
    result = run("corpus", "remove", filled, "b", "nowhere")

    assert result.exit_code == 1 and "no document nowhere" in result.stderr
    assert json.loads(run("corpus", "stats", filled, "--json").stdout)["documents"] == 2


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ((), 3),
        (("--search", "Ivo"), 1),
        (("--kind", "call"), 1),
        (("--from", "2021-08-16"), 2),
        (("--party", "Jun Ito"), 2),
    ],
)
def test_export(run: Run, filled: Path, options: tuple[str, ...], count: int) -> None:
    """JSON Lines on standard output, chosen as everywhere; other formats by suffix."""
    assert len(run("corpus", "export", filled, *options).stdout.splitlines()) == count
    assert run("corpus", "export", filled, *options, "-o", filled.with_suffix(".graphml")).exit_code == 0
    assert filled.with_suffix(".graphml").stat().st_size > 500


def test_export_tells_what_events_leave_out(run: Run, filled: Path) -> None:
    """In a file and on standard output alike."""
    for target in (filled.with_suffix(".events.tsv"), "-"):
        result = run("corpus", "export", filled, "--to", "events", "-o", target)

        assert result.exit_code == 0
        assert result.stderr.splitlines()[-1].startswith("events: ")
    assert result.stdout == filled.with_suffix(".events.tsv").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["report", "show", "parties"])
def test_every_command_reads_a_corpus(run: Run, filled: Path, command: str) -> None:
    """Whatever takes contacts.jsonl takes a corpus."""
    exported = filled.with_suffix(".jsonl")
    run("corpus", "export", filled, "-o", exported)

    assert run(command, filled).stdout == run(command, exported).stdout
    assert "Castro" in run(command, filled).stdout


@pytest.mark.parametrize("ids", [["\ud800", "\ud801"], ["a\udcff", "a\udcfe", "a?"]])
def test_ids_that_are_no_unicode_stay_apart(corpus: Corpus, ids: list[str]) -> None:
    """A lone surrogate, or a byte of a file's name that is not UTF-8, makes no two documents one."""
    for _ in range(2):
        assert [corpus.put(_outcome(id, MET), VERSION) for id in ids].count(True) in (0, len(ids))
    kept = [entry.id for entry in corpus.entries()]
    assert len(kept) == len(set(kept)) == len(ids)
    assert corpus.remove(kept) == [] and not list(corpus.contacts())


def test_a_damaged_record_costs_itself_alone(tmp_path: Path, run: Run) -> None:
    """The others are exported, it is named, and the exit code is 1."""
    path = tmp_path / "news.db"
    with Corpus(path, create=True) as corpus:
        for id in ("a", "b", "c"):
            corpus.put(_outcome(id, MET), VERSION)
    db = sqlite3.connect(path)
    db.execute(
        "UPDATE contacts SET record = substr(record, 1, 40) WHERE document = (SELECT key FROM documents WHERE id = 'b')"
    )
    db.commit()
    db.close()

    with Corpus(path) as corpus, pytest.raises(CorpusError, match="contact 1 of b is damaged"):
        list(corpus.contacts())
    result = run("corpus", "export", str(path), "-o", str(tmp_path / "out.jsonl"))
    assert result.exit_code == 1
    assert "contact 1 of b is damaged" in result.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2


def test_a_corpus_that_nobody_may_write_to_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a medium, or in a folder, without room for SQLite's log; not where a log holds what was written last."""
    path = tmp_path / "news of today?.db"
    with Corpus(path, create=True) as corpus:
        corpus.put(_outcome("a", MET), VERSION)
        corpus.index()

    def refused(*_: object) -> None:
        error = sqlite3.OperationalError("unable to open database file")
        error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
        raise error

    monkeypatch.setattr(store, "prepare", refused)
    with Corpus(path) as corpus:
        assert list(corpus.contacts(search="Ana")) == [MET]
        with pytest.raises(CorpusError, match="may not be written to"):
            corpus.put(_outcome("b", MET), VERSION)
    path.with_name(f"{path.name}-wal").write_bytes(b"what was written last")
    with pytest.raises(CorpusError, match="can't be opened"):
        Corpus(path)


def test_an_old_corpus_that_nobody_may_write_to_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    _older(path, 2)
    with pytest.raises(CorpusError, match="copy it"):
        opening.read_only(path)
