"""The documentation is true and whole: what it shows is what comes, links lead somewhere, nothing is left out."""

import re
import shlex
import shutil
import subprocess
from importlib.metadata import entry_points
from pathlib import Path

import click
import manual
import pytest
import yaml
from click.testing import CliRunner
from factories import contact
from manual import PAGES, ROOT, text_of

import diplograph
from diplograph.cli import main
from diplograph.extract.model import Contact, Evidence, Kind, Party, PartyType, Report, Source, Status
from diplograph.extract.read import SUFFIXES
from diplograph.extract.times import Basis, Precision
from diplograph.graph.formats import formats, suffixes
from diplograph.graph.formats.graphml import CONTACT_COLUMNS, NODE_COLUMNS, PAIR_COLUMNS
from diplograph.graph.measures import PartyMeasures

COMMANDS = main.list_commands(click.Context(main))
LONGEST_README = 140  # lines
LINKED = [*PAGES, "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "seeds/README.md", "outputs/README.md"]
LINKED += sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "tests").glob("*/README.md"))


_LIBRARIES = {
    "docs/formats.md": ("pyarrow", "rdflib", "pandas"),
    "docs/library.md": ("pyarrow", "pandas"),
    "docs/scaling.md": ("pyarrow",),
}


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the pages take for granted: the seeds, what ``build seeds`` wrote, a table of documents."""
    folder = tmp_path_factory.mktemp("manual")
    manual.prepare(folder)
    return folder


# --- what it shows


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.filterwarnings("ignore::UserWarning:spacy.util")  # W095, which a user sees once
def test_a_page_shows_what_comes(page: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command prints what stands below it, and every block of Python runs and prints what it says."""
    for library in _LIBRARIES.get(page, ()):
        pytest.importorskip(library)
    if "spacy.load" in text_of(page) and "diplograph" not in {p.name for p in entry_points(group="spacy_factories")}:
        pytest.skip("diplograph is not installed, so spaCy can't find its component")
    folder = shutil.copytree(built, tmp_path / "work")
    monkeypatch.chdir(folder)

    assert list(manual.wrong(page)) == []


@pytest.mark.parametrize(("script", "language"), [("docs/research.py", "python"), ("docs/research.R", "r")])
def test_scripts_are_those_that_the_page_shows(script: str, language: str) -> None:
    """Line by line, but for what they print."""
    assert _without_print(manual.blocks("docs/research.md", language)[0]) == text_of(script)


