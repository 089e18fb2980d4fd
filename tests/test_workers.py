"""Several processes: the same contacts in the same order, whatever a document does to the one that reads it."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import poisoned
import pytest
from conftest import Run
from crash import grow

from diplograph.errors import ExtractionError, ModelError
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import Raw, read_documents, read_raw
from diplograph.extract.read.text import InputName
from diplograph.extract.run.analysis import Outcome, Settings, analyse
from diplograph.extract.run.workers import analyse_all

pytestmark = pytest.mark.slow

SEEDS = Path(__file__).parents[1] / "seeds"
MEETING = "Portuguese Foreign Minister Inês Caldeira met Namibian President Petrus Shikongo in Windhoek. "


def _raw(id: str, text: str) -> Raw:
    return Raw(InputName(id, id), "text", text.encode())


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_same_contacts_in_the_same_order(jobs: int) -> None:
    """However many processes: what one alone finds."""
    outcomes = list(analyse_all(read_raw([SEEDS]), Settings(), jobs=jobs))

    assert [o.document for o in outcomes] == list(read_documents([SEEDS]))
    assert [c for o in outcomes for c in o.contacts] == list(extract_contacts(read_documents([SEEDS])))
    assert not any(o.problems for o in outcomes)


def test_the_command_line(run: Run, tmp_path: Path) -> None:
    """--jobs writes the same bytes."""
    for jobs in (1, 2):
        assert run("extract", SEEDS, "-o", tmp_path / f"{jobs}.jsonl", "--jobs", jobs).exit_code == 0
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "2.jsonl").read_bytes()


def test_a_corpus_gives_the_same_files(run: Run, tmp_path: Path) -> None:
    """Built by way of a corpus, at once or in two steps, every file is the one that is built without."""
    few = sorted(SEEDS.glob("2021-08-1*"))
    assert run("corpus", "add", tmp_path / "a.db", *few).exit_code == 0
    plain = run("build", SEEDS, "-o", tmp_path / "plain")
    kept = run("build", SEEDS, "-o", tmp_path / "kept", "--corpus", tmp_path / "a.db")

    assert kept.exit_code == plain.exit_code == 0
    assert f"a.db: {30 - len(few)} new or changed, {len(few)} unchanged" in kept.stdout
    for file in (tmp_path / "plain").iterdir():
        assert (tmp_path / "kept" / file.name).read_bytes() == file.read_bytes()


def test_two_runs_at_once(run: Run, tmp_path: Path) -> None:
    """Two that add the same documents to the same new corpus: both end well, and it is as if there had been one."""
    both = [grow(tmp_path / "two.db", SEEDS, errors=subprocess.PIPE) for _ in range(2)]
    said = [process.communicate()[1] for process in both]
    assert ([process.returncode for process in both], said) == ([0, 0], [b"", b""])
    assert run("corpus", "add", tmp_path / "one.db", SEEDS).exit_code == 0

    exported = [run("corpus", "export", tmp_path / name).stdout for name in ("one.db", "two.db")]
    assert exported[0] == exported[1] and len(exported[0].splitlines()) > 100
    assert "0 documents read, 30 unchanged" in run("corpus", "add", tmp_path / "two.db", SEEDS).stderr


@pytest.fixture
def poison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with a model that some words poison."""
    poisoned.install(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return Settings(model=poisoned.NAME)


def _among_others(poison: str, settings: Settings, *, limit: float = 60) -> Iterator[tuple[str, Outcome]]:
    """Yield the outcomes of twelve documents, of which the sixth holds the poison."""
    raws = [_raw(f"d{n}", MEETING + (poison if n == 5 else "")) for n in range(12)]
    for raw, outcome in zip(raws, analyse_all(raws, settings, jobs=2, limit=limit), strict=True):
        assert outcome.raw == raw
        yield raw.id, outcome


@pytest.mark.parametrize(
    ("word", "limit", "why"),
    [
        ("Killer", 60, "the process that read it died"),
        ("Sleeper", 6, "longer than 6 seconds"),
        ("Hanger", 6, "the process that read it died"),
        ("Glutton", 120, "MemoryError"),
        ("Breaker", 60, "a defect"),
    ],
)
def test_a_poisonous_document_harms_no_other(poison: Settings, word: str, limit: float, why: str) -> None:
    """Whether it kills, stalls, hangs, devours or breaks: it is named, the eleven around it are read, and it goes on."""
    outcomes = dict(_among_others(f"{word} was there.", poison, limit=limit))
    lost = outcomes.pop("d5")

    assert lost.failed and lost.contacts == ()
    assert [type(p) for p in lost.problems] == [ExtractionError]
    assert str(lost.problems[0]).startswith("d5 ") and why in str(lost.problems[0])
    assert {id: len(o.contacts) for id, o in outcomes.items()} == dict.fromkeys(outcomes, 1)


def test_a_missing_model_is_named() -> None:
    """As in one process."""
    with pytest.raises(ModelError, match="no_such_model"):
        list(analyse_all([_raw("a", MEETING)], Settings(model="no_such_model"), jobs=1))


def test_without_a_limit_there_is_no_alarm() -> None:
    """As dask's threads need it, where no signal arrives."""
    (outcome,) = analyse([_raw("a", MEETING)], Settings())

    assert len(outcome.contacts) == 1


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """Where it is killed, they must not stay."""
    code = f"""
import sys
from pathlib import Path
from diplograph.extract.run.analysis import Settings
from diplograph.extract.read import read_raw
from diplograph.extract.run.workers import analyse_all
if __name__ == "__main__":
    for outcome in analyse_all(read_raw([{str(SEEDS)!r}] ), Settings(), jobs=2):
        print(outcome.raw.id, flush=True)
        import time; time.sleep(60)
"""
    (tmp_path / "main.py").write_text(code)
    parent = subprocess.Popen([sys.executable, str(tmp_path / "main.py")], stdout=subprocess.PIPE)
    assert parent.stdout is not None and parent.stdout.readline()
    children = _children(parent.pid)
    parent.kill()
    parent.wait()
    end = time.monotonic() + 20
    while any(map(_alive, children)) and time.monotonic() < end:
        time.sleep(0.1)

    assert children
    assert not any(map(_alive, children))
    parent.stdout.close()


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    if not found.exists():
        pytest.skip("the system does not tell the children of a process")
    return [int(child) for child in found.read_text().split()]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
