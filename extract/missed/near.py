"""Near misses: what the trace of a reading says of sentences whose words of contact made none."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

import yaml

from diplograph.extract.contacts.candidate import Reason
from diplograph.extract.explain.reasons import detail
from diplograph.extract.missed.features import Sentence
from diplograph.extract.model import Contact, Evidence, Source
from diplograph.extract.records import evidence_of
from diplograph.extract.text.origin import Origin
from diplograph.extract.trace import Reading, Trace


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A sentence that may tell a contact which was not found.

    Attributes:
        evidence: The sentence, and the word of contact by which it most likely tells one; no rule.
        reason: Why that word made none.
        detail: The same in words.
        parties: Who is named in the sentence or pointed at, in the order of the text.
        found: The contacts that were found in the sentence all the same.
        likelihood: How likely it tells one that was missed, from 0 to 1, by how often sentences of its sort did.
    """

    document: Source
    evidence: Evidence
    reason: Reason
    detail: str
    parties: tuple[str, ...]
    found: tuple[Contact, ...]
    likelihood: float


class _Table(NamedTuple):
    intercept: float
    weights: dict[str, float]


def near_misses_in(origin: Origin, trace: Trace) -> Iterator[NearMiss]:
    """Yield the near misses of a document, in text order, by the notes that were taken while it was read."""
    if trace.parties is None:
        return
    for sentence in silent(trace):
        likelihoods = [_likelihood(sentence.features(word, why)) for word, why in sentence.words]
        likelihood = max(likelihoods)
        word, why = sentence.words[likelihoods.index(likelihood)]
        told = evidence_of(word, "", origin)
        found = tuple(c for c in trace.contacts if any(told.start <= e.start < told.end for e in (c.evidence, *c.also)))
        names = tuple(ref.referent.name for ref in sentence.refs)
        said = detail(why, word, trace.parties)
        yield NearMiss(origin.source, told, why.reason, said, names, found, likelihood)


def silent(trace: Trace) -> Iterator[Sentence]:
    """Yield the sentences of the prose that point at a party and have words of contact which made none, in text order."""
    told = {made.found.trigger.sent.start for made in trace.made}
    for start, readings in groupby(trace.readings, key=lambda reading: reading.word.sent.start):
        words = [(r.word, trace.why_not(r)) for r in readings if _made_none(r, trace)]
        if words and trace.parties is not None:
            sentence = Sentence(words, trace.parties, told=start in told, contacts=len(trace.contacts))
            if sentence.refs:
                yield sentence


def _made_none(reading: Reading, trace: Trace) -> bool:
    """Whether a word made no contact, and it is known why."""
    made = any(made.found is one for made in trace.made for one in reading.found)
    lost = any(found is one for found, _ in trace.rejected for one in reading.found)
    return not made and bool(lost or reading.rejected)


def _likelihood(features: tuple[str, ...]) -> float:
    table = _table()
    value = table.intercept + sum(table.weights.get(feature, 0.0) for feature in features)
    return round(1 / (1 + math.exp(-value)), 3)


@cache
def _table() -> _Table:
    found = yaml.safe_load((files("diplograph.extract.missed") / "table.yaml").read_text(encoding="utf-8"))
    return _Table(found["intercept"], found["weights"])
