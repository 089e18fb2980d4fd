"""Write a text file whole or not at all."""

import codecs
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any, TextIO

from diplograph.errors import OutputError

fcntl: Any = import_module("fcntl") if os.name == "posix" else None

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.tmp")
_REPLACE = "diplograph.replace"


def _replacement(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "\ufffd".encode() * (error.end - error.start), error.end


codecs.register_error(_REPLACE, _replacement)


def storable(text: str) -> str:
    """Return the text with U+FFFD for every lone surrogate, which no encoding can hold."""
    return text if text.isascii() else text.encode("utf-8", _REPLACE).decode("utf-8")


@contextmanager
def atomic_write(path: str | Path) -> Iterator[TextIO]:
    r"""Open a file for writing that takes its name only when the block ends well.

    UTF-8 whatever the locale, ``\n`` for line ends, U+FFFD for lone surrogates. A file that was there
    before stays as it was if the block fails; its permissions are kept. Devices and pipes are written to directly.

    Raises:
        OutputError: The folder is missing or can't be written to, or the path names a folder.
    """
    target = Path(os.path.realpath(path))
    try:
        with _open(target) as handle:
            yield handle
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"Can't write {path}: {reason}; give another place, or create the folder first.") from error


@contextmanager
def _open(target: Path) -> Iterator[TextIO]:
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    if target.exists() and not target.is_file():
        with target.open("w", encoding="utf-8", errors=_REPLACE, newline="\n") as handle:
            yield handle
        return
    _swept(target.parent)
    temporary, begun = _begun(target)
    try:
        with begun as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
            if target.exists():
                shutil.copymode(target, temporary)
            if fcntl is not None:
                temporary.replace(target)  # while it is held
        if fcntl is None:
            temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _begun(target: Path) -> tuple[Path, TextIO]:
    """Open a file beside ``target``, and hold it, by which other runs know that this one is alive."""
    while True:
        # processes on several machines may have one number
        temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(8)}.tmp")
        handle = temporary.open("w", encoding="utf-8", errors=_REPLACE, newline="\n")
        if _held(handle) is not False and temporary.exists():  # else it was swept before it was held
            return temporary, handle
        handle.close()


def sweep(folder: Path) -> None:
    """Remove what runs that were killed have left in a folder; what another is writing stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                _remove_unheld(Path(entry.path))


_swept = cache(sweep)  # once for each folder that is written to


def _remove_unheld(file: Path) -> None:
    with suppress(OSError):
        if fcntl is None:
            file.unlink()  # which Windows refuses where another has it open
            return
        with file.open("rb") as handle:
            if _held(handle):
                file.unlink()


def _held(handle: IO[Any]) -> bool | None:
    """Take hold of a file that nobody else holds and tell whether that went well; None where files can't be held."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
