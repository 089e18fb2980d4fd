"""The page within a notebook: in a frame of its own that may run its scripts and nothing of the notebook's."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diplograph.errors import OutputError
from diplograph.extract.model import Contact
from diplograph.extract.shown import told as told_of
from diplograph.graph.assemble import in_order
from diplograph.graph.formats.atomic import atomic_write
from diplograph.graph.given import contacts_of

__all__ = ["Page", "show"]

LIMIT = 10_000_000
"""Bytes of a page that a notebook carries well."""

# what the page does: it runs its scripts, saves pictures and tables, opens the documents that it cites
_ALLOWED = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
_SMALLEST, _LARGEST = 200, 4_000  # pixels


@dataclass(frozen=True, slots=True)
class Page:
    """A page that shows itself in a notebook, and can be saved.

    Attributes:
        html: The page, as ``diplograph.write`` would write it.
        told: How many contacts it shows, of how many documents.
        height: Of its frame, in pixels.
    """

    html: str
    told: str
    height: int

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.html.encode())

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, whole or not at all, and return its path.

        Raises:
            OutputError: The place can't be written to.
        """
        target = Path(path)
        with atomic_write(target) as handle:
            handle.write(self.html)
        return target

    def __repr__(self) -> str:
        return f"<a page of {self.told}, {_megabytes(self.size)}: a notebook shows it, .save('graph.html') writes it>"

    def _repr_html_(self) -> str:
        if self.size > LIMIT:
            return f"<p>{_too_large(self.told, self.size)}</p>"
        return f"{_frame(self.html, self.height)}\n<p>{self.told}; this output has {_megabytes(self.size)}.</p>"


def show(contacts: Iterable[Contact], *, title: str | None = None, height: int = 640) -> Page:
    """Return the page of contacts, which shows itself in Jupyter, VS Code and Colab, without a network.

    It stands in a frame that is kept apart from the notebook; the notebook stores it with its outputs. Elsewhere it tells how large
    it is, and its ``save`` writes it.

    Args:
        contacts: As extracted or folded; fold first, if each encounter should stand once.
        title: The heading; None gives "Diplomatic contacts".
        height: Of the frame, in pixels, from 200 to 4,000.

    Raises:
        TypeError: What is given is not contacts; a graph of networkx does not hold them.
        OutputError: There is no such height.
    """
    from diplograph.graph.page import render

    if not isinstance(height, int) or not _SMALLEST <= height <= _LARGEST:
        raise OutputError(f"Can't show a page {height!r} high: choose from {_SMALLEST} to {_LARGEST:,} pixels.")
    kept = in_order(contacts_of(contacts))
    return Page(render(kept, title=title), told_of(kept), height)


def _frame(page: str, height: int) -> str:
    """Return a frame with the page in it; in an attribute only these two characters mean something."""
    quoted = page.replace("&", "&amp;").replace("'", "&#39;")
    style = f"width:100%;height:{height}px;border:1px solid #8884;border-radius:4px"
    return (
        f"<iframe title='The graph and its contacts' sandbox='{_ALLOWED}' style='{style}' srcdoc='{quoted}'></iframe>"
    )


def _too_large(told: str, size: int) -> str:
    most = f"more than the {_megabytes(LIMIT)} that a notebook carries well"
    return (
        f"The page of {told} has {_megabytes(size)}, {most}: show fewer contacts, as diplograph.graph.select.select chooses"
        " them, or write the page with .save('graph.html') and open it in a browser."
    )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
