"""What is passed over in a folder or archive, since its kind is not read: counted, and named by its ending."""

import os
from collections import Counter

from diplograph.errors import OnError
from diplograph.extract.read.formats import ending
from diplograph.extract.read.text import KindsNotRead

_MOST_KINDS = 1_000  # that are told apart
_NAMED = 8
_LONGEST = 12  # characters of an ending
_NONE, _OTHER = "without an ending", "of others"


class Passed:
    """Counts files whose kinds are not read."""

    def __init__(self) -> None:
        self._kinds = Counter[str]()

    def add(self, name: str) -> None:
        """Count a file."""
        kind = _kind(name)
        self._kinds[kind if kind in self._kinds or len(self._kinds) < _MOST_KINDS else _OTHER] += 1

    def tell(self, where: str, report: OnError) -> None:
        """Report what was counted, if anything was."""
        count = self._kinds.total()
        if not count:
            return
        ranked = sorted(self._kinds.items(), key=lambda item: (item[0] == _OTHER, -item[1], item[0]))
        named = [f"{number:,} {kind}" for kind, number in ranked[:_NAMED]]
        rest = sum(number for _, number in ranked[_NAMED:])
        listed = ", ".join([*named, f"{rest:,} {_OTHER}"] if rest else named)
        if count == 1:
            listed, head = ranked[0][0], "1 file is of a kind that is not read"
        else:
            head = f"{count:,} files are of kinds that are not read"
        report(KindsNotRead(f"In {where}, {head}: {listed}."))


def is_old_word(name: str, first: bytes) -> bool:
    """Tell whether a .doc file is one of Word's old format; databases and others call RTF and DOCX so as well."""
    return ending(name)[0] == ".doc" and first.startswith(b"\xd0\xcf\x11\xe0")


def _kind(name: str) -> str:
    suffix = os.path.splitext(name.lower())[1]  # noqa: PTH122 - of an archive's member too
    return _NONE if len(suffix) < 2 else suffix if len(suffix) <= _LONGEST else f"{suffix[:_LONGEST]}…"