def test_r_prints_what_python_prints(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the page shows it, of the panel that the page makes."""
    if not shutil.which("Rscript"):
        pytest.skip("Rscript is not on the PATH")
    monkeypatch.chdir(shutil.copytree(built, tmp_path / "work"))
    for step in [s for s in manual.steps("docs/research.md") if s.language == "console"][:2]:
        assert CliRunner().invoke(main, shlex.split(step.code)[1:]).exit_code == 0
    printed = subprocess.run(
        ["Rscript", "--vanilla", ROOT / "docs/research.R"], capture_output=True, text=True, check=True
    )

    [shown] = [step.shown for step in manual.steps("docs/research.md") if step.language == "python"]
    assert printed.stdout == shown + "\n"


def _without_print(block: str) -> str:
    return re.sub(r"^# > .*\n", "", block, flags=re.MULTILINE)


def test_commands_of_the_readme_end_well(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of which it does not show the output too."""
    pytest.importorskip("rdflib")
    monkeypatch.chdir(built)
    lines = [line for line in manual.indented("README.md").splitlines() if line.startswith("diplograph ")]
    ended = {line: CliRunner().invoke(main, shlex.split(line, comments=True)[1:]).exit_code for line in lines}

    assert len(ended) > 4
    assert {line: code for line, code in ended.items() if code} == {}


@pytest.mark.parametrize("page", PAGES)
def test_documented_options_exist(page: str) -> None:
    """Every command line in the documentation uses commands and options that are there."""
    for words in _calls(page):
        command = main.get_command(click.Context(main), words[0])
        assert command is not None, words
        if isinstance(command, click.Group):
            command = command.get_command(click.Context(command), words[1])
            assert command is not None, words
        known = {option for parameter in command.params for option in parameter.opts} | {"-h", "--help"}
        assert {w.partition("=")[0] for w in words if re.match("--?[a-z]", w)} <= known, words


def _calls(page: str) -> list[list[str]]:
    """Return the words of each call of diplograph in the blocks of a page."""
    lines = re.sub(r"\\\n", " ", manual.indented(page)).splitlines()
    told = [line for line in lines if re.search(r"(^|^\$ |\| )diplograph [a-z]", line)]
    told = [re.sub(r"^\$ | +# .*$| < \S+$", "", line) for line in told]
    return [words[1:] for line in told for words in manual.stages(line) if words[0] == "diplograph"]


@pytest.mark.parametrize(
    ("shown", "printed", "anew"),
    [
        ("5 contacts", "6 contacts\nmore", "6 contacts\nmore"),
        ("30 documents, ... contacts\n...", "31 documents, 7 contacts\na\nb", "31 documents, ... contacts\n..."),
        ("...\nFrance  1\n...", "Italy  1\nFrance  22\nSpain  3", "...\nFrance  22\n..."),
        ("a\n...\nz 1 ...", "a\nb\nz 2 x y", "a\n...\nz 2 ..."),
        ("2021-05-03  Ana ...", "by 2021-05-03  Ana met Jun.", "by 2021-05-03 ..."),
        ("a pair  1", "another pair  2", "another pair  2"),
        ("occurred  ...\nfile  size", "occurred  1 2\nplanned  3\nfile  size", "occurred  ...\nfile  size"),
        ("a\nb", "a", "a"),
    ],
)
def test_what_is_shown_is_written_anew(shown: str, printed: str, anew: str) -> None:
    """``python tests/manual.py`` leaves gaps where they were, and what it can't fit it writes in full."""
    assert manual.reshown(shown.splitlines(), printed.splitlines()) == anew.splitlines()


# --- what it must not leave out


def test_readme_is_short() -> None:
    """One reads it to the end; the rest is in the manual."""
    assert len(text_of("README.md").splitlines()) <= LONGEST_README


@pytest.mark.parametrize("page", PAGES[1:])
def test_readme_leads_to_every_page(page: str) -> None:
    """A page that nothing leads to does not exist for its readers."""
    assert f"]({page})" in text_of("README.md")


@pytest.mark.parametrize("target", ["make demo", "make test", "make lint"])
def test_readme_names_the_make_targets(target: str) -> None:
    """The README says how to try and how to test."""
    assert target in text_of("README.md")
    assert f"\n{target.removeprefix('make ')}:" in text_of("Makefile")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    """With a heading of its own, an example, and every option that it has."""
    text = text_of("docs/commands.md")
    command = main.get_command(click.Context(main), name)
    assert command is not None
    below = command.commands if isinstance(command, click.Group) else {}
    options = {o for c in (command, *below.values()) for p in c.params if isinstance(p, click.Option) for o in p.opts}

    assert f"\n## diplograph {name}\n" in text
    assert re.search(rf"^    (\$ )?(.*\| )?diplograph {name} ?", text, re.MULTILINE)
    assert [one for one in below if f"`diplograph {name} {one} " not in text] == []
    assert [o for o in sorted(options) if not re.search(rf"`{o}[ `]", text)] == []


@pytest.mark.parametrize("name", [*formats(), *suffixes()])
def test_every_output_format_is_documented(name: str) -> None:
    """By its suffix and by what --to calls it."""
    assert f"`{name}`" in text_of("docs/formats.md")


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".gz"])
def test_every_input_format_is_documented(suffix: str) -> None:
    """By the endings of its files."""
    assert f"`{suffix}`" in text_of("docs/inputs.md")


