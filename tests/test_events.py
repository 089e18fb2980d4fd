"""Event data: the columns of POLECAT as its readers know them, what they say of a contact, and what is lost."""

import csv
import datetime as dt
import io
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from factories import contact, folded, many, party

from diplograph.extract.attributes import codes
from diplograph.extract.model import Contact, Kind, Party, PartyType, Source, Status
from diplograph.extract.times import Basis, When
from diplograph.graph.codes import ActorKind, OrganisationCodes
from diplograph.graph.dyads import Lost
from diplograph.graph.event_codes import GOLDSTEIN, INTENSITY
from diplograph.graph.formats import write
from diplograph.graph.formats.events import OWN, POLECAT
from diplograph.graph.formats.jsonl import line
from diplograph.graph.sectors import sector

# In the order of the data's yearly files: the header that the loader of the Temporal Graph Benchmark quotes, where "Event Intensity" is
# called "Intensity" as in the files of before 2023
DOCUMENTED = """Event ID|Event Date|Event Type|Event Mode|Event Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW
Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW
Primary Recipient Sector|Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|District
Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|Publication Date|Story People
Story Organizations|Story Locations|Language|Version""".replace("\n", "|").split("|")

# CAMEO.goldsteinscale.txt of the GDELT project
GDELT = {"036": 4.0, "040": 1.0, "041": 1.0, "042": 1.9, "043": 2.8, "044": 2.5, "045": 5.0, "046": 7.0}
SCHRODT = {"AGREE": 4.2, "CONSULT": 2.1}  # PLOVER's manual 0.7b1, "Numeric conflict/cooperation scores"

AUGUST = dt.date(2021, 8, 1)
NEVER = "None"


def _coded(*parties: Party | str, **changes: Any) -> Contact:
    """Make a contact with the codes that extraction gives to its kind and status."""
    one = contact(*parties, **changes)
    code = codes.codes(one.kind, one.status, None, one.place, one.parties)
    return replace(one, code=code.code, plover=code.plover, mode=code.mode)


def _us(name: str = "Joe Biden", **changes: Any) -> Party:
    given: dict[str, Any] = {"country": "US", "role": "president", "side": 0}
    return party(name, **given | changes)


def _russian(name: str = "Sergei Lavrov", **changes: Any) -> Party:
    given: dict[str, Any] = {"country": "RU", "role": "foreign minister", "side": 1}
    return party(name, **given | changes)


def _rows(contacts: Iterable[Contact], **how: Any) -> list[dict[str, str]]:
    handle = io.StringIO()
    write(contacts, handle, format="events", **how)
    return list(csv.DictReader(io.StringIO(handle.getvalue()), dialect="excel-tab"))


# --- columns --------------------------------------------------------------------------------------


def test_columns_are_those_of_polecat_and_our_own_behind_them() -> None:
    assert list(POLECAT) == DOCUMENTED
    assert not POLECAT.keys() & OWN.keys()


def test_scales_are_those_of_their_sources() -> None:
    """And know every code that a contact can have."""
    given = {_coded("A", "B", kind=kind, status=status).code for kind in Kind for status in Status}
    third = _coded(_us(), _russian(), place="Geneva")

    assert dict(GOLDSTEIN) == GDELT and dict(INTENSITY) == SCHRODT
    assert {*given, third.code} - {None} <= GOLDSTEIN.keys()
    assert third.code == "044"


