"""``report``, ``path`` and ``ego`` as a user calls them: tables, JSON, spreadsheets, Markdown and its picture."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result
from conftest import Run
from factories import contact, many, party

from diplograph.cli.table import aligned
from diplograph.extract.model import Contact, Kind, Report, Source, Status
from diplograph.graph import markdown, picture
from diplograph.graph.formats.jsonl import line
from diplograph.graph.measures import contact_graph
from diplograph.graph.tables import Table

SVG = "{http://www.w3.org/2000/svg}"
NASTY = '=HYPERLINK("x")|<script>alert(1)</script>&[a](b)\x1b[31m'


@pytest.fixture(autouse=True)
def contacts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Contact]:
    """Seven contacts in c.jsonl: a circle of three, one beyond it, a plan, a denial and a pair apart."""
    monkeypatch.chdir(tmp_path)
    contacts = [
        contact("Ana Castro", "Jun Ito", day="2021-07-01"),
        contact("Ana Castro", "Jun Ito", kind=Kind.CALL, day="2021-08-05"),
        contact(party("Ivo Demir", country="TR"), party("Ana Castro", side=1), kind=Kind.VISIT, day="2021-08-06"),
        contact("Jun Ito", party("Greta Haddad", side=1, mention="Haddad"), day=None),
        contact("Jun Ito", "Ana Castro", status=Status.PLANNED, day="2021-09-01"),
        contact("Ivo Demir", "Greta Haddad", status=Status.NEGATED, day="2021-08-09"),
        contact(party("Hodan Abara", country="SO"), party("Farid Fofana", side=1, country="ML"), day="2021-08-20"),
    ]
    _store(contacts)
    return contacts


def _store(contacts: list[Contact], name: str = "c.jsonl") -> None:
    Path(name).write_text("".join(map(line, contacts)), encoding="utf-8")


def _rows(result: Result) -> list[list[str]]:
    return [re.split(r"\s{2,}", text.strip()) for text in result.stdout.splitlines()]


# --- report -------------------------------------------------------------------------------------


def test_report(run: Run) -> None:
    """Tables on standard output, what counts on standard error."""
    result = run("report", "c.jsonl")
    rows = _rows(result)

    assert result.exit_code == 0
    assert result.stdout.startswith(
        "5 contacts that occurred between 6 parties, told by 1 document, from 2021-07-01 to 2021-08-20 (1 told without a time).\n"
    )
    assert ["Ana Castro — Jun Ito", "2", "call, meeting", "2021-07-01", "2021-08-05"] in rows
    assert ["Ana Castro", "3", "2", "3", "0.200", "1", "1", "2021-07-01", "2021-08-06"] in rows
    assert ["1", "4", "4", "Ana Castro, Jun Ito, Greta Haddad, Ivo Demir"] in rows
    assert ["Ivo Demir", "Ana Castro", "1", "0", "0.00"] in rows
    assert ["month", "contacts", "told without a time"] in rows
    assert ["2021-08", "3", "1", "▇" * 30] in rows
    assert result.stderr == "5 of 7 contacts count.\n"


def test_report_of_other_statuses(run: Run) -> None:
    """What did not occur counts when it is asked for."""
    planned, everything = run("report", "c.jsonl", "--status", "planned"), run("report", "c.jsonl", "--status", "all")

    assert planned.stdout.startswith("1 planned contact between 2 parties")
    assert everything.stdout.startswith("7 contacts of any status between 6 parties")
    assert ["Ana Castro — Jun Ito", "3", "call, meeting", "2021-07-01", "2021-08-05"] in _rows(everything)


def test_report_top(run: Run) -> None:
    """Tables are cut, and say so."""
    rows = _rows(run("report", "c.jsonl", "--top", "1"))

    assert ["3 more."] in rows
    assert sum(row[0].startswith("Ana Castro — ") for row in rows) == 1


def test_report_selects(run: Run) -> None:
    """The selecting options narrow what is measured."""
    found = json.loads(run("report", "c.jsonl", "--json", "--kind", "call", "--party", "ana castro").stdout)

    assert found["contacts"] == 1


def test_report_json(run: Run) -> None:
    """All that is measured, with names and ids, and nothing cut."""
    found = json.loads(run("report", "c.jsonl", "--json", "--top", "1").stdout)

    assert set(found) == {
        "contacts", "undated", "parties", "pairs", "communities", "modularity", "initiative", "reciprocity", "months",
        "told", "basis",
    }  # fmt: skip
    assert found["parties"][0] | {"betweenness": 0, "community": 0} == {
        "id": "ana-castro", "name": "Ana Castro", "type": "person", "country": None, "contacts": 3, "partners": 2,
        "degree": 3, "betweenness": 0, "core": 1, "community": 0, "initiated": 0, "received": 1,
        "first": "2021-07-01", "last": "2021-08-06",
    }  # fmt: skip
    assert (len(found["parties"]), len(found["pairs"])) == (6, 4)
    assert (found["months"], found["told"], found["basis"]) == (
        {"2021-07": 1, "2021-08": 3},
        {"2021-08": 1},
        "inherited",
    )


def test_report_csv(run: Run) -> None:
    """A row for each party, in a file or on standard output."""
    printed = run("report", "c.jsonl", "--csv", "-").stdout
    written = run("report", "c.jsonl", "--csv", "p.csv")
    rows = list(csv.DictReader(io.StringIO(printed)))

    assert [row["name"] for row in rows][:2] == ["Ana Castro", "Jun Ito"]
    assert (rows[0]["contacts"], rows[0]["country"]) == ("3", "")
    assert Path("p.csv").read_text() == printed
    assert written.stdout == ""


def test_report_compare(run: Run) -> None:
    """In the terminal only the changes: what appeared, stopped and grew."""
    result = run("report", "c.jsonl", "--compare", "2021-07", "2021-08")
    rows = _rows(result)

    assert ["2021-08", "31", "3", "1"] in rows
    assert ["Pairs that appeared"] in rows
    assert ["Ana Castro — Ivo Demir", "0", "1"] in rows
    assert ["Parties that grew"] in rows
    assert ["Ana Castro", "1", "2"] in rows
    assert "In contact most often" not in result.stdout


def test_no_column_of_nothing(run: Run) -> None:
    """Where every time is told, or is taken from the documents' days, tables have no column for what is told without one."""
    plain = run("report", "c.jsonl", "--basis", "reported").stdout
    compared = run("report", "c.jsonl", "--basis", "reported", "--compare", "2021-07", "2021-08").stdout
    _store([contact("Ana Castro", "Jun Ito", day=None, document=Source("undated")), contact("Ana Castro", "Jun Ito")])
    lost = run("report", "c.jsonl").stdout

    assert "told without" not in plain + compared
    assert ["2021-08", "31", "4"] in [re.split(r"\s{2,}", text) for text in compared.splitlines()]
    assert ["2021-08", "4", "▇" * 30] in [re.split(r"\s{2,}", text) for text in plain.splitlines()]
    assert "\n1 of 2 have no month.\n" in lost


