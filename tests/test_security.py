"""What SECURITY.md promises and no test of a part shows: nothing runs, leads elsewhere, or steers a terminal."""

import ast
import json
import re
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import guards
import pytest
from click.testing import Result
from factories import contact, party
from fuzz.samples import samples
from fuzz.targets import contacts
from hostile import HOSTILE
from reading import PROSE, messages, read
from reading import write as put

import diplograph
from diplograph.errors import InputError
from diplograph.extract.model import Contact, Source
from diplograph.extract.read import SUFFIXES
from diplograph.graph.check import check
from diplograph.graph.formats import formats, write
from diplograph.graph.formats.jsonl import line
from diplograph.graph.identity.actors import read_actors

ROOT = Path(__file__).parents[1]
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
ODD = "a\x1b]0;owned\x07\x1b[2J\n\u202efdp"
PATHS = ["../../x", "/x", "..", ".", "C:\\x", "\\\\host\\x", "a/b", "x.gexf", "~/x", "file:///x", "\0x", "$(touch owned)", ";touch owned"]  # fmt: skip
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# --- YAML -----------------------------------------------------------------------------------------

TAGS = ["!!python/object/apply:os.system ['touch owned']", "!!python/name:os.system", "!!python/object/new:os.system [touch owned]",
        "!!python/module:os", "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch owned']"]  # fmt: skip
LAUGHS = "\n".join(
    ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)), "title: *a19"]
)


@pytest.mark.parametrize("tag", TAGS)
def test_tags_of_yaml_run_nothing(tag: str) -> None:
    """Neither in front matter nor in a table of actors."""
    documents, _ = read(put("a.md", f"---\ntitle: {tag}\n---\n\n{PROSE}"))
    with pytest.raises(InputError):
        read_actors(put("actors.yaml", f"actors: {tag}\nmerge:\n  - {tag}\n"))

    assert len(documents) == 1
    assert _files(Path.cwd()) == {"a.md", "actors.yaml"}


def test_anchors_of_yaml_do_not_multiply() -> None:
    """Lists of lists that name each other stay as small as they are written."""
    begun = time.process_time()
    documents, _ = read(put("a.md", f"---\n{LAUGHS}\n---\n\n{PROSE}"))
    with pytest.raises(InputError):
        read_actors(put("actors.yaml", LAUGHS))

    assert len(documents) == 1
    assert time.process_time() - begun < 2


# --- XML ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("root", ["graphml", "gexf"])
@pytest.mark.parametrize("declared", ["x 'y'", "x SYSTEM 'secret'", "% x SYSTEM 'secret'", "x PUBLIC 'p' 'secret'"])
def test_check_expands_no_entity(root: str, declared: str) -> None:
    """A graph that declares one is refused before it could be used, and no file is opened for it."""
    put("secret", "owned")
    with pytest.raises(InputError, match="declares an entity") as error:
        check(put("g.xml", f"<!DOCTYPE {root} [<!ENTITY {declared}>]><{root}>&x;</{root}>"))

    assert "owned" not in str(error.value)


@pytest.mark.parametrize("root", ["graphml", "gexf"])
def test_check_reads_no_definition_from_elsewhere(root: str) -> None:
    """A document type that lies in another file is left there."""
    put("secret.dtd", "<!ENTITY x 'owned'>")
    found = check(put("g.xml", f"<!DOCTYPE {root} SYSTEM 'secret.dtd'><{root}><graph/></{root}>"))

    assert found.nodes == 0


# --- places ---------------------------------------------------------------------------------------


def _named_as_paths() -> list[Contact]:
    """Return contacts whose every identifier and name is a path."""
    made = []
    for one in PATHS:
        sides = party(one, id=one), party("Bo Kim", side=1, id=f"{one}/y")
        made.append(contact(*sides, id=one, document=Source(one, one, url=one), place=one, topic=one))
    return made


@pytest.mark.parametrize("name", formats())
def test_no_identifier_becomes_a_path(tmp_path: Path, name: str) -> None:
    """Files are called as the user says, whatever documents, parties and contacts are called."""
    if name == "ftm":
        pytest.importorskip("followthemoney")
    write(_named_as_paths(), "g", format=name)

    allowed = {
        "g",
        *(f"g.{t}.csv" for t in ("nodes", "edges", "parties", "contacts", "documents", "took_part", "reported_in")),
    }
    assert _files(tmp_path) <= {f"a/b/{file}" for file in allowed}


