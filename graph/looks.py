"""How a party looks, the same in every file: colour and shape by type, size by contacts."""

import math
from dataclasses import dataclass

from diplograph.extract.model import PartyType


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


def radius(contacts: int) -> float:
    """Return a node's radius in layout units for the number of its contacts; the area grows with it, to a limit."""
    return round(min(7.0 + 3.0 * math.sqrt(max(contacts, 0)), 34.0), 2)
