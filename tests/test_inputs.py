"""The table of input formats: what follows from it, and whose fault it is when a file can't be read."""

import dataclasses
import email
import gzip
import sys
import tomllib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from fuzz.samples import samples, zipped
from reading import PROSE, read, write

from diplograph.doctor import EXTRAS
from diplograph.errors import DiplographError, ExtractionError, InputError
from diplograph.extract.read import conversion, formats, read_documents
from diplograph.extract.read.formats import BY_NAME, BY_SUFFIX, FORMATS, Format, beginning_like, ending, table

ROOT = Path(__file__).parents[1]
DOCUMENTATION = next(p for p in (ROOT / "docs" / "inputs.md", ROOT / "README.md") if p.exists())


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


# --- the table ----------------------------------------------------------------------------------


def test_rows_are_whole() -> None:
    """Each format has a name and endings of its own, and one reader, or, as an archive, none."""
    assert len(BY_NAME) == len(FORMATS)
    assert len(BY_SUFFIX) == sum(len(f.suffixes) for f in FORMATS)
    for format in FORMATS:
        assert format.one is None or format.many is None
        assert all(ending(f"a{suffix.upper()}") == (suffix, False) for suffix in format.suffixes)
        assert all(bool(ending(f"a{suffix}.gz")[0]) is not format.is_archive for suffix in format.suffixes)
        assert not format.extra or format.libraries


@pytest.mark.parametrize("suffix", BY_SUFFIX)
def test_every_ending_has_samples(suffix: str) -> None:
    """Which ``fuzz/samples.py`` makes, and which are broken in the tests in every way; they are whole here."""
    if suffix not in samples() and BY_SUFFIX[suffix].extra:
        pytest.skip(f"its library, {BY_SUFFIX[suffix].libraries[0]}, is not installed")
    for data in samples()[suffix]:
        documents, problems = read(write(f"a{suffix}", data))
        assert documents, problems


@pytest.mark.parametrize("format", [f for f in FORMATS if f.begins], ids=lambda f: f.name)
def test_formats_are_known_by_how_they_begin(format: Format) -> None:
    """A file that comes by standard input is read as what it is."""
    data = samples().get(format.suffixes[0], [b""])[0]
    if not data:
        pytest.skip("there is no sample")
    named, _ = read(write(f"a{format.suffixes[0]}", data))
    piped, _ = read("-", stdin=BytesIO(data))

    assert beginning_like(data) is format
    assert [d.text for d in piped] == [d.text for d in named]


@pytest.mark.parametrize("suffix", [s for s in BY_SUFFIX if not BY_SUFFIX[s].is_archive])
def test_formats_packed_by_gzip_and_zip(suffix: str) -> None:
    """Whatever a format is, it may be packed, even one that is read back and forth."""
    if suffix not in samples():
        pytest.skip("there is no sample")
    data = samples()[suffix][0]
    plain, _ = read(write(f"a{suffix}", data))
    packed, problems = read(write(f"b{suffix}.gz", gzip.compress(data)), write("c.zip", zipped({f"d{suffix}": data})))

    assert [d.text for d in packed] == 2 * [d.text for d in plain], problems


def test_extras() -> None:
    """What a row says has to be installed is what pyproject.toml brings, and ``diplograph doctor`` looks for it."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    for extra, library in formats.extras().items():
        assert any(wanted.startswith(library) for wanted in extras[extra])
        assert EXTRAS[extra] == library


def test_the_documentation_has_the_table() -> None:
    """Word for word: ``formats.table()`` makes its rows."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    missing = [row for row in table() if row not in text]

    assert not missing, f"{DOCUMENTATION.name} lacks\n" + "\n".join(missing)


@pytest.mark.parametrize("command", ["build", "extract"])
def test_the_help_lists_the_formats(run: Callable[..., Any], command: str) -> None:
    """By their titles."""
    shown = " ".join(run(command, "--help").stdout.split())

    assert formats.listed_titles() in shown


# --- faults -------------------------------------------------------------------------------------


def _raising(error: Exception) -> Callable[..., Any]:
    def reader(*args: Any) -> Any:
        raise error

    return reader


def _raising_while_email_works(data: bytes, *rest: Any) -> None:
    """Fail within the library, as it does on hostile bytes: with whatever its code stumbles over."""
    email.message_from_bytes(None)  # type: ignore[call-overload]


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[..., Any]], None]:
    """Put another reader in the place of a format's own."""

    def put(name: str, one: Callable[..., Any]) -> None:
        monkeypatch.setitem(conversion._READERS, name, one)

    return put


