"""Status by what governs the contact word, on Docs built by hand."""

import pytest
from handmade import parsed

from diplograph.extract.attributes.status import judge
from diplograph.extract.model import Status

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
