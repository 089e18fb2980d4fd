"""What became of each document: documents.csv, the view of a corpus, the summary, and what --prune removes."""

import csv
import datetime as dt
import sqlite3
from pathlib import Path

import pytest
from conftest import Run

from diplograph.extract.corpus.rows import place
from diplograph.extract.read import read_documents

ENGLISH = "Nobody came to the village on that day, and the mayor said that it would rain."
GERMAN = "Der Bürgermeister sagte, dass niemand in das Dorf gekommen sei und dass es bald regnen werde."


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _put(**files: str) -> None:
    for name, text in files.items():
        path = Path("news", name.replace("__", "."))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row for row in csv.DictReader(handle)}


DATED = {
    "field": ("a.jsonl", '{"text": "It rained.", "date": "2021-08-16"}'),
    "page": ("a.html", '<html><head><meta property="article:published_time" content="2021-08-16"></head><p>It rained.</p>'),
    "mail": ("a.eml", "Date: Mon, 16 Aug 2021 10:00:00 +0000\nContent-Type: text/plain\n\nIt rained."),
    "front matter": ("a.md", "---\ndate: 2021-08-16\n---\nIt rained."),
    "text": ("a.txt", "date 2021-08-16 Rain.\nIt rained."),
    "file name": ("2021-08-16.txt", "It rained."),
    "--date": ("b.txt", "It rained."),
}  # fmt: skip


@pytest.mark.parametrize(("dated_by", "file"), DATED.items(), ids=DATED)
def test_how_the_date_is_known(dated_by: str, file: tuple[str, str]) -> None:
    """By where it stands; what the document says goes before --date, and that before the name of the file."""
    Path(file[0]).write_text(file[1], encoding="utf-8")
    given = None if dated_by == "file name" else dt.date(2020, 1, 1)
    (document,) = read_documents([file[0]], date=given)

    assert document.dated_by == dated_by
    assert str(document.source.date) == ("2020-01-01" if dated_by == "--date" else "2021-08-16")


@pytest.mark.real
def test_documents_csv(run: Run) -> None:
    """A row for each document and for each file that none came from; a corpus tells the same."""
    _put(a__txt="date 2021-08-16 A call.\nSergei Lavrov spoke with Wang Yi by phone on Monday.", b__txt=ENGLISH)
    _put(c__md=f"---\npublisher: Dorfblatt\n---\n{GERMAN}", d__txt="", e__txt="\0\1", f__jsonl="{broken")
    _put(g__pages="x", h__odd="x")
    result = run("build", "news", "-o", "out")
    rows = _rows(Path("out/documents.csv"))

    assert result.stdout.splitlines()[:3] == [
        "3 documents (2 without a date, 1 without a contact, 1 not in English), 1 contact, 1 encounter",
        "1 document is not in English: 1 German",
        "3 could not be read: documents.csv tells why",
    ]
    assert list(rows) == ["news/a.txt", "news/b.txt", "news/c.md", "news/d.txt", "news/e.txt", ""]
    assert rows["news/a.txt"] == {
        "id": "news/a.txt", "title": "A call", "date": "2021-08-16", "dated_by": "text", "publisher": "",
        "language": "en", "words": "10", "contacts": "1", "skipped": "", "problem": "", "copy_of": "",
    }  # fmt: skip
    assert [rows["news/b.txt"][n] for n in ("language", "words", "contacts", "skipped")] == ["en", "16", "0", ""]
    assert [rows["news/c.md"][n] for n in ("language", "publisher", "contacts", "skipped")] == [
        "de", "Dorfblatt", "", "not in English",
    ]  # fmt: skip
    assert {rows[id]["skipped"] for id in ("news/d.txt", "news/e.txt")} == {"could not be read"}
    assert "binary" in rows["news/e.txt"]["problem"]
    with Path("out/documents.csv").open(encoding="utf-8", newline="") as handle:
        files = [(row["skipped"], row["problem"]) for row in csv.DictReader(handle) if not row["id"]]
    assert files[0] == (
        "of kinds that are not read",
        "In news, 2 files are of kinds that are not read: 1 .odd, 1 .pages.",
    )
    assert files[1][0] == "could not be read" and "news/f.jsonl, line 1" in files[1][1]

    run("build", "news", "-o", "kept", "--corpus", "news.db")
    assert Path("kept/documents.csv").read_bytes() == Path("out/documents.csv").read_bytes()
    db = sqlite3.connect("news.db")
    view = db.execute("SELECT id, language, contacts, skipped FROM document_list ORDER BY id").fetchall()
    db.close()
    assert view[:3] == [
        ("news/a.txt", "en", 1, None),
        ("news/b.txt", "en", 0, None),
        ("news/c.md", "de", None, "not in English"),
    ]