def test_report_compare_unequal_periods(run: Run) -> None:
    """A warning stands under periods of different length."""
    result = run("report", "c.jsonl", "--compare", "2021-07-01", "2021-07-02..2021-08-31")

    assert "The periods differ in length, and so do the counts." in result.stdout


def test_report_compare_elsewhere(run: Run) -> None:
    """JSON and Markdown hold the changes beside the rest; the spreadsheet has a row for each."""
    args = ("report", "c.jsonl", "--compare", "2021-07", "2021-08")
    found = json.loads(run(*args, "--json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*args, "--csv", "-").stdout)))
    run(*args, "-o", "r.md")

    assert found["comparison"]["before"] == {"start": "2021-07-01", "end": "2021-07-31", "text": "2021-07"}
    assert (found["comparison"]["contacts"], found["comparison"]["apart"]) == ([1, 3], [0, 1])
    assert found["pairs"]
    assert {"change": "appeared", "id": "ana-castro", "name": "Ana Castro", "partner_id": "ivo-demir",
            "partner": "Ivo Demir", "before": "0", "after": "1"} in rows  # fmt: skip
    assert "## Pairs that appeared" in Path("r.md").read_text()
    assert "## In contact most often" in Path("r.md").read_text()


def test_report_by_state(run: Run) -> None:
    """Persons become states; who has no country stays."""
    result = run("report", "c.jsonl", "--by", "state", "--party", "mali")

    assert ["Mali — Somalia", "1", "meeting", "2021-08-20", "2021-08-20"] in _rows(result)
    assert result.stderr == "1 of 7 contacts count.\n"
    by_name = run("report", "c.jsonl", "--by", "state", "--party", "Farid Fofana")
    assert by_name.stdout == result.stdout


def test_report_markdown(run: Run) -> None:
    """A report and its picture beside it; the sentence and document of each pair are in it."""
    result = run("report", "c.jsonl", "-o", "my report.md", "--title", "August")
    text = Path("my report.md").read_text(encoding="utf-8")
    drawn = ElementTree.parse("my report.svg").getroot()

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "The report is my report.md, its picture my report.svg.\n"
    assert text.startswith("# August\n\n5 contacts that occurred between 6 parties")
    assert "![4 of 6 parties in 3 pairs: the largest part](my%20report.svg)\n" in text
    assert "| Ana Castro — Jun Ito | 2021-08-05 | call | Ana Castro spoke by phone with Jun Ito. |" in text
    assert {t.text for t in drawn.iter(f"{SVG}text")} == {
        "Ana Castro",
        "Jun Ito",
        "Ivo Demir",
        "Greta Haddad",
        "persons",
    }


def test_markdown_tables_are_whole(run: Run) -> None:
    """Every row of a table has as many cells as its head, whatever the names hold."""
    _store([contact(NASTY, "Jun | Ito"), contact("`x`", "*b*_c_ \\| d\n\n# e")])
    run("report", "c.jsonl", "-o", "r.md")
    lines = Path("r.md").read_text(encoding="utf-8").splitlines()
    cells = [len(re.findall(r"(?<!\\)\|", text)) for text in lines]

    assert [text for text in lines if text.startswith("#") and "script" in text] == []
    assert all(cells[i] == cells[i - 1] for i in range(1, len(lines)) if cells[i] and cells[i - 1])
    assert not re.search(r"<script|(?<!\\)\[a|^# e", "\n".join(lines), re.MULTILINE)


def test_report_is_reproducible(run: Run) -> None:
    """The same contacts in any order give the same bytes."""
    contacts = many(120, 40)
    _store(contacts, "one.jsonl")
    _store(contacts[::-1], "two.jsonl")
    for name in ("one", "two"):
        Path(name).mkdir()
        run("report", f"{name}.jsonl", "-o", f"{name}/r.md", "--csv", f"{name}/r.csv")

    for suffix in ("md", "svg", "csv"):
        assert Path(f"one/r.{suffix}").read_bytes() == Path(f"two/r.{suffix}").read_bytes()


def test_report_without_contacts(run: Run) -> None:
    """Nothing to tell is no error: a message, valid JSON, the head of a spreadsheet, a report without a picture."""
    _store([])
    plain, empty = run("report", "c.jsonl"), json.loads(run("report", "c.jsonl", "--json").stdout)
    run("report", "c.jsonl", "-o", "r.md")

    assert (plain.exit_code, plain.stdout) == (0, "")
    assert plain.stderr == "No contacts were found: 0 contacts read, none passed.\n"
    assert (empty["contacts"], empty["parties"], empty["modularity"]) == (0, [], None)
    assert run("report", "c.jsonl", "--csv", "-").stdout.startswith("id,name,")
    assert "![" not in Path("r.md").read_text()
    assert not Path("r.svg").exists()


def test_report_spreadsheet_runs_nothing(run: Run) -> None:
    """A name that a spreadsheet would take for a formula is guarded, among parties and among changes."""
    _store([contact(NASTY, "+Jun", day="2021-08-01")])
    args = ("report", "c.jsonl", "--csv", "-")
    for rows in (
        csv.reader(io.StringIO(run(*args, *more).stdout)) for more in ((), ("--compare", "2021-07", "2021-08"))
    ):
        assert not [cell for row in rows for cell in row if re.match(r"[=+]", cell)]


# --- path ---------------------------------------------------------------------------------------


def test_path(run: Run) -> None:
    """A chain, each step with its kind, day, latest sentence and document; a denial is no step."""
    result = run("path", "ivo demir", "haddad", "c.jsonl")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "1. Ivo Demir — Ana Castro — Jun Ito — Greta Haddad",
        "   Ivo Demir — Ana Castro: visit, 2021-08-06",
        "      Ivo Demir visited Ana Castro.",
        "      https://example.org/readout",
        "   Ana Castro — Jun Ito: call, 2021-08-05 (+1 more)",
        "      Ana Castro spoke by phone with Jun Ito.",
        "      https://example.org/readout",
        "   Jun Ito — Greta Haddad: meeting, by 2021-08-16",
        "      Jun Ito met Haddad.",
        "      https://example.org/readout",
    ]
    assert result.stderr == "1 shortest chain of 3 steps\n"


def test_path_of_any_status(run: Run) -> None:
    """With --status all a denial joins too, and says that it is one."""
    result = run("path", "Ivo Demir", "Greta Haddad", "c.jsonl", "--status", "all")

    assert "   Ivo Demir — Greta Haddad: meeting, negated, 2021-08-09\n" in result.stdout


def test_path_names_other_documents(run: Run) -> None:
    """What several documents tell says how many."""
    one = contact("Ana Castro", "Jun Ito")
    reports = tuple(Report(f"c{i}", Source(f"doc-{i}"), one.kind, one.status, one.evidence) for i in (1, 2, 3))
    _store([contact("Ana Castro", "Jun Ito", reports=reports)])

    assert (
        "https://example.org/readout (and 2 other documents)\n"
        in run("path", "Ana Castro", "Jun Ito", "c.jsonl").stdout
    )


def test_path_json(run: Run) -> None:
    """Each step holds all its contacts, the latest first."""
    (chain,) = json.loads(run("path", "Jun Ito", "Ivo Demir", "c.jsonl", "--json").stdout)["chains"]

    assert [step["names"] for step in chain] == [["Jun Ito", "Ana Castro"], ["Ana Castro", "Ivo Demir"]]
    assert [Contact.from_dict(c).kind for c in chain[0]["contacts"]] == ["call", "meeting"]


def test_path_top(run: Run) -> None:
    """As many chains as are asked for, of how many there are."""
    _store([contact(a, b) for m in "BCDE" for a, b in (("A", m), (m, "Z"))])
    result = run("path", "A", "Z", "c.jsonl", "--top", "2")

    assert [text for text in result.stdout.splitlines() if text[:1].isdigit()] == ["1. A — B — Z", "2. A — C — Z"]
    assert result.stderr == "2 of 4 shortest chains of 2 steps\n"


def test_no_path(run: Run) -> None:
    """Parties that nothing joins are no error."""
    result = run("path", "Ana Castro", "Hodan Abara", "c.jsonl")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No chain of contacts joins them; --status all also counts what did not occur.\n"


# --- ego ----------------------------------------------------------------------------------------


def test_ego(run: Run) -> None:
    """Partners by status with kinds and days, then the latest sentences."""
    result = run("ego", "ANA CASTRO", "c.jsonl", "--top", "2")
    rows = _rows(result)

    assert result.stdout.startswith("Ana Castro (person)\n\nPartners\n")
    assert ["partner", "occurred", "planned", "kinds", "first", "last"] in rows
    assert ["Jun Ito", "2", "1", "call, meeting", "2021-07-01", "2021-08-05"] in rows
    assert result.stdout.endswith(
        "Latest\n"
        "   Jun Ito: meeting, planned, 2021-09-01\n      Jun Ito met Ana Castro.\n      https://example.org/readout\n"
        "   Ivo Demir: visit, occurred, 2021-08-06\n      Ivo Demir visited Ana Castro.\n      https://example.org/readout\n"
    )
    assert result.stderr == "4 of 7 contacts\n"


def test_ego_json(run: Run) -> None:
    """Partners and contacts, whole."""
    found = json.loads(run("ego", "Ana Castro", "c.jsonl", "--json", "--top", "1").stdout)

    assert (found["id"], found["name"]) == ("ana-castro", "Ana Castro")
    assert found["partners"][0] == {
        "id": "jun-ito", "name": "Jun Ito", "type": "person", "statuses": {"occurred": 2, "planned": 1},
        "kinds": {"meeting": {"occurred": 1, "planned": 1}, "call": {"occurred": 1}},
        "first": "2021-07-01", "last": "2021-08-05",
    }  # fmt: skip
    assert len([Contact.from_dict(c) for c in found["contacts"]]) == 4


def test_ego_by_state(run: Run) -> None:
    """A state is found by its name, and by that of who acts for it."""
    for name in ("Somalia", "hodan abara"):
        assert run("ego", name, "c.jsonl", "--by", "state").stdout.startswith("Somalia (state, SO; also Hodan Abara)\n")


# --- errors and the terminal --------------------------------------------------------------------


@pytest.mark.parametrize(
    "args",
    [
        ["report"], ["report", "c.jsonl", "--compare", "2021-07"], ["report", "c.jsonl", "--compare", "2021", "soon"],
        ["report", "c.jsonl", "-o", "r.html"], ["report", "c.jsonl", "--json", "--csv", "-"],
        ["report", "c.jsonl", "--top", "0"], ["report", "c.jsonl", "--by", "moon"], ["path", "Ana Castro", "c.jsonl"],
        ["path", "c.jsonl", "Ana Castro", "Jun Ito"], ["ego", "c.jsonl"], ["ego", "c.jsonl", "Ana Castro"],
    ],
)  # fmt: skip
def test_wrong_use(run: Run, args: list[str]) -> None:
    """Exit code 2, and a line that says what is wrong."""
    result = run(*args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


_NO_FOLDER = "Can't write no/r.svg: No such file or directory; give another place, or create the folder first."


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["ego", "Castro", "c.jsonl"], "No party is called 'Castro'; did you mean Ana Castro?"),
        (["path", "Jun Itho", "Ana Castro", "c.jsonl"], "No party is called 'Jun Itho'; did you mean Jun Ito?"),
        (["path", "Jun Ito", "jun-ito", "c.jsonl"], "'Jun Ito' and 'jun-ito' are one and the same party: give two."),
        (["report", "c.jsonl", "-o", "no/r.md"], _NO_FOLDER),
        (["report", "none.jsonl"], "Nothing could be read: see the warnings above."),
    ],
)  # fmt: skip
def test_failures(run: Run, args: list[str], message: str) -> None:
    """Exit code 1 and one sentence."""
    result = run(*args)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


