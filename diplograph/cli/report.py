"""``diplograph report``: measures of a body of contacts, and what changed between two periods."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import as_markdown, common_options, day, example, output, plural, selecting_options
from diplograph.cli.contacts import Who, chosen, close, identity_options
from diplograph.cli.diff import Shown, differences, read_build, show, written
from diplograph.cli.intake import Intake
from diplograph.cli.made import provenance_of, step, write_beside
from diplograph.cli.table import sheets, terminal_width
from diplograph.extract.model import TOOK_PLACE, Status
from diplograph.graph.formats.json import indented

if TYPE_CHECKING:
    from diplograph.extract.model import Contact
    from diplograph.graph.measures import Measures
    from diplograph.graph.periods import Comparison, Period
    from diplograph.graph.provenance import Provenance
    from diplograph.graph.tables import Table

_TITLE = "Diplomatic contacts"


@dataclass(frozen=True, slots=True)
class _Measured:
    contacts: "list[Contact]"
    statuses: Collection[Status]
    measures: "Measures"
    comparison: "Comparison | None"
    top: int

    def summary(self) -> str:
        from diplograph.graph.measure_tables import summary

        return summary(self.contacts, self.measures, self.statuses)

    def changes(self) -> "list[Table]":
        from diplograph.graph.measure_tables import comparison_tables

        return comparison_tables(self.comparison, self.top) if self.comparison else []

    def tables(self) -> "list[Table]":
        from diplograph.graph.measure_tables import tables

        return tables(self.measures, self.top)


def _periods(ctx: click.Context, param: click.Parameter, value: tuple[str, str] | None) -> "list[Period] | None":
    from diplograph.graph.periods import period

    try:
        return [period(text) for text in value] if value else None
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@click.command(
    "report",
    short_help="Who is central, who brokers, what changed.",
    epilog=example(
        "diplograph report outputs/contacts.jsonl --by state -o report.md",
        "diplograph report outputs/contacts.jsonl --compare 2021-07 2021-08",
        "diplograph report news.db --since 2021-09-01",
    ),
)
@click.argument("sources", metavar="CONTACTS...", nargs=-1, required=True)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="Rows of a table.")
@click.option(
    "--compare", "periods", nargs=2, metavar="A B", callback=_periods,
    help="What changed from one period to another: 2021, 2021-07, 2021-07-15 or 2021-07-01..2021-07-15.",
)  # fmt: skip
@click.option(
    "--since", "told_since", metavar="DAY", type=day,
    help="What documents of this day and later tell that those before did not, as `diplograph diff` shows it.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Everything, as JSON.")
@click.option("--csv", "sheet", metavar="FILE", help="All parties, or all changes, as a spreadsheet; - for output.")
@click.option(
    "-o", "--output", "target", metavar="NAME.md", callback=as_markdown,
    help="A report as Markdown, and a picture beside it, NAME.svg.",
)  # fmt: skip
@click.option("--title", default=_TITLE, show_default=True, help="The heading of the Markdown report.")
@identity_options
@selecting_options
@common_options
def command(
    sources: tuple[str, ...],
    top: int,
    periods: "list[Period] | None",
    told_since: dt.date | None,
    as_json: bool,
    sheet: str | None,
    target: str | None,
    title: str,
    who: Who,
    quiet: bool,
    wanted: dict[str, Any],
) -> None:
    """Measure contacts: parties and pairs, brokers, communities, who calls whom, months, and what changed.

    CONTACTS is a file that `diplograph extract` or `build` wrote, or - for standard input. Only contacts that occurred
    count, unless --status says otherwise. With --compare, the terminal and CSV tell of the changes alone; Markdown and
    JSON hold them beside the rest. With --since, all of them tell of nothing else.
    """
    if as_json and sheet == "-":
        raise click.UsageError("--json and --csv - both go to standard output: give --csv a file.")
    intake = Intake(quiet=quiet)
    if told_since:
        if periods or sheet:
            raise click.UsageError("--since goes with --json or -o NAME.md, not with --compare or --csv.")
        _tell_since(sources, intake, told_since, who, wanted, Shown(top, as_json, target, title))
        return
    measured = _measured(sources, intake, top, periods, who, wanted)
    if as_json:
        _write_json(measured)
    if sheet:
        _write_csv(measured, sheet)
        if sheet != "-":
            write_beside(sheet, _made(sources, intake, measured))
    if target:
        _write_markdown(measured, Path(target), title, str(_made(sources, intake, measured)))
    if not (as_json or sheet or target) and measured.contacts:
        _print(measured)
    close(intake, _closing(measured, intake, target))


def _tell_since(
    sources: tuple[str, ...], intake: Intake, since: dt.date, who: Who, wanted: dict[str, Any], how: Shown
) -> None:
    """Show what is told since a day."""
    from diplograph.graph.diff import before

    intake.deciding = who.deciding
    build = read_build(sources, intake)
    earlier = before(build, since)
    made = (str(provenance_of(sources).then(step(intake))),) if how.target else ()
    show(differences(earlier, build, who, wanted), replace(how, made=made))
    told = f"{len(earlier.contacts):,} of {plural(len(build.contacts), 'contact')} told before {since}"
    undated = sum(source.date is None for source in build.documents.values())
    more = f"; {plural(undated, 'document')} without a day taken for earlier" if undated else ""
    close(intake, told + more + written(how.target))


def _measured(
    sources: tuple[str, ...], intake: Intake, top: int, periods: "list[Period] | None", who: Who, wanted: dict[str, Any]
) -> _Measured:
    from diplograph.graph.measures import measure
    from diplograph.graph.periods import compare

    statuses = wanted["statuses"] or TOOK_PLACE
    contacts = chosen(sources, intake, who=who, wanted=wanted | {"statuses": statuses})
    comparison = compare(contacts, *periods, basis=wanted["basis"]) if periods else None
    return _Measured(contacts, statuses, measure(contacts, statuses=statuses, basis=wanted["basis"]), comparison, top)


def _made(sources: tuple[str, ...], intake: Intake, measured: _Measured) -> "Provenance":
    return provenance_of(sources).then(step(intake), len(measured.contacts))


def _print(measured: _Measured) -> None:
    click.echo(measured.summary())
    for line in sheets(measured.changes() or measured.tables(), terminal_width()):
        click.echo(line)


def _write_json(measured: _Measured) -> None:
    record = asdict(measured.measures)
    if measured.comparison:
        record["comparison"] = asdict(measured.comparison)
    with output("-") as handle:
        handle.write(indented(record) + "\n")


def _write_csv(measured: _Measured, path: str) -> None:
    from diplograph.graph.spreadsheet import dump_changes, dump_parties

    with output(path) as handle:
        if measured.comparison:
            dump_changes(measured.comparison, handle)
        else:
            dump_parties(measured.measures.parties, handle)


def _write_markdown(measured: _Measured, path: Path, title: str, made: str) -> None:
    from diplograph.graph import markdown, picture
    from diplograph.graph.measures import contact_graph

    graph = contact_graph(measured.contacts)
    drawn = path.with_suffix(".svg")
    if graph:
        with output(str(drawn)) as handle:
            picture.dump(graph, handle)
    with output(str(path)) as handle:
        shown = (drawn.name, picture.caption(graph)) if graph else None
        intro, tables = [measured.summary()], _all(measured)
        markdown.dump(handle, title=title, intro=intro, tables=tables, picture=shown, made=[made])


def _all(measured: _Measured) -> "Iterator[Table]":
    from diplograph.graph.measure_tables import evidence_table

    yield from measured.changes()
    if measured.contacts:
        yield from measured.tables()
        yield evidence_table(measured.contacts, measured.measures, measured.top)


def _closing(measured: _Measured, intake: Intake, target: str | None) -> str:
    if not measured.contacts:
        return f"No contacts were found: {plural(intake.contacts, 'contact')} read, none passed."
    if target:
        return f"The report is {target}, its picture {Path(target).with_suffix('.svg')}."
    return f"{len(measured.contacts):,} of {plural(intake.contacts, 'contact')} count."