@pytest.mark.parametrize(
    "error",
    [KeyError(".odd"), AttributeError("no `x`"), TypeError("2 arguments"), ImportError("x", name="diplograph.x"), OSError()],
)  # fmt: skip
def test_a_defect_of_ours_is_no_fault_of_the_file(reader: Callable[..., None], error: Exception) -> None:
    """It is named as one, with what to do, and the other files are read."""
    reader("pdf", _raising(error))
    documents, (problem,) = read(write("a.pdf", b"%PDF-1.7"), write("good.txt", PROSE))

    assert isinstance(problem, ExtractionError) and not isinstance(problem, InputError)
    assert "a.pdf could not be read, by a defect of diplograph" in str(problem)
    assert "please report it" in str(problem)
    assert (problem.document, problem.__cause__) == ("a.pdf", error)
    assert [d.source.id for d in documents] == ["good.txt"]


def test_a_defect_is_raised_where_nobody_listens(reader: Callable[..., None]) -> None:
    """With what caused it, so that a traceback shows where."""
    reader("text", _raising(KeyError("x")))

    with pytest.raises(ExtractionError) as raised:
        list(read_documents([write("a.txt", PROSE)]))

    assert isinstance(raised.value.__cause__, KeyError)


def test_a_half_wired_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row whose reader is missing, or fails on any file, blames no file."""
    monkeypatch.setitem(BY_SUFFIX, ".pdf", dataclasses.replace(BY_NAME["pdf"], name="odd"))
    monkeypatch.setitem(BY_SUFFIX, ".csv", dataclasses.replace(BY_NAME["csv"], many=_raising(KeyError(".odd"))))
    _, problems = read(write("a.pdf", b"%PDF-1.7"), write("b.csv", "text\nx\n"))

    assert ["defect of diplograph" in str(problem) for problem in problems] == [True, True]


def test_what_a_library_makes_of_bytes_is_a_fault_of_the_file(reader: Callable[..., None]) -> None:
    """Even a KeyError."""
    reader("mail", _raising_while_email_works)
    _, (problem,) = read(write("a.eml", b"Subject: x"))

    assert isinstance(problem, InputError)
    assert str(problem).startswith("a.eml is no mail file, or is damaged (AttributeError: 'NoneType' object")
    assert str(problem).endswith(": fetch it again, or save it anew.")


def test_a_defect_that_a_library_calls_is_ours(reader: Callable[..., None]) -> None:
    """What is innermost decides: a library reads from a stream of ours."""
    ours: dict[str, Any] = {"__name__": "diplograph.extract.read.x", "BytesIO": BytesIO}
    exec("class Stream(BytesIO):\n    def read1(self, *size):\n        raise KeyError('x')", ours)  # noqa: S102
    reader("mail", lambda data, *rest: email.message_from_binary_file(ours["Stream"](data)))
    _, (problem,) = read(write("a.eml", b"Subject: x"))

    assert isinstance(problem, ExtractionError)


def test_a_library_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of an extra is named with the command that installs it; any other belongs to diplograph."""
    for library in ("pypdfium2", "lxml"):
        monkeypatch.setitem(sys.modules, library, None)
    _, problems = read(write("a.pdf", b"%PDF-1.7"), write("b.html", f"<p>{PROSE}"))

    assert str(problems[0]) == 'Can\'t read a.pdf: PDF needs pypdfium2, install it with pip install "diplograph[pdf]".'
    assert str(problems[1]).startswith("Can't read b.html, since a library is missing")
    assert str(problems[1]).endswith("install diplograph anew.")


def test_a_file_that_memory_cannot_hold(reader: Callable[..., None]) -> None:
    """That is neither broken nor a defect."""
    reader("text", _raising(MemoryError()))
    _, (problem,) = read(write("a.txt", PROSE))

    assert str(problem) == "a.txt takes more memory than there is: split it."


def test_errors_pass_through_pickling(reader: Callable[..., None]) -> None:
    """Workers send them."""
    import pickle

    reader("text", _raising(KeyError("x")))
    _, (problem,) = read(write("a.txt", PROSE))
    copy: DiplographError = pickle.loads(pickle.dumps(problem))

    assert (str(copy), type(copy)) == (str(problem), ExtractionError)
