"""Whose fault it is that a file can't be read: its own, or ours, which is never reported as that of the file."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import walk_tb

from diplograph.errors import ExtractionError, InputError, OnError
from diplograph.extract.limits import OutOfTime
from diplograph.extract.read.formats import Format
from diplograph.extract.read.text import InputName

_OURS = "diplograph"
_DAMAGED = (zlib.error, EOFError)


@contextmanager
def faults_reported(
    name: InputName, format: Format | None, report: OnError, *, but: tuple[type[Exception], ...] = ()
) -> Iterator[None]:
    """Report what goes wrong while a file is read, as broken only if the libraries of its format found it so.

    Args:
        format: None for what no library parses.
        but: What no library raised and the caller sees to.
    """
    try:
        yield
    except InputError as error:
        report(error)
    except ImportError as error:
        report(_missing(name, format, error))
    except _DAMAGED as error:
        report(InputError(f"{name.shown} is damaged ({error!s:.80}): fetch or pack it again."))
    except Exception as error:
        if isinstance(error, MemoryError):
            report(InputError(f"{name.shown} takes more memory than there is: split it."))
        elif format and _raised_by_one_of(format.libraries, error):
            broken = f"{name.shown} is no {format.title} file, or is damaged ({_in_words(error):.120})"
            report(InputError(f"{broken}: fetch it again, or save it anew."))
        elif isinstance(error, but):
            raise
        else:
            report(_defect(name, error))


@contextmanager
def late_reported(name: InputName, report: OnError) -> Iterator[None]:
    """Report a file, or one in an archive, that takes longer than it may, and end it alone."""
    try:
        yield
    except OutOfTime as error:
        report(given_up(name, error))


def given_up(name: InputName, why: object) -> InputError:
    """Say that a file can't be read in reason."""
    return InputError(f"{name.shown} was given up: {why}; split it, or take out what is not prose.")


def _raised_by_one_of(libraries: tuple[str, ...], error: Exception) -> bool:
    """Whether one of the libraries was at work when the error arose, rather than diplograph itself."""
    packages = [str(frame.f_globals.get("__name__")).partition(".")[0] for frame, _ in walk_tb(error.__traceback__)]
    at_work = [package for package in packages if package == _OURS or package in libraries]
    return at_work[-1:] not in ([], [_OURS])


def _missing(name: InputName, format: Format | None, error: ImportError) -> InputError | ExtractionError:
    package = (error.name or "").partition(".")[0]
    if package == _OURS:
        return _defect(name, error)
    if format and format.extra and package == format.libraries[0]:
        install = f'install it with pip install "diplograph[{format.extra}]"'
        return InputError(f"Can't read {name.shown}: {format.title} needs {package}, {install}.")
    return InputError(f"Can't read {name.shown}, since a library is missing ({error}): install diplograph anew.")


def _defect(name: InputName, error: Exception) -> ExtractionError:
    problem = ExtractionError(
        f"{name.shown} could not be read, by a defect of diplograph and not of the file ({_in_words(error):.200}): "
        "please report it with the file, if you may share it.",
        name.id,
    )
    problem.__cause__ = error
    return problem


def _in_words(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")
