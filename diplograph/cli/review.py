"""``diplograph review``: decide on contacts, one at a time, in the terminal."""

import getpass
from pathlib import Path
from typing import Any

import click

from diplograph.cli.common import common_options, example, plural, selecting_options
from diplograph.cli.contacts import read_files, texts
from diplograph.cli.deciding import Deciding, beside, place_of
from diplograph.cli.intake import Intake


@click.command(
    "review",
    short_help="Decide on contacts, one at a time.",
    epilog=example(
        "diplograph review outputs/contacts.jsonl --by ana", "diplograph review news.db --kind call --from 2021-08-01"
    ),
)
@click.argument("source", metavar="CONTACTS")
@click.option(
    "--decisions", "target", metavar="FILE",
    help="Where decisions are kept; by default NAME.decisions.jsonl beside the contacts.",
)  # fmt: skip
@click.option("--by", "name", metavar="NAME", help="Who decides; by default the name that you are logged in by.")
@click.option(
    "--own", is_flag=True, help="Decide also on what others have decided on, without being told what: for `agreement`."
)
@selecting_options
@common_options
def command(
    source: str,
    target: str | None,
    name: str | None,
    own: bool,
    wanted: dict[str, Any],
    quiet: bool,
) -> None:
    """Show contacts one at a time, the doubtful first, and keep what you decide on each.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or a corpus, which also has the sentences around. What
    was decided is on the disk with each key, and is not shown again; several may decide at once in one file.
    """
    from diplograph.cli.reviewing import Review
    from diplograph.graph.decisions.order import doubtful_first
    from diplograph.graph.select import select

    if source == "-":
        raise click.UsageError("Keys come by standard input: give a file of contacts or a corpus.")
    place = target or place_of(source)
    who = name or _login()
    kept = [*beside(source), *([place] if Path(place).is_file() else [])]
    deciding = Deciding(kept, found=False, only=who if own else None)
    contacts = select(read_files((source,), Intake(quiet=True, deciding=deciding)), **wanted)
    with texts(source) as text_of:
        review = Review(doubtful_first(c for c in contacts if c.decided is None), place, who, text_of)
        review.run()
    if not quiet:
        click.echo(f"{plural(review.made, 'decision')} in {place}; {plural(review.open, 'contact')} left", err=True)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # of a system without such names
        raise click.UsageError("Nobody is logged in by a name: give yours with --by.") from None