def test_every_column_and_field_is_documented() -> None:
    """Of graphs, tables and the record of a contact, and the words that stand in them."""
    parts = (Contact, Evidence, Party, Report, Source)
    names = {*NODE_COLUMNS, *PAIR_COLUMNS, *CONTACT_COLUMNS, *(n for part in parts for n in part.__dataclass_fields__)}
    names |= {word.value for words in (Kind, Status, PartyType, Basis, Precision) for word in words}
    names |= contact("A", "B").to_dict().keys() | contact("A", "B").to_dict()["date"].keys()

    assert [name for name in sorted(names) if f"`{name}`" not in text_of("docs/formats.md")] == []
    assert [n for n in PartyMeasures.__dataclass_fields__ if f"`{n}`" not in text_of("docs/reports.md")] == []


def test_every_column_of_tables_is_documented() -> None:
    """Of Parquet, and our own words of RDF for times."""
    pytest.importorskip("pyarrow")
    from diplograph.graph.formats.parquet import SCHEMA

    assert [name for name in SCHEMA.names if f"`{name}`" not in text_of("docs/formats.md")] == []
    words = [f"dip:{word}" for word in (*Basis, *Precision, "basis", "precision", "firstDay", "lastDay")]
    assert [word for word in words if f"`{word}`" not in text_of("docs/formats.md")] == []


def test_time_has_a_page_that_others_lead_to() -> None:
    """It names each basis and precision, and where a time stands in every format."""
    text = text_of("docs/time.md")

    assert [word for word in (*Basis, *Precision) if f"`{word}`" not in text] == []
    for page in ("README.md", *(f"docs/{name}.md" for name in ("commands", "page", "reports", "formats", "library"))):
        assert re.search(r"\((?:docs/)?time\.md[#)]", text_of(page)), page


def test_every_public_name_is_documented() -> None:
    """The library's page tells of each name that ``import diplograph`` gives."""
    names = set(diplograph.__all__) - {"__version__"}

    assert [name for name in sorted(names) if name not in text_of("docs/library.md")] == []


def test_every_room_is_described() -> None:
    """The walk through the house passes every folder of code."""
    folders = (
        path.parent.relative_to(ROOT) for top in ("extract", "graph") for path in (ROOT / top).glob("*/__init__.py")
    )
    rooms = [*folders, Path("diplograph/cli"), Path("diplograph/shards")]

    assert [room for room in rooms if f"| `{room.as_posix()}` |" not in text_of("CONTRIBUTING.md")] == []


# --- where it leads


@pytest.mark.parametrize("page", LINKED)
def test_links_lead_somewhere(page: str) -> None:
    """To files that are there, and to headings that they have."""
    known = {name: manual.anchors(name) for name in LINKED}

    assert list(manual.dead(page, known)) == []


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("## How good is it?", "how-good-is-it"),
        ("## `diplograph graph`, by [suffix](x.md)", "diplograph-graph-by-suffix"),
        ("## What changed\n\n## What changed", "what-changed-1"),
        ("```\n# no heading\n```\n", None),
    ],
)
def test_anchors_are_those_of_github(heading: str, anchor: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lower case, hyphens for spaces, no other marks, numbered where one recurs."""
    monkeypatch.setattr(manual, "text_of", lambda page: f"{heading}\n")

    assert anchor in manual.anchors("page") if anchor else manual.anchors("page") == set()


# --- how to cite it


def test_the_citation_is_that_of_this_version() -> None:
    """CITATION.cff is what its format asks for, and tells of this version by the licence's holder."""
    cited = yaml.safe_load(text_of("CITATION.cff"))
    holder = re.search(r"^Copyright \(c\) \d+ (.+)$", text_of("LICENSE"), re.MULTILINE)

    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert (cited["cff-version"], cited["license"]) == ("1.2.0", "MIT")
    assert str(cited["version"]) == diplograph.__version__
    assert holder is not None
    assert cited["authors"] == [{"name": holder[1]}]
