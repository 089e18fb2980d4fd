"""Status by what governs the contact word, on Docs built by hand; and that every status has its place everywhere."""

from pathlib import Path

import pytest
from factories import contact
from handmade import parsed

from diplograph.extract.attributes.status import judge
from diplograph.extract.model import Status
from diplograph.graph.assemble import assemble
from diplograph.graph.formats import write
from diplograph.graph.identity import fold

MET = "A/NNP/nsubj/2 met/VBD/ROOT/0/meet B/NNP/dobj/2"
DID_NOT = "A/NNP/nsubj/4 did/VBD/aux/4/do not/RB/neg/4 meet/VB/ROOT/0 B/NNP/dobj/4"
WILL = "A/NNP/nsubj/3 will/MD/aux/3 meet/VB/ROOT/0 B/NNP/dobj/3"
COULD = "A/NNP/nsubj/3 could/MD/aux/3 meet/VB/ROOT/0 B/NNP/dobj/3"
REFUSED = "A/NNP/nsubj/2 refused/VBD/ROOT/0/refuse to/TO/aux/4 meet/VB/xcomp/2 B/NNP/dobj/4"
AGREED = "A/NNP/nsubj/2 agreed/VBD/ROOT/0/agree to/TO/aux/4 meet/VB/xcomp/2 B/NNP/dobj/4"
URGED = "C/NNP/nsubj/2 urged/VBD/ROOT/0/urge A/NNP/dobj/2 to/TO/aux/5 meet/VB/xcomp/2 B/NNP/dobj/5"
DENIED = "A/NNP/nsubj/2 denied/VBD/ROOT/0/deny that/IN/mark/5 he/PRP/nsubj/5 met/VBD/ccomp/2/meet B/NNP/dobj/5"
NOT_RULED_OUT = "A/NNP/nsubj/4 did/VBD/aux/4/do not/RB/neg/4 refuse/VB/ROOT/0 to/TO/aux/6 meet/VB/xcomp/4 B/NNP/dobj/6"
CANCELLED = "A/NNP/nsubj/2 cancelled/VBD/ROOT/0/cancel talks/NNS/dobj/2/talk"
SAID = "A/NNP/nsubj/2 said/VBD/ROOT/0/say he/PRP/nsubj/4 met/VBD/ccomp/2/meet B/NNP/dobj/4"


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        pytest.param(MET, 1, Status.OCCURRED, id="past"),
        pytest.param(DID_NOT, 3, Status.NEGATED, id="not"),
        pytest.param(WILL, 2, Status.PLANNED, id="will"),
        pytest.param(COULD, 2, Status.HYPOTHETICAL, id="could"),
        pytest.param(REFUSED, 3, Status.NEGATED, id="refused to"),
        pytest.param(AGREED, 3, Status.PLANNED, id="agreed to"),
        pytest.param(URGED, 4, Status.HYPOTHETICAL, id="urged to"),
        pytest.param(DENIED, 4, Status.NEGATED, id="denied that"),
        pytest.param(NOT_RULED_OUT, 5, Status.HYPOTHETICAL, id="did not refuse to"),
        pytest.param(CANCELLED, 2, Status.NEGATED, id="cancelled talks"),
        pytest.param(SAID, 3, Status.OCCURRED, id="said he met"),
    ],
)
def test_status(text: str, trigger: int, status: Status) -> None:
    """The status is that of the contact, not of the verb above it."""
    verdict = judge(parsed(text)[trigger])

    assert verdict.status is status
    assert bool(verdict.cues) is (status is not Status.OCCURRED)


@pytest.mark.parametrize("status", Status)
def test_a_contact_took_place_or_is_open_or_denied(status: Status) -> None:
    """One of the three holds, and never two."""
    assert status.took_place + status.open + status.denied == 1


def test_ranks_tell_statuses_apart() -> None:
    """No two statuses have one rank, and what took place comes first."""
    ranked = sorted(Status, key=lambda s: s.rank)

    assert len({s.rank for s in Status}) == len(Status)
    assert [s.took_place for s in ranked] == sorted((s.took_place for s in Status), reverse=True)


@pytest.mark.parametrize(
    ("below", "governor", "status"),
    [
        (Status.OCCURRED, Status.PLANNED, Status.PLANNED),
        (Status.NEGATED, Status.PLANNED, Status.NEGATED),
        (Status.PLANNED, Status.NEGATED, Status.NEGATED),
        (Status.NEGATED, Status.NEGATED, Status.HYPOTHETICAL),
        (Status.PLANNED, Status.HYPOTHETICAL, Status.HYPOTHETICAL),
    ],
)
def test_a_governor_changes_the_status_below_it(below: Status, governor: Status, status: Status) -> None:
    """What governs the contact word has the last say, but a plan to refuse is a refusal."""
    assert below.under(governor) is status


@pytest.mark.parametrize("status", Status)
def test_every_status_reaches_graph_and_files(status: Status, tmp_path: Path) -> None:
    """A contact of any status is folded, counted once on its edge, and written with its status or its count."""
    told = fold([contact("Ana Ito", "Bo Kim", status=status)])

    (edge,) = (data for *_, data in assemble(told).edges(data=True))
    assert edge["contacts"] == status.took_place
    assert edge["contacts"] + sum(edge[s] for s in Status if not s.took_place) == 1
    for name in ("page.html", "graph.graphml", "graph.gexf", "graph.csv"):
        write(told, tmp_path / name, statuses=set(Status))
    assert f'"status":"{status}"' in (tmp_path / "page.html").read_text(encoding="utf-8")
