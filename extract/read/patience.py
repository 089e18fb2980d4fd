"""When to stop reading a table that hardly is one: millions of broken rows are one problem, not millions."""

from diplograph.errors import InputError
from diplograph.extract.read.text import InputName

_ENOUGH = 1_000  # rows without a text
_SHARE = 99  # of them to each that has one


class Patience:
    """Counts the rows that hold a text and those that don't."""

    def __init__(self, name: InputName) -> None:
        self._shown = name.shown
        self._good = self._bad = 0

    def met(self, text: object) -> None:
        """Count a row in; None is the text of a row that can't be read.

        Raises:
            InputError: Over a thousand hold none, and ninety-nine to each that does.
        """
        if isinstance(text, str) and text.strip():
            self._good += 1
            return
        self._bad += 1
        if self._bad > _ENOUGH and self._bad > _SHARE * self._good:
            count = self._bad + self._good
            raise InputError(
                f"Of the first {count:,} rows of {self._shown} hardly any holds a text: the rest was not read; "
                "give a table of documents."
            )
