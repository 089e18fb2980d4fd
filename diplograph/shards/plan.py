"""Which files make a shard, and what it is called: the same, run after run, on any machine.

A file of many documents (a table, JSON Lines, a feed, an archive) is a shard of its own. Files of one document are
gathered as they come, to some hundred of them. Where such a group ends, the name of its last file decides, so that a
file more or less changes one group and not all that follow. The shards one after the other hold what
``diplograph extract`` reads, in its order.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from diplograph.errors import OnError
from diplograph.extract.read.formats import BY_SUFFIX, TEXT, ending
from diplograph.extract.read.seen import Seen
from diplograph.extract.read.walk import files

_USUAL, _MOST = 128, 512  # files in a group
_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")  # one case: some systems don't tell them apart
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are read together. It can be sent to another machine that has the same files.

    Attributes:
        name: What its own files are called, without their endings; no other shard of a plan has it.
        files: The absolute path of each file, and its name as given, which documents are called by.
    """

    name: str
    files: tuple[tuple[str, str], ...]


def shards(inputs: Iterable[str | Path], report: OnError, *, without: str | Path | None = None) -> Iterator[Shard]:
    """Yield the shards of the inputs; no file comes twice.

    Args:
        inputs: Files, folders and patterns.
        report: Called with each input that names nothing to read.
        without: A folder whose files are left out: that of the results.
    """
    group: list[tuple[str, str]] = []
    for path, shown in _files(inputs, report, without):
        many = BY_SUFFIX.get(ending(path)[0], TEXT).one is None
        if group and (many or len(group) == _MOST):
            yield _group(group)
            group = []
        if many:
            yield Shard(shown if _PLAIN.fullmatch(shown) else _safe(shown, [shown]), ((path, shown),))
            continue
        group.append((path, shown))
        if _ends_a_group(shown):
            yield _group(group)
            group = []
    if group:
        yield _group(group)


def _files(inputs: Iterable[str | Path], report: OnError, without: str | Path | None) -> Iterator[tuple[str, str]]:
    """Yield each file once, under a name that no other has."""
    results = Path(os.path.realpath(without)) if without else None
    with closing(Seen()) as places, closing(Seen()) as names:
        for given in inputs:
            for path, shown in files(given, report):
                real = os.path.realpath(path)
                if (results is None or results not in Path(real).parents) and places.add(real):
                    whole = os.path.abspath(path)  # noqa: PTH100 - a link keeps its own ending
                    if not names.add(shown):
                        shown = Path(whole).as_posix().lstrip("/")
                        names.add(shown)
                    yield whole, shown


def _group(files: list[tuple[str, str]]) -> Shard:
    names = [shown for _, shown in files]
    return Shard(_safe(names[0], names), tuple(files))


def _ends_a_group(shown: str) -> bool:
    return int(_digest([shown]), 16) % _USUAL == 0


def _safe(shown: str, names: list[str]) -> str:
    """Return a file name of plain characters that stands for these names and no others."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", shown)[-_LONGEST:].strip("._-")
    return f"{plain or 'shard'}-{_digest(names)}"


def _digest(names: list[str]) -> str:
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:16]
