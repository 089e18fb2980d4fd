"""The contacts of a corpus, in order; of a damaged one, all whose records are whole, and word of the others."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from diplograph.errors import CorpusError, OnError
from diplograph.extract.corpus.salvage import Keys, is_damage, keys, rows
from diplograph.extract.model import Contact

Row = tuple[int, int, bytes, bytes]
"""Key, number, record, and id of the document."""

_ORDERED = """
    SELECT c.key, c.number, CAST(record AS BLOB), CAST(d.id AS BLOB)
    FROM documents d JOIN contacts c ON c.document = d.key {} ORDER BY d.id, c.number
"""
_MEND = "`diplograph corpus repair {}` mends what can be"
_MATCHING = "WHERE c.key IN (SELECT rowid FROM sentences WHERE sentences MATCH ?)"


@dataclass(slots=True)
class ContactReader:
    """Reads the contacts of a corpus.

    Attributes:
        on_error: Called with an error for each record that is damaged, and for a damaged file; None raises it.
    """

    db: sqlite3.Connection
    path: Path
    on_error: OnError | None
    _met: Keys = field(default_factory=Keys)

    def matching(self, words: str) -> Iterator[Contact]:
        """Yield the contacts whose sentences match a query of the index."""
        yield from self._parsed(self.db.execute(_ORDERED.format(_MATCHING), (words,)))

    def every(self) -> Iterator[Contact]:
        """Yield all contacts; where the way by the indexes is broken, the rest by the table alone."""
        try:
            (upto,) = self.db.execute("SELECT coalesce(max(key), 0) FROM contacts NOT INDEXED").fetchone()
            yield from self._parsed(self.db.execute(_ORDERED.format("")))
            damage = self._left_out(upto)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            damage = str(error)
        if damage is not None:
            self._tell(f"{self.path} is damaged ({damage}): what can be read of it is read; {_MEND.format(self.path)}.")
            known = keys(self.db, "SELECT key FROM contacts ORDER BY document {0}, number {0}")
            table = rows(self.db, "contacts", "key, number, CAST(record AS BLOB), CAST(document AS BLOB)", known)
            yield from self._parsed(table)

    def _left_out(self, upto: int) -> str | None:
        """Tell whether contacts were missed that were there before; what others write meanwhile has higher keys."""
        (held,) = self.db.execute("SELECT count(*) FROM contacts NOT INDEXED WHERE key <= ?", (upto,)).fetchone()
        return "an index leaves contacts out" if held > self._met.count(upto) else None

    def _parsed(self, found: Iterable[Row]) -> Iterator[Contact]:
        for key, number, record, id in found:
            if self._met.add(key):
                try:
                    yield Contact.from_dict(json.loads(record))
                except (ValueError, RecursionError, TypeError) as error:
                    of = id.decode("utf-8", "replace") if isinstance(id, bytes) else id
                    self._tell(
                        f"{self.path}: contact {number} of {of} is damaged and was left out ({error}); {_MEND.format(self.path)}."
                    )

    def _tell(self, problem: str) -> None:
        if self.on_error is None:
            raise CorpusError(problem)
        self.on_error(CorpusError(problem))