@pytest.mark.parametrize("args", [["path", "A", "B", "c.jsonl"], ["ego", "A", "c.jsonl"]])
def test_empty_files(run: Run, args: list[str]) -> None:
    """No contacts are no error, and JSON stays JSON."""
    _store([])
    result = run(*args)

    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No contacts were found.\n")
    assert json.loads(run(*args, "--json").stdout)


@pytest.mark.parametrize("args", [["report"], ["ego", "Jun Ito"], ["path", "Jun Ito", "B"]])
def test_hostile_text_can_not_steer_the_terminal(run: Run, args: list[str]) -> None:
    """No escape sequence of a document reaches the terminal, and colour stays out of pipes."""
    _store([contact(NASTY, "Jun Ito"), contact("Jun Ito", "B")])
    result = run(*args, "c.jsonl")

    assert result.exit_code == 0
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", result.stdout)


def test_colour(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets colour, unless NO_COLOR is set."""
    coloured = run("ego", "Ana Castro", "c.jsonl", color=True).stdout
    monkeypatch.setenv("NO_COLOR", "1")
    plain = run("ego", "Ana Castro", "c.jsonl", color=True).stdout

    assert "\x1b[32moccurred" in coloured
    assert "\x1b" not in plain


def test_standard_input(run: Run) -> None:
    """- reads what another command wrote."""
    assert run("report", "-", stdin=Path("c.jsonl").read_text()).stdout == run("report", "c.jsonl").stdout


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (None, ["name               n  day", "a long long name  12  2021"]),
        (24, ["name             n  day", "a long long n…  12  2021"]),
        (21, ["name               n", "a long long name  12"]),
        (17, ["name            n", "a long long…   12"]),
        (5, ["name", "a long long name"]),
    ],
)
def test_tables_fit(columns: int | None, expected: list[str]) -> None:
    """Words are shortened to the terminal's width; what then doesn't fit is left out."""
    rows: list[Any] = [("name", "n", "day"), ("a long long name", "12", "2021")]

    assert aligned(rows, left=(0, 2), columns=columns) == expected


# --- picture and Markdown -----------------------------------------------------------------------


def _drawn(contacts: list[Contact]) -> ElementTree.Element:
    handle = io.StringIO()
    picture.dump(contact_graph(contacts), handle)
    return ElementTree.fromstring(handle.getvalue())


def test_picture_is_inert() -> None:
    """Text in names stays text: no script, no link, nothing from elsewhere."""
    root = _drawn([contact(NASTY, '" onload="alert(1)')])
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}

    assert tags <= {"svg", "title", "style", "rect", "line", "circle", "path", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    assert any("<script>" in (t.text or "") for t in root.iter(f"{SVG}text"))


def test_picture_frame() -> None:
    """Everything lies within the frame, and no line or shape is lost."""
    contacts = [c for c in many(150, 50) if c.status is Status.OCCURRED]
    graph = picture.largest_part(contact_graph(contacts))
    root = _drawn(contacts)
    left, top, wide, high = map(float, root.attrib["viewBox"].split())

    assert len(list(root.iter(f"{SVG}line"))) == graph.number_of_edges()
    assert len(root.findall(f"{SVG}text[@class='name']")) == len(graph)
    for name in root.iter(f"{SVG}text"):
        assert left <= float(name.attrib["x"]) <= left + wide
        assert top <= float(name.attrib["y"]) <= top + high


def test_picture_of_a_large_graph() -> None:
    """Of many parties it shows the hundred in most contacts, still joined."""
    graph = contact_graph(c for c in many(2000, 400) if c.status is Status.OCCURRED)

    assert 50 < len(picture.largest_part(graph)) <= 100
    assert re.fullmatch(r"\d+ of \d+ parties in \d+ pairs: the largest part", picture.caption(graph))


def test_picture_dashes_what_did_not_occur() -> None:
    """A pair that has only plans is dashed, as on the page."""
    root = _drawn([contact("A", "B"), contact("B", "C", status=Status.PLANNED)])

    assert sorted("stroke-dasharray" in e.attrib for e in root.iter(f"{SVG}line")) == [False, True]


def test_markdown() -> None:
    """Headings, aligned columns, notes, and a picture whose address is quoted."""
    handle = io.StringIO()
    table = Table("Pairs", ("pair", "n"), (("A — B", "2"),), note="1 more.")
    markdown.dump(handle, title="T", intro=["One *day*."], tables=[table], picture=("a b.svg", "it"))

    assert handle.getvalue().startswith(
        "# T\n\nOne \\*day\\*.\n\n![it](a%20b.svg)\n\n## Pairs\n\n| pair | n |\n| --- | ---: |\n| A — B | 2 |\n\n1 more.\n"
    )
