"""Stale files of earlier runs in the folder of results: half-written ones, and shards that are cut otherwise now."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from diplograph.extract.read.seen import Seen
from diplograph.graph.formats.atomic import sweep
from diplograph.shards.plan import Shard
from diplograph.shards.work import CONTACTS, NOTE, read_note


class StaleShards:
    """Follows a plan, and finds afterwards the shards in the folder that are not part of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names, self._files = Seen(), Seen()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._names.close()
        self._files.close()

    def watch(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        """Yield the shards, and remember them."""
        for shard in shards:
            self._names.add(shard.name)
            for path, shown in shard.files:
                self._files.add(_key(path, shown))
            yield shard

    def tidy(self) -> list[str]:
        """Remove half-written files, and shards whose files have all gone into those that were watched, or are no more.

        Call it when a run is over and nothing is missing.

        Returns:
            The names of other shards that are not of this plan.
        """
        sweep(self.folder)
        return sorted(name for name in self._others() if not self._removed(name))

    def _others(self) -> Iterator[str]:
        for place in self.folder.glob(f"*{CONTACTS}"):
            name = place.name.removesuffix(CONTACTS)
            if self._names.add(name):
                yield name

    def _removed(self, name: str) -> bool:
        note = self.folder / (name + NOTE)
        files = _files_of(read_note(note))
        planned = [not self._files.add(_key(path, shown)) for shown, path in files]
        gone = (not Path(path).exists() for _, path in files)
        if not any(planned) or not all(there or lost for there, lost in zip(planned, gone, strict=True)):
            return False
        note.unlink(missing_ok=True)
        (self.folder / (name + CONTACTS)).unlink(missing_ok=True)
        return True


def _key(path: str, shown: str) -> str:
    return f"{shown}\0{path}"


def _files_of(note: dict[str, Any]) -> list[tuple[str, str]]:
    files = note.get("files")
    return [(str(shown), str(path)) for shown, path in files] if isinstance(files, list) else []
