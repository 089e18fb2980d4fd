"""What event data says of a code: its class, and its place on scales of conflict and cooperation.

CAMEO: Gerner, Schrodt and Yilmaz, codebook 1.1b3 (2012). PLOVER: the Open Event Data Alliance's manual 0.7b1 (2021).
"""

from types import MappingProxyType

# Goldstein (Journal of Conflict Resolution 36, 1992) scaled the codes of WEIS, from -10, conflict, to 10, cooperation; these are
# his values as CAMEO's authors carried them over to its codes, which GDELT publishes as CAMEO.goldsteinscale.txt
GOLDSTEIN = MappingProxyType(
    {"036": 4.0, "040": 1.0, "041": 1.0, "042": 1.9, "043": 2.8, "044": 2.5, "045": 5.0, "046": 7.0}
)

# PLOVER's own scale of the same length, of event types: its manual's table of "Schrodt scores"
INTENSITY = MappingProxyType({"AGREE": 4.2, "CONSULT": 2.1})

# of the four quad classes (2 material cooperation, 3 verbal conflict, 4 material conflict), the one that all these are of
_CLASS, _CLASS_NAME = 1, "VERBAL COOPERATION"


def goldstein(code: str | None) -> float | None:
    """Return the Goldstein value of a CAMEO code that contacts have; None of any other."""
    return GOLDSTEIN.get(code or "")


def intensity(event: str | None) -> float | None:
    """Return the conflict-cooperation score of a PLOVER event type that contacts have; None of any other."""
    return INTENSITY.get(event or "")


def root(code: str | None) -> str | None:
    """Return the two digits that a CAMEO code begins with: 03 express intent to cooperate, 04 consult."""
    return code[:2] if code else None


def quad_class(code: str | None) -> int | None:
    """Return the quad class of a CAMEO code that contacts have, as GDELT and PLOVER number them; None of any other."""
    return _CLASS if code in GOLDSTEIN else None


def quad_code(event: str | None) -> str | None:
    """Return the class of a PLOVER event type that contacts have, as POLECAT writes it; None of any other."""
    return _CLASS_NAME if event in INTENSITY else None
