"""Where a text that is parsed came from, and how its offsets map back."""

from bisect import bisect_right
from dataclasses import dataclass, field

from diplograph.extract.model import Source
from diplograph.extract.named import NamedPerson
from diplograph.extract.text.cleaned import Cleaned
from diplograph.extract.text.turns import Turn


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a parsed text came from: its source, its text as given, and how its offsets map back.

    Attributes:
        sport_words: How many different words of sport it holds, where parts of it are not parsed.
        persons: Whom names in the text as given mean, where an edition tells.
        turns: Where in the text as given its speakers' turns begin, also of parts that are not parsed.
        pages: Where in the text as given each page begins, and its number.
    """

    source: Source = field(default_factory=lambda: Source("doc"))
    text: str | None = None
    cleaned: Cleaned | None = None
    shift: int = 0
    sport_words: int = 0
    turns: tuple[Turn, ...] = ()
    persons: tuple[NamedPerson, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()

    @property
    def lead(self) -> int:
        """How many characters of the parsed text are its title, put before it."""
        return self.cleaned.lead if self.cleaned is not None else 0

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the text as given of a span of the parsed text."""
        if self.cleaned is not None:
            start, end = self.cleaned.original(start, end)
        return start + self.shift, end + self.shift

    def page(self, place: int) -> int | None:
        """Return the page on which a place in the text as given lies; None if the document has none."""
        at = bisect_right(self.pages, place, key=lambda page: page[0])
        return self.pages[max(at - 1, 0)][1] if self.pages else None
