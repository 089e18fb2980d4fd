"""How a party looks, the same in every file: colour and shape by type, size by contacts; and the colour of a status."""

import math
from dataclasses import dataclass
from typing import assert_never

from diplograph.extract.model import PartyType, Status


@dataclass(frozen=True, slots=True)
class Look:
    """A colour from Okabe and Ito's set, which the colour-blind can tell apart, and a vis-network shape.

    Attributes:
        dark: A lighter shade of the colour, ``#rrggbb``, for a dark ground.
    """

    rgb: tuple[int, int, int]
    dark: str
    shape: str
    plural: str

    @property
    def hex(self) -> str:
        """The colour as ``#rrggbb``."""
        return "#{:02x}{:02x}{:02x}".format(*self.rgb)


LOOKS = {
    PartyType.PERSON: Look((0, 114, 178), "#4aa3e0", "dot", "persons"),
    PartyType.STATE: Look((213, 94, 0), "#ec8341", "square", "states"),
    PartyType.ORGANISATION: Look((0, 158, 115), "#2fb992", "diamond", "organisations"),
    PartyType.GROUP: Look((204, 121, 167), "#dd97bf", "triangle", "groups"),
}


@dataclass(frozen=True, slots=True)
class Shade:
    """The colour of a word, ``#rrggbb``, on a light ground and on a dark one."""

    hex: str
    dark: str


def shade(status: Status) -> Shade | None:
    """Return the colour by which the page marks a status; None for the usual one, which needs no mark."""
    match status:
        case Status.OCCURRED:
            return None
        case Status.PLANNED:
            return Shade("#1f5fa8", "#8dbef5")
        case Status.NEGATED:
            return Shade("#b3372f", "#f0938b")
        case Status.HYPOTHETICAL:
            return Shade("#7a5a00", "#e0bd62")
        case _:
            assert_never(status)


def radius(contacts: int) -> float:
    """Return a node's radius in layout units for the number of its contacts; the area grows with it, to a limit."""
    return round(min(7.0 + 3.0 * math.sqrt(max(contacts, 0)), 34.0), 2)