def test_build_writes_its_six_files(run: Run, tmp_path: Path) -> None:
    """Also when documents are called like files elsewhere."""
    rows = [{"id": path, "title": path, "text": "Ana Castro met Jun Ito in Geneva."} for path in PATHS]
    put("in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    result = run("build", "in.jsonl", "-o", "out")

    assert result.exit_code == 0
    made = {"contacts.jsonl", "graph.html", "graph.graphml", "graph.gexf", "documents.csv", "manifest.json"}
    assert _files(tmp_path) == {"a/b/in.jsonl", *(f"a/b/out/{file}" for file in made)}


# --- terminals ------------------------------------------------------------------------------------


COMMANDS = {
    "extract a format": ("extract", f"{ODD}.docx"),
    "extract nothing": ("extract", ODD),
    "build": ("build", "documents.jsonl"),
    "show": ("show", f"{ODD}.jsonl"),
    "check": ("check", f"{ODD}.gexf"),
    "graph": ("graph", f"{ODD}.jsonl", "-o", "g.gexf"),
    "graph to nowhere": ("graph", "good.jsonl", "-o", f"{ODD}/g.gexf"),
    "report": ("report", f"{ODD}.jsonl"),
}


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_messages_can_not_steer_the_terminal(run: Run, arguments: tuple[str, ...]) -> None:
    """Names of files and of documents are told without escape sequences, line ends and direction marks."""
    put("good.jsonl", line(contact("Ana Ito", "Bo Kim")))
    put("documents.jsonl", json.dumps({"id": ODD, "text": PROSE, "date": ODD}) + "\n" + json.dumps({"id": ODD, ODD: 1}))
    put(f"{ODD}.jsonl", json.dumps({"parties": ODD, "id": ODD}) + "\n")
    put(f"{ODD}.docx", b"PK")
    result = run(*arguments)

    assert result.stderr
    assert not STEERING.search(result.stderr + result.stdout)
    assert all(re.match("Warning: |Error: |Usage: |Try |[0-9]+ |No |$", one) for one in result.stderr.split("\n"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("graph", "odd.jsonl", "--to", "jsonl", "-o", "-"),
        ("graph", "odd.jsonl", "--to", "node-link", "-o", "-"),
        ("parties", "odd.jsonl", "--json"),
        ("ego", "Bo Kim", "odd.jsonl", "--json", "-"),
        ("report", "odd.jsonl", "--json", "-"),
    ],
    ids=[0, 1, 2, 3, 4],
)
def test_json_on_a_terminal_can_not_steer_it(run: Run, arguments: tuple[str, ...]) -> None:
    """Control characters of eight bits and direction marks are escaped, and come back whole."""
    put("odd.jsonl", line(contact("Ana\x9b2J\u202e Ito\x7f\x1b[2J", "Bo Kim")))
    result = run(*arguments)

    assert result.exit_code == 0, result.stderr
    assert "Ana" in result.stdout and not STEERING.search(result.stdout)


# --- pictures and reports -------------------------------------------------------------------------


def _is_harmless(svg: str) -> bool:
    """Tell whether a picture has no script, no handler and no address but those of XML itself."""
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    names = {name.rpartition("}")[2] for element in root.iter() for name in element.attrib}
    links = [v for e in root.iter() for n, v in e.attrib.items() if n.endswith("href") and not v.startswith("#")]
    styles = "".join(e.text or "" for e in root.iter() if e.tag.endswith("style"))
    return not (
        tags & {"script", "foreignObject", "image", "iframe", "a"} or links or re.search(r"url|@|expression", styles)
    ) and not any(name.lower().startswith("on") for name in names)


def test_reports_run_nothing(run: Run) -> None:
    """Neither the Markdown nor the picture beside it."""
    for n, text in enumerate(HOSTILE):
        with Path("c.jsonl").open("a", encoding="utf-8") as handle:
            handle.write(line(contact(party(text, id=f"p{n}"), party("Bo Kim", side=1, id="bo"))))
    result = run("report", "c.jsonl", "-o", "r.md")

    assert result.exit_code == 0, result.output
    assert _is_harmless(Path("r.svg").read_text(encoding="utf-8"))
    assert not re.search(r"<\w|\]\((?!r\.svg)", Path("r.md").read_text(encoding="utf-8"))


def test_pictures_of_a_parse_run_nothing(run: Run) -> None:
    """The words of a sentence are words in it."""
    result = run("explain", 'Ana <script>window.pwned=1</script> met "Jun" <svg onload=x> &amp; Ito.', "--svg", "p.svg")

    assert result.exit_code == 0, result.output
    assert _is_harmless(Path("p.svg").read_text(encoding="utf-8"))


# --- code and network -----------------------------------------------------------------------------

RUNNING = {"pickle", "marshal", "shelve", "dill", "joblib", "cloudpickle", "subprocess", "pty", "code"}
FETCHING = {"socket", "urllib.request", "http.client", "ftplib", "requests", "httpx", "smtplib", "xmlrpc"}


def _sources() -> list[Path]:
    package = Path(diplograph.__file__).parent
    folders = [package, package / "extract", package / "graph"]
    if not folders[1].exists():
        folders = [package, ROOT / "extract", ROOT / "graph"]
    return sorted({path.resolve() for folder in folders for path in folder.rglob("*.py")})


def test_nothing_is_unpickled_run_or_fetched() -> None:
    """No module of ours imports what would, calls eval or exec, or loads YAML with a loader that makes objects.

    One runs a program, which is ours: Python itself, to read a file apart.
    """
    assert len(_sources()) > 80
    for path in _sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            runs = {"subprocess"} if path.name == "apart.py" else set()
            assert not (_imported(node) - runs) & (RUNNING | FETCHING), path
            assert _called(node) not in {"eval", "exec", "compile", "os.system", "os.popen", "yaml.unsafe_load"}, path
            if _called(node) == "yaml.load":
                loader = ast.unparse(node).rpartition("Loader=")[2]
                assert loader.strip(")") in {"yaml.BaseLoader", "_LOADER", "_Loader"}, path


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {name for alias in node.names for name in (alias.name, alias.name.split(".")[0])}
    return {node.module or ""} if isinstance(node, ast.ImportFrom) else set()


def _called(node: ast.AST) -> str:
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""


def test_nothing_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format is read and written without the network, whatever addresses it holds."""
    asked: list[Any] = []

    def refuse(*args: Any, **options: Any) -> None:
        asked.append(args)
        raise OSError("no network")

    for owner, name in ((socket.socket, "connect"), (socket.socket, "connect_ex"), (socket, "getaddrinfo")):
        monkeypatch.setattr(owner, name, refuse)
    for ending in SUFFIXES:
        for number, data in enumerate(samples().get(ending, [])):
            documents, problems = read(put(f"{number}{ending}", data))
            assert documents, messages(problems)
    page = f'<base href="https://example.org/"><link rel=stylesheet href=x.css><img src=x.png><iframe src=x></iframe><p>{PROSE}'
    read(
        put(
            "x.html",
            f'<!DOCTYPE html SYSTEM "https://example.org/x.dtd"><?xml-stylesheet href="https://example.org/x.xsl"?>{page}',
        )
    )
    read(
        put(
            "x.rss",
            f'<!DOCTYPE rss SYSTEM "https://example.org/x.dtd"><rss><channel><item><description>{PROSE}</description></item></channel></rss>',
        )
    )
    made = contacts(b"https://example.org/x " * 40)
    for name in formats():
        if name != "ftm":
            write(
                [replace(made[0], document=Source("https://example.org/x", url="https://example.org/x"))],
                "g",
                format=name,
            )

    assert asked == []


def test_each_promise_names_tests_that_are_there() -> None:
    """In the table of SECURITY.md, whose figures ``guards`` measures."""
    rows = guards.table()
    named = [test.partition("[")[0].split("::") for row in rows for test in row.tests]
    sources = {file: (Path(__file__).parents[1] / file).read_text(encoding="utf-8") for file, *_ in named}

    assert len(rows) > 15 and all(row.tests for row in rows)
    assert [(file, test) for file, *tests in named for test in tests if f"def {test}(" not in sources[file]] == []
