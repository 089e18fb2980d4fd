"""``diplograph panel``: contacts counted by unit and period, for statistics."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from diplograph.cli.common import common_options, example, output, plural, selecting_options
from diplograph.cli.contacts import Who, chosen_of_states, folding_options
from diplograph.cli.intake import Intake
from diplograph.cli.made import provenance_of, step, write_beside
from diplograph.cli.table import printable
from diplograph.extract.times import Basis

if TYPE_CHECKING:
    from diplograph.graph.panel import Panel

_MOST_UNASKED = 50_000_000  # rows of a span that nobody gave
_NAMED = 5  # of those who are no unit
_WITHIN_ONE = "within one unit"
_NOT_BETWEEN = {
    "dyad": _WITHIN_ONE,
    "directed-dyad": _WITHIN_ONE,
    "state": _WITHIN_ONE,
    "leader-dyad": "not between two persons",
}


def _target(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if value != "-" and Path(value).suffix.lower() not in (".csv", ".parquet"):
        raise click.BadParameter(f"{value!r} must end in .csv or .parquet, or be - for CSV on standard output.")
    return value


@click.command(
    "panel",
    short_help="Contacts counted by dyad, state or pair of persons, and by period.",
    epilog=example(
        "diplograph panel outputs/contacts.jsonl -o panel.csv --unit dyad --by month --system cow",
        "diplograph panel outputs/contacts.jsonl -o panel.parquet --unit state --by week --from 2021-07-01",
    ),
)
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option(
    "-o", "--output", "target", metavar="FILE", required=True, callback=_target,
    help="A file in .csv or .parquet, or - for CSV on standard output.",
)  # fmt: skip
@click.option(
    "--unit", type=click.Choice(["dyad", "directed-dyad", "leader-dyad", "state"]), default="dyad", show_default=True,
    help="What has a row in each period.",
)  # fmt: skip
@click.option(
    "--by", type=click.Choice(["year", "quarter", "month", "week", "day"]), default="year", show_default=True,
    help="How long a period is; weeks are those of ISO 8601.",
)  # fmt: skip
@click.option(
    "--system", type=click.Choice(["gw", "cow", "iso", "seen"]), default="gw", show_default=True,
    help="Which states have rows: Gleditsch and Ward's, the Correlates of War's, those of ISO 3166-1, or all parties seen.",
)  # fmt: skip
@click.option(
    "--undated", type=click.Choice(["report"]),
    help="Where contacts without a day go: to that of their document, which is what --basis reported says.",
)  # fmt: skip
@folding_options
@selecting_options
@common_options
def command(
    sources: tuple[str, ...],
    target: str,
    unit: str,
    by: str,
    system: str,
    undated: str | None,
    who: Who,
    quiet: bool,
    wanted: dict[str, Any],
) -> None:
    """Count contacts in a table for statistics: a row for every unit and period, zeros filled in.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or - for standard input. Persons count for their
    states, under the codes of --system; whoever is none of its states is named at the end. --from and --until bound the
    span, which otherwise goes from the first contact to the last. A pair of persons has rows from its first contact to
    its last.

    A contact counts in the period of its first day, and in none if no day is told, or only several periods, such as a
    year in a panel by month: those are counted in the column unplaced. --basis reported takes the day of its document
    for a contact without one.
    """
    from diplograph.graph.panel import By, System, Unit, panel

    wanted = wanted | {"basis": _basis(undated, wanted["basis"])}
    since, until = wanted["since"], wanted["until"]
    if since and until and until < since:
        raise click.UsageError(f"--until {until} is before --from {since}: there is no day between.")
    intake = Intake(quiet=quiet)
    contacts = chosen_of_states(sources, intake, who=who, wanted=wanted)
    counted = panel(
        [*contacts, *intake.beside], unit=Unit(unit), by=By(by), system=System(system),
        basis=wanted["basis"], since=since, until=until, party=wanted["party"],
    )  # fmt: skip
    if len(counted) > _MOST_UNASKED and not (since and until):
        assert counted.calendar is not None
        first, last = counted.calendar[0].text, counted.calendar[counted.periods - 1].text
        raise click.UsageError(
            f"The contacts lie between {first} and {last}, which makes {len(counted):,} rows: give the span with --from and --until."
        )
    _write(counted, target)
    if target != "-":
        write_beside(target, provenance_of(sources).then(step(intake), len(contacts)))
    if not quiet:
        for line in _closing(counted, target, wanted["basis"], intake.contacts):
            click.echo(printable(line), err=True)


def _basis(undated: str | None, basis: Basis) -> Basis:
    """Return the basis that two options say in two ways."""
    given = click.get_current_context().get_parameter_source("basis") is ParameterSource.COMMANDLINE
    if undated and given and basis is not Basis.REPORTED:
        raise click.UsageError(f"--undated report is --basis reported, not --basis {basis}: give one of them.")
    return Basis.REPORTED if undated else basis


def _write(panel: "Panel", target: str) -> None:
    from diplograph.graph.panel import writer

    dump = writer("csv" if target == "-" else Path(target).suffix.lower().removeprefix("."))
    with output(target) as handle:
        dump(panel, handle)


def _closing(panel: "Panel", target: str, basis: Basis, read: int) -> list[str]:
    """Return what was written, and which contacts are not in it, and why."""
    if panel.calendar is None:
        why = "No contact was chosen that has a day in the span" if read else "There are no contacts"
        return [f"{why}, so that {target} has no rows: {plural(read, 'contact')} read."]
    tally, last = panel.tally, panel.calendar[panel.periods - 1]
    span = panel.calendar[0].text + (f" to {last.text}" if panel.periods > 1 else "")
    rows, periods = plural(len(panel), "row"), plural(panel.periods, panel.calendar.by.value)
    place = "standard output" if target == "-" else target
    lines = [f"{rows} in {place}: {periods}, {span}; {plural(tally.counted, 'contact')} counted."]
    if tally.unplaced:
        hint = "" if basis is Basis.REPORTED else "; --basis reported takes the day of the document"
        why = f"but in the column unplaced, since no day is told, or a time of several{hint}"
        lines.append(f"{_were(tally.unplaced, 'more contact')} in no {panel.calendar.by}, {why}.")
    if tally.others:
        lines.append(
            f"{_were(tally.others, 'contact', ' that did not occur')} in no {panel.calendar.by}, and in no column."
        )
    if tally.before:
        lines.append(f"{_were(tally.before, 'contact')} begun before {panel.calendar.start}, where a first day counts.")
    if tally.within:
        lines.append(f"{_were(tally.within, 'contact')} {_NOT_BETWEEN[panel.unit]}.")
    return [*lines, *_strangers(panel)]


def _were(count: int, noun: str, which: str = "") -> str:
    return f"{plural(count, noun)}{which} {'was' if count == 1 else 'were'}"


def _strangers(panel: "Panel") -> list[str]:
    left_out = panel.tally.left_out
    if not left_out:
        return []
    order = sorted(left_out.items(), key=lambda item: (-item[1], item[0]))
    named = ", ".join(f"{name} {count:,}" for name, count in order[:_NAMED])
    more = f", and {len(order) - _NAMED:,} more" if len(order) > _NAMED else ""
    whose = (
        "act for nobody that is known" if panel.system == "seen" else f"are no units of the system {panel.system} then"
    )
    return [f"Left out, since they {whose}, with the contacts of each: {named}{more}."]