CASES: list[tuple[str, Contact, dict[str, str]]] = [
    (
        "a meeting has no direction: states in order, RU before US",
        _coded(_us(), _russian()),
        {
            "Event Date": "2021-08-16", "Event Type": "CONSULT", "Event Mode": NEVER, "Event Intensity": "2.1",
            "Quad Code": "VERBAL COOPERATION", "Contexts": NEVER, "Directed": "FALSE",
            "Actor Name": "Sergei Lavrov", "Actor Country": "RUS", "Actor COW": "365", "Primary Actor Sector": "GOV",
            "Actor Sectors": "GOV", "Actor Title": "foreign minister", "Actor Name Raw": "Sergei Lavrov",
            "Wikipedia Actor ID": NEVER, "Recipient Name": "Joe Biden", "Recipient Country": "USA", "Recipient COW": "2",
            "CAMEO Code": "040", "CAMEO Root": "04", "Quad Class": "1", "Goldstein": "1.0", "Kind": "meeting",
            "Status": "occurred", "First Day": "2021-08-16", "Last Day": "2021-08-16", "Date Precision": "day",
            "Date Basis": "stated", "Actor ID": "sergei-lavrov", "Actor Home": "RU", "Actor Home Wikidata": "Q159",
            "Reports": "1", "Document ID": "doc-1", "Source": "Example News", "Publication Date": "2021-08-16",
            "Latitude": NEVER, "Language": NEVER, "Raw Placename": NEVER, "Topic": "", "Page": "",
        },
    ),
    (
        "who visits acts on the host",
        _coded(_us(), _russian(), kind=Kind.VISIT, place="Moscow"),
        {"Actor Name": "Joe Biden", "Recipient Name": "Sergei Lavrov", "Directed": "TRUE", "CAMEO Code": "042",
         "Event Mode": "visit", "Goldstein": "1.9", "Placename": "Moscow", "City": "Moscow", "Country": "RUS"},
    ),
    (
        "who mediates acts on both",
        _coded(party("Qatar", type=PartyType.STATE, country="QA"), _russian("Taliban", type=PartyType.GROUP, country=None, role=None),
               kind=Kind.MEDIATION),
        {"Actor Name": "Qatar", "Recipient Name": "Taliban", "Directed": "TRUE", "CAMEO Code": "045", "Goldstein": "5.0",
         "Actor Country": "QAT", "Recipient Country": NEVER, "Recipient COW": NEVER, "Primary Recipient Sector": NEVER},
    ),
    (
        "a call on third ground is by phone",
        _coded(_us(), _russian(), kind=Kind.CALL, place="the Kremlin's press room"),
        {"Event Mode": "phone", "CAMEO Code": "041", "Placename": NEVER, "City": NEVER, "Country": NEVER,
         "Raw Placename": "the Kremlin's press room"},
    ),
    (
        "a state as a place, and a venue",
        _coded(_us(), _russian(), place="Switzerland"),
        {"Placename": "Switzerland", "City": NEVER, "Country": "CHE"},
    ),
    (
        "the seat of a state",
        _coded(_us(), _russian(), place="White House"),
        {"Placename": "White House", "City": NEVER, "Country": "USA"},
    ),
    (
        "a venue is no city",
        _coded(_us(), _russian("Boris Johnson", country="GB"), place="Lancaster House"),
        {"Placename": "Lancaster House", "City": NEVER, "Country": "GBR"},
    ),
    (
        "who serves an organisation has its codes, not those of the country of birth",
        _coded(party("António Guterres", country="PT", role="Secretary-General", org="United Nations"),
               party("NATO", type=PartyType.ORGANISATION, side=1)),
        {"Recipient COW": NEVER, "Actor COW": NEVER, "Primary Actor Sector": NEVER, "Primary Recipient Sector": NEVER,
         "Actor Name": "NATO", "Actor Home": "nato", "Recipient Home": "united-nations"},
    ),
    (
        "a state of the past has the number of its day",
        _coded(party("Leonid Brezhnev", org="Soviet Union", role="president"), _us("Gerald Ford", side=1), day="1974-11-23"),
        {"Actor Country": "USA", "Recipient Country": "SUN", "Recipient COW": "365", "Recipient Home": "soviet-union",
         "Primary Recipient Sector": "GOV"},
    ),
    (
        "Germany of 1972 is not the one of today in COW",
        _coded(party("Willy Brandt", country="DE", role="chancellor"), _us("Richard Nixon", side=1), day="1972-05-01"),
        {"Actor Country": "DEU", "Actor COW": "260"},
    ),
    (
        "a visit of days counts on the first",
        _coded(_us(), _russian(), day="2021-08-30", until="2021-09-02"),
        {"Event Date": "2021-08-30", "First Day": "2021-08-30", "Last Day": "2021-09-02", "Date Precision": "range"},
    ),
    (
        "some day of a month is no day",
        _coded(_us(), _russian(), date=When(AUGUST, dt.date(2021, 8, 31), "in August", Basis.STATED, vague=True)),
        {"Event Date": "", "First Day": "2021-08-01", "Last Day": "2021-08-31", "Date Precision": "month"},
    ),
    (
        "a document's day is not the contact's",
        _coded(_us(), _russian(), day=None),
        {"Event Date": "", "First Day": "", "Date Precision": "", "Date Basis": "reported", "Publication Date": "2021-08-16"},
    ),
    (
        "no day at all",
        _coded(_us(), _russian(), day=None, document=Source("d")),
        {"Event Date": "", "Date Basis": "", "Publication Date": "", "Actor COW": NEVER, "Source": NEVER},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("one", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_stands_of_a_contact(one: Contact, said: dict[str, str]) -> None:
    (row,) = _rows([one])

    assert {name: row[name] for name in said} == said


def test_organisations_have_a_code_of_plover(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a country: those of states, and those that are not."""
    kinds = {
        "nato": ActorKind.ALLIANCE,
        "united-nations": ActorKind.INTERNATIONAL_ORGANISATION,
        "msf": ActorKind.NON_GOVERNMENTAL,
    }
    known = {id: OrganisationCodes(id, id, kind, "Q1") for id, kind in kinds.items()}
    monkeypatch.setattr("diplograph.graph.formats.events.organisation", known.get)
    bodies = [party(n, type=PartyType.ORGANISATION, side=i) for i, n in enumerate(("NATO", "MSF", "Red Cross"))]
    rows = _rows([_coded(*bodies, party("António Guterres", org="United Nations", side=3))])
    codes = {
        row[f"{who} ID"]: (row[f"{who} Country"], row[f"{who} Home Wikidata"])
        for row in rows
        for who in ("Actor", "Recipient")
    }

    assert codes == {
        "nato": ("IGO", "Q1"),
        "antonio-guterres": ("IGO", "Q1"),
        "msf": ("NGO", "Q1"),
        "red-cross": (NEVER, ""),
    }


def test_every_column_is_documented() -> None:
    """In the manual's table."""
    text = (Path(__file__).parents[1] / "docs/formats.md").read_text(encoding="utf-8")

    assert [name for name in (*POLECAT, *OWN) if f"`{name}`" not in text] == []


def test_days_of_documents_count_where_they_are_asked_for() -> None:
    (row,) = _rows([_coded(_us(), _russian(), day=None)], basis=Basis.REPORTED)

    assert (row["Event Date"], row["Date Basis"]) == ("2021-08-16", "reported")


def test_a_row_is_a_dyad() -> None:
    """Of parties on different sides, once a contact; an encounter of two reports is one, and an id is told once."""
    three = _coded(_us(), _russian(), _russian("Wang Yi", country="CN", side=2))
    twice = folded(three, replace(three, document=Source("doc-2")))
    aside = _coded(_us(), _us("Antony Blinken"), _russian())
    rows = _rows([twice, aside, _coded(_us("Same", id="x"), _russian("Same", id="x"))])

    assert Counter((row["Contact ID"], row["Reports"]) for row in rows) == {(three.id, "2"): 3, (aside.id, "1"): 2}
    assert len({row["Event ID"] for row in rows}) == 5
    pairs = [(row["Actor Country"], row["Recipient Country"]) for row in rows if row["Contact ID"] == three.id]
    assert sorted(pairs) == [("CHN", "RUS"), ("CHN", "USA"), ("RUS", "USA")]


def test_what_did_not_occur() -> None:
    """A plan is an agreement of the day on which it is told; a denial and a possibility are no event."""
    contacts = [_coded(_us(), _russian(), status=status, day="2021-09-30") for status in Status]
    planned = _rows(contacts, statuses=[Status.PLANNED, Status.NEGATED])

    assert [row["Status"] for row in _rows(contacts)] == ["occurred"]
    assert sorted(row["Status"] for row in _rows(contacts, statuses=set(Status))) == ["occurred", "planned"]
    assert [(r["Event Type"], r["CAMEO Code"], r["Event Intensity"], r["Goldstein"]) for r in planned] == [
        ("AGREE", "036", "4.2", "4.0")
    ]
    assert (planned[0]["Event Date"], planned[0]["First Day"]) == ("2021-08-16", "2021-09-30")


@pytest.mark.parametrize(
    ("how", "lost"),
    [
        ({}, Lost("events", {Status.PLANNED: 1, Status.NEGATED: 1, Status.HYPOTHETICAL: 1}, 1, 1)),
        ({"statuses": set(Status)}, Lost("events", {Status.NEGATED: 1, Status.HYPOTHETICAL: 1}, 1, 1)),
        ({"basis": Basis.REPORTED, "statuses": {Status.OCCURRED}}, Lost("events", {}, 0, 1)),
    ],
)
def test_what_is_lost_is_told(how: dict[str, Any], lost: Lost) -> None:
    vague = When(AUGUST, dt.date(2021, 8, 31), "in August", vague=True)
    contacts = [_coded(_us(), _russian(), status=status, topic=status) for status in Status]
    contacts += [_coded(_us(), _russian(), day=None), _coded(_us(), _russian(), date=vague)]
    told: list[Lost] = []
    _rows(contacts, tell=told.append, **how)

    assert told == [lost]


def test_a_plan_of_a_document_without_a_day_is_undated() -> None:
    """Though its own day is told: what is planned is an event of the day on which it is reported."""
    plan = _coded(_us(), _russian(), status=Status.PLANNED, document=Source("d", "Plans"))
    told: list[Lost] = []
    _rows([plan], tell=told.append, statuses=set(Status))

    assert told == [Lost("events", {}, 1, 0)]


def test_nothing_is_told_where_nothing_is_lost() -> None:
    told: list[Lost] = []
    _rows([_coded(_us(), _russian())], tell=told.append)

    assert told == []


# --- sectors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("office", "expected"),
    [
        ("Foreign Minister", "GOV"), ("deputy prime minister", "GOV"), ("Secretary of State", "GOV"), ("King", "GOV"),
        ("special representative for Afghanistan", "GOV"), ("national security adviser", "GOV"), ("president-elect", None),
        ("former President", "ELI"), ("ex-chancellor", "ELI"), ("opposition leader", "OPP"), ("shadow foreign secretary", "OPP"),
        ("Senator", "LEG"), ("speaker of parliament", "LEG"), ("president of the Senate", None), ("chief justice", "JUD"),
        ("director of the CIA", "SPY"), ("Lieutenant General", "MIL"), ("Rear Admiral", "MIL"), ("army chief", "MIL"),
        ("attorney general", None), ("secretary-general", None), ("General Secretary", None), ("consul general", "GOV"),
        ("bank president", None), ("counterpart", None), (None, None), ("justice minister", "GOV"), ("minister", "GOV"),
    ],
)  # fmt: skip
def test_sector_of_an_office(office: str | None, expected: str | None) -> None:
    """Where it leaves no doubt."""
    assert sector(party("Ana Ito", country="JP", role=office)) == expected


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (party("Japan", type=PartyType.STATE, country="JP"), "GOV"),
        (party("Taliban", type=PartyType.GROUP), None),
        (party("NATO", type=PartyType.ORGANISATION), None),
        (party("Ana Ito", role="foreign minister"), None),
        (party("Ana Ito", role="foreign minister", org="Taliban"), None),
        (party("Ana Ito", role="foreign minister", org="Soviet Union"), "GOV"),
        (party("Ana Ito", country="JP", role="Secretary-General"), None),
    ],
)
def test_sector_of_a_party(one: Party, expected: str | None) -> None:
    """A person's is told by the office only if it is a state's."""
    assert sector(one) == expected


# --- scripts written for POLECAT ------------------------------------------------------------------


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events of contacts with hostile sentences among them."""
    path = tmp_path_factory.mktemp("events") / "ngecEvents.DV.2021.txt"
    nasty = [
        _coded(_us(mention='"The President'), _russian(), topic=text, place="Geneva", kind=kind)
        for kind in (Kind.MEETING, Kind.CALL)
        for text in ('=HYPERLINK("x")', 'a\tb\r\nc "d', '"', "Merkel's", "# not a comment", "NA", "\u2028\x85\x0b")
    ]
    write([*map(_recoded, many(120, 40)), *nasty], path, format="events")
    return path


def _recoded(one: Contact) -> Contact:
    return replace(one, **codes.codes(one.kind, one.status, None, one.place, one.parties)._asdict())


def test_a_script_in_pandas(file: Path) -> None:
    """It reads the yearly file, parses days, and counts dyads of countries by type and quad code."""
    pd = pytest.importorskip("pandas")
    data = pd.read_csv(file, sep="\t", low_memory=False)
    assert list(data.columns) == [*DOCUMENTED, *OWN]
    data["Event Date"] = pd.to_datetime(data["Event Date"], errors="coerce")
    data["month"] = data["Event Date"].dt.to_period("M")
    for name in ("Event Intensity", "Actor COW", "Recipient COW", "Latitude", "Longitude"):
        data[name] = pd.to_numeric(data[name], errors="coerce")
    dyads = data[(data["Actor Country"] != "None") & (data["Actor Country"] != data["Recipient Country"])]
    counts = dyads.groupby(["Event Type", "Actor Country", "Recipient Country", "Quad Code"]).size()

    assert data["Event ID"].is_unique and len(data) == _count(file)
    assert set(data["Event Type"]) == {"CONSULT"} and set(data["Quad Code"]) == {"VERBAL COOPERATION"}
    assert counts["CONSULT", "RUS", "USA", "VERBAL COOPERATION"] >= 14
    assert data["Event Intensity"].eq(2.1).all() and data["Latitude"].isna().all()
    assert data["month"].notna().any() and data.groupby("month")["Event Intensity"].mean().eq(2.1).all()


def test_a_script_with_positions(file: Path) -> None:
    """As the Temporal Graph Benchmark reads: day, type, actor and recipient by their places, without days and "None" left out."""
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle, delimiter="\t"))[1:]
    known = [(r[1], r[2], r[7], r[15]) for r in rows if len(r[1]) and "None" not in (r[2], r[7], r[15])]

    assert {dt.datetime.strptime(day, "%Y-%m-%d").year for day, *_ in known} <= set(range(2020, 2024))
    assert {len(row) for row in rows} == {len(POLECAT) + len(OWN)}
    assert 0 < len(known) < len(rows)


R = r"""
data <- read.delim(commandArgs(TRUE)[1], quote = QUOTE, stringsAsFactors = FALSE, na.strings = "None",
                   colClasses = c(CAMEO.Code = "character"), encoding = "UTF-8")
stopifnot(ncol(data) == COLUMNS, !anyDuplicated(data$Event.ID), !anyDuplicated(names(data)))
data$Event.Date <- as.Date(data$Event.Date)
stopifnot(inherits(data$Event.Date, "Date"), any(!is.na(data$Event.Date)), all(data$Quad.Code == "VERBAL COOPERATION"))
known <- subset(data, !is.na(Actor.Country) & !is.na(Recipient.Country) & Actor.Country != Recipient.Country)
counts <- aggregate(Event.Intensity ~ Actor.Country + Recipient.Country + Event.Type, known, length)
stopifnot(is.numeric(known$Actor.COW), all(nchar(data$CAMEO.Code) == 3))
cat(nrow(data), subset(counts, Actor.Country == "RUS" & Recipient.Country == "USA")$Event.Intensity)
"""


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
@pytest.mark.parametrize("quote", ['""', '"\\""'], ids=["no-quotes", "quotes"])
def test_a_script_in_r(file: Path, tmp_path: Path, quote: str) -> None:
    """Base R, whether or not it is told of quotation marks."""
    script = tmp_path / "read.R"
    script.write_text(R.replace("QUOTE", quote).replace("COLUMNS", str(len(POLECAT) + len(OWN))), encoding="utf-8")
    ran = subprocess.run(["Rscript", "--vanilla", script, file], capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stderr
    rows, dyads = map(int, ran.stdout.split())
    assert rows == _count(file) and dyads >= 14


def _count(path: Path) -> int:
    """Return the number of rows: no cell holds a line break."""
    return path.read_text(encoding="utf-8").count("\n") - 1


def test_no_cell_breaks_a_row_or_runs(file: Path) -> None:
    """Not even where quotation marks mean nothing to the reader."""
    lines = file.read_bytes().decode("utf-8").removesuffix("\n").split("\n")

    assert {line.count("\t") for line in lines} == {len(POLECAT) + len(OWN) - 1}
    assert not any(len(line.splitlines()) > 1 for line in lines)
    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line.split("\t"))


# --- the command ----------------------------------------------------------------------------------


def _made(path: Path) -> Path:
    statuses = (*Status, Status.OCCURRED)
    contacts = [
        _coded(_us(), _russian(), status=s, topic=str(n), day=None if n == 4 else "2021-08-16")
        for n, s in enumerate(statuses)
    ]
    (path / "c.jsonl").write_text("".join(map(line, contacts)), encoding="utf-8")
    return path / "c.jsonl"


_ALL_LOST = (
    "events: left out 1 planned (--status planned takes them in), 1 negated (PLOVER has no event for them), 1 hypothetical "
    "(PLOVER has no event for them); no Event Date for 1 undated (--basis reported takes their documents' days)."
)


@pytest.mark.parametrize(
    ("options", "rows", "said"),
    [
        ([], 2, _ALL_LOST),
        (["--status", "planned"], 1, ""),
        (["--status", "negated"], 0, "events: left out 1 negated (PLOVER has no event for them)."),
        (["--basis", "reported", "--status", "occurred"], 2, ""),
    ],
)  # fmt: skip
def test_graph_tells_what_it_leaves_out(run: Run, tmp_path: Path, options: list[str], rows: int, said: str) -> None:
    """Behind the closing line; not with --quiet."""
    made, target = _made(tmp_path), tmp_path / "e.events.tsv"
    result = run("graph", made, "--no-fold", "-o", target, *options)

    assert result.exit_code == 0
    assert result.stderr.splitlines()[1:] == ([said] if said else [])
    assert _count(target) == rows
    assert run("graph", made, "-q", "--no-fold", "-o", target, *options).stderr == ""
