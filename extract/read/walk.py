"""The files that an input names: itself, those of a folder, those that a pattern matches."""

import glob
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from diplograph.errors import InputError, OnError
from diplograph.extract.read.formats import ending, listed_suffixes
from diplograph.extract.read.passed import Passed, is_old_word
from diplograph.extract.read.seen import in_order
from diplograph.extract.read.text import InputNotice

_DOUBTFUL = ".doc"


def stem(name: str) -> str:
    """Return the last part of a path without its ending."""
    base = name.rsplit("/", 1)[-1]
    suffix, packed = ending(base)
    return base[: len(base) - len(suffix) - 3 * packed] if suffix else os.path.splitext(base)[0]  # noqa: PTH122


def counts(name: str) -> bool:
    """Tell whether a folder's file of this name is one of its files: not hidden, no README."""
    return not name.startswith(".") and not is_readme(name)


def is_readme(name: str) -> bool:
    """Tell whether a file explains others."""
    return stem(name).lower() == "readme"


def files(given: str | Path, report: OnError) -> Iterator[tuple[Path, str]]:
    """Yield the files of an input, each with its name as given, relative and with forward slashes."""
    path = Path(given)
    if path.is_dir():
        yield from _folder(path, report)
    elif path.exists() or not glob.has_magic(str(given)):
        yield path, _shown(path, path.parent)
    else:
        yield from _pattern(str(given), report)


def unreadable(report: OnError) -> Callable[[OSError], None]:
    """Return what reports that the system refuses a file."""

    def tell(error: OSError) -> None:
        why = error.strerror or error
        report(InputError(f"Can't read {error.filename}: {why}; check the name and the permissions."))

    return tell


def _folder(folder: Path, report: OnError) -> Iterator[tuple[Path, str]]:
    empty, passed = True, Passed()
    for path in _walk(folder, report, passed):
        empty = False
        yield path, _shown(path, folder.parent)
    passed.tell(str(folder), report)
    if empty:
        report(InputError(f"The folder {folder} holds no {listed_suffixes()} file: give another, or a single file."))


def _walk(folder: Path, report: OnError, passed: Passed) -> Iterator[Path]:
    """Yield the files below a folder in the order of their relative paths, which is that of a walk depth first.

    Only the names of one folder and of those above it are held, and of a large one not even these.
    """
    levels = [(folder, in_order(_names(folder, report, passed)))]
    while levels:
        parent, names = levels[-1]
        name = next(names, None)
        if name is None:
            levels.pop()
        elif name.endswith("/"):
            below = parent / name[:-1]
            levels.append((below, in_order(_names(below, report, passed))))
        else:
            yield parent / name


def _names(folder: Path, report: OnError, passed: Passed) -> Iterator[str]:
    """Yield the names that count in a folder; those of folders end with a slash, by which they also sort."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if _is_folder(entry):
                    if entry.is_symlink():
                        report(
                            InputNotice(
                                f"{entry.path} is a link to a folder, which is not followed: name it beside {folder}."
                            )
                        )
                    else:
                        yield f"{entry.name}/"
                elif is_readme(entry.name):
                    continue
                elif _is_endless(entry):
                    report(_endless(entry.path))
                elif _is_read(entry):
                    yield entry.name
                else:
                    passed.add(entry.name)
    except OSError as error:
        error.filename = error.filename or str(folder)
        unreadable(report)(error)


def _is_read(entry: "os.DirEntry[str] | Path") -> bool:
    """Tell whether a file is of a kind that is read; of one ending, its beginning tells."""
    suffix = ending(entry.name)[0]
    if suffix != _DOUBTFUL:
        return bool(suffix)
    try:
        with open(entry, "rb") as handle:  # noqa: PTH123 - an entry of a folder is no Path
            return not is_old_word(entry.name, handle.read(8))
    except OSError:  # which is reported when it is read
        return True


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # links in a circle
        return False


def _is_endless(entry: "os.DirEntry[str] | Path") -> bool:
    """Tell whether something is there to be opened that is no regular file; opening it might never end."""
    return not entry.is_file() and os.path.exists(entry)  # noqa: PTH110 - an entry of a folder is no Path


def _endless(path: str | Path) -> InputNotice:
    return InputNotice(f"{path} is a pipe or a device, and no file: it was not read.")


def _pattern(pattern: str, report: OnError) -> Iterator[tuple[Path, str]]:
    named = not glob.has_magic(Path(pattern).name)
    empty, passed = True, Passed()
    for match in in_order(glob.iglob(pattern, recursive=True)):  # noqa: PTH207 - any path, absolute too
        path = Path(match)
        folder = path.is_dir()
        if not folder and not (named or not is_readme(path.name)):
            continue
        if not folder and not named and _is_endless(path):
            report(_endless(path))
            continue
        if not folder and not _is_read(path):
            passed.add(path.name)
            continue
        empty = False
        if not folder:
            yield path, _shown(path, path.parent)
        elif "**" not in pattern:
            yield from _folder(path, report)
    passed.tell(pattern, report)
    if empty:
        report(InputError(f"No {listed_suffixes()} file matches {pattern}: check the pattern, or give a folder."))


def _shown(path: Path, start: Path) -> str:
    """The path as given if that is relative, else from the working folder or, outside it, from ``start``."""
    if not path.is_absolute():
        return path.as_posix()
    here = Path.cwd()
    return path.relative_to(here if path.is_relative_to(here) else start).as_posix()