@pytest.mark.real
def test_the_list_of_documents_runs_nothing(run: Run) -> None:
    """A title, a publisher or an id that begins like a formula is text."""
    Path("in.jsonl").write_text(
        '{"id": "=1+1", "title": "@SUM(A1)", "publisher": "+cmd|calc", "text": "It rained in the village."}\n',
        encoding="utf-8",
    )
    run("build", "in.jsonl", "-o", "out")
    (row,) = _rows(Path("out/documents.csv")).values()

    assert (row["id"], row["title"], row["publisher"]) == ("'=1+1", "'@SUM(A1)", "'+cmd|calc")


# --- files that are gone ------------------------------------------------------------------------


def _ids() -> list[str]:
    db = sqlite3.connect("news.db")
    found = [id for (id,) in db.execute("SELECT id FROM documents ORDER BY id")]
    db.close()
    return found


@pytest.mark.real
def test_prune(run: Run) -> None:
    """What came from files of the given folders that are gone is removed and named; nothing else is."""
    _put(a__txt=ENGLISH, b__txt=ENGLISH, c__jsonl='{"id": "row", "text": "It rained."}\n{"text": "It rained."}')
    Path("other").mkdir()
    Path("other/o.txt").write_text(ENGLISH, encoding="utf-8")
    run("corpus", "add", "news.db", "news", "other")
    run("corpus", "add", "news.db", "-", stdin=ENGLISH)
    for gone in ("news/b.txt", "news/c.jsonl", "other/o.txt"):
        Path(gone).unlink()

    assert "removed" not in run("corpus", "add", "news.db", "news").stderr and len(_ids()) == 6
    pruned = run("corpus", "add", "news.db", str(Path("news").absolute()), "--prune")
    assert "news.db: 3 documents removed whose files are gone (news/b.txt, news/c.jsonl:2, row)\n" in pruned.stderr
    assert _ids() == ["news/a.txt", "other/o.txt", "stdin"]
    assert place("/a/\udcff.txt") is None, "which could not be found again by the name that is kept"
    assert "0 documents removed" in run("corpus", "add", "news.db", "news", "--prune").stderr


@pytest.mark.real
def test_prune_keeps_what_has_moved(run: Run) -> None:
    """A row that another file has now is not gone, though nothing of it changed."""
    row = '{"id": "row", "text": "It rained."}'
    _put(a__jsonl=row)
    run("corpus", "add", "news.db", "news")
    Path("news/a.jsonl").rename("news/b.jsonl")

    assert "0 documents removed" in run("corpus", "add", "news.db", "news", "--prune").stderr
    assert _ids() == ["row"]


@pytest.mark.real
def test_prune_takes_no_missing_folder_for_an_empty_one(run: Run) -> None:
    """A disk that is not there today has lost no file; a pattern or a file tells nothing of what else was there."""
    _put(a__txt=ENGLISH)
    Path("more").mkdir()
    run("corpus", "add", "news.db", "news")
    Path("news").rename("elsewhere")

    run("corpus", "add", "news.db", "news", "more", "--prune")
    assert _ids() == ["news/a.txt"]
    refused = run("corpus", "add", "news.db", "elsewhere/*.txt", "--prune")
    assert refused.exit_code == 2 and "--prune needs a folder" in refused.stderr


@pytest.mark.real
def test_what_was_written_is_not_read(run: Run) -> None:
    """A folder that the results lie in gives the same a second time, and what was left alone is named."""
    _put(a__txt="date 2021-08-16 A call.\nSergei Lavrov spoke with Wang Yi by phone on Monday.")
    first = run("build", "news", "-o", "news/out")
    run("report", "news/out/contacts.jsonl", "-o", "news/report.md")
    kept = Path("news/out/contacts.jsonl").read_bytes()
    again = run("build", "news", "-o", "news/out")

    assert Path("news/out/contacts.jsonl").read_bytes() == kept
    assert first.stdout.splitlines()[0] == "1 document, 1 contact, 1 encounter"
    for name in ("graph.html", "contacts.jsonl", "documents.csv"):
        assert f"news/out/{name}" in again.stderr, name
    assert "news/report.md was written by diplograph" in again.stderr
