"""In which order sentences are looked at: the likeliest first, without all documents being read before the first."""

from collections.abc import Iterable, Iterator

from diplograph.extract.missed.near import NearMiss

LIKELY = 0.4
"""From here on a sentence is worth looking at before more is read: so likely is the first quarter (docs/accuracy.md)."""
AHEAD = 3
"""Batches that are read at most before something is given that is not likely."""


def likeliest_first(
    batches: Iterable[Iterable[NearMiss]], *, likely: float = LIKELY, ahead: int = AHEAD
) -> Iterator[NearMiss]:
    """Yield the likeliest sentence of those known, again and again.

    While none of them is likely, more is read before one is given, up to ``ahead`` batches at a time.

    Args:
        batches: What is in some documents each; read as it is needed.
    """
    rest = iter(batches)
    waiting, more = list[NearMiss](), True
    while more or waiting:
        for _ in range(ahead):
            if not more or (waiting and waiting[0].likelihood >= likely):
                break
            batch = next(rest, None)
            more = batch is not None
            waiting = sorted([*waiting, *(batch or ())], key=_place)
        if waiting:
            yield waiting.pop(0)


def _place(near: NearMiss) -> tuple[float, str, int]:
    return -near.likelihood, near.document.id, near.evidence.start
