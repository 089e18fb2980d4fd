"""Write a text file whole or not at all."""

import codecs
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from diplograph.errors import OutputError

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
    # processes on several machines may have one number
    temporary = target.with_name(f".{target.name[:200]}.{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("w", encoding="utf-8", errors=_REPLACE, newline="\n") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
