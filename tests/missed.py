"""Sentences that may tell a contact which was not found: learn how likely each does, and measure it on others.

    python tests/missed.py measure SHARED    how much of what was missed stands first in the queue, for texts not learned from
    python tests/missed.py learn SHARED      write extract/missed/table.yaml

SHARED has the development sets, ``gold/*_dev.jsonl``, of which those that are labelled whole are taken. Needs scikit-learn.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from learning import common, learned, matrix, write
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from diplograph.extract.evaluate.gold import Label, Names, Passage, read_gold
from diplograph.extract.evaluate.scores import Pair, bare, match, same_party
from diplograph.extract.missed.features import Sentence
from diplograph.extract.missed.near import silent
from diplograph.extract.model import Document
from diplograph.extract.pipeline import parse
from diplograph.extract.read import read_documents
from diplograph.extract.trace import Trace

TABLE = Path(__file__).parents[1] / "extract" / "missed" / "table.yaml"
_FEWEST = 10  # words with a feature, for it to count
_STRENGTH = 0.03  # of the evidence against weights of 0
_FOLDS = 10
_SHARES = (0.05, 0.1, 0.15, 0.25, 0.5)  # of the queue

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of the queue.

    Attributes:
        group: The document that it comes from.
        words: The features of each of its words.
        missed: Which labelled contacts it may tell that were not found.
        optional: Whether it may tell one that counts neither way, so that nothing is learned of it.
    """

    group: str
    words: tuple[tuple[str, ...], ...]
    missed: frozenset[Key]
    optional: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """All sentences of the queue, and how many labelled contacts were missed, be they in it or not."""

    candidates: list[Candidate]
    labels: int
    missed: int


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit code."""
    match arguments:
        case ["measure", shared]:
            return _measure(_queue(Path(shared)))
        case ["learn", shared]:
            return _learn(_queue(Path(shared)))
    print(__doc__, file=sys.stderr)
    return 2


def _queue(shared: Path) -> Queue:
    candidates, labels, missed = list[Candidate](), 0, 0
    for path in sorted((shared / "gold").glob("*_dev.jsonl")):
        passages = {p.id: p for p in read_gold(path) if not p.partial}
        for doc in parse(_documents(path, passages), whole=False, trace=Trace):
            passage, trace = passages[doc._.diplograph_origin.source.id], doc._.diplograph_trace
            lost = dict(_missed(passage, [Pair(a, b, c) for c in trace.contacts for a, b in c.pairs()]))
            candidates += [_candidate(sentence, passage, lost, path.stem) for sentence in silent(trace)]
            labels += len(passage.labels)
            missed += len(lost)
    return Queue(candidates, labels, missed)


def _documents(path: Path, passages: Mapping[str, Passage]) -> Iterator[Document]:
    for document in read_documents([path]):
        if document.source.id in passages:
            yield passages[document.source.id].in_context(document)


def _missed(passage: Passage, pairs: Sequence[Pair]) -> Iterator[tuple[Key, Label]]:
    found = {id(m.label) for m in match(passage.labels, pairs)}
    yield from (((passage.id, n), label) for n, label in enumerate(passage.labels) if id(label) not in found)


def _candidate(sentence: Sentence, passage: Passage, missed: Mapping[Key, Label], name: str) -> Candidate:
    told = frozenset(key for key, label in missed.items() if _names(sentence, (label.a, label.b)))
    optional = not told and any(_names(sentence, pair) for pair in passage.optional)
    words = tuple(sentence.features(word, why) for word, why in sentence.words)
    return Candidate(f"{name} {passage.fields.get('group', passage.id)}", words, told, optional)


def _names(sentence: Sentence, names: Names) -> bool:
    """Whether a sentence has both names, or points at their bearers."""
    said = set(bare(sentence.text))
    referents = [ref.referent.name for ref in sentence.refs]
    return all(any(same_party(name, other) for other in referents) or {*bare(name)} <= said for name in names)


class _Model:
    """A logistic regression over features of words, in which all words of a sentence together count as one."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        seen = [(words, one) for one in candidates if not one.optional for words in one.words]
        self.names = common((words for words, _ in seen), _FEWEST)
        self.regression = LogisticRegression(C=_STRENGTH, max_iter=3000)
        told, weights = [bool(one.missed) for _, one in seen], [1 / len(one.words) for _, one in seen]
        self.regression.fit(matrix(self.names, [words for words, _ in seen]), told, sample_weight=weights)

    def likelihood(self, candidate: Candidate) -> float:
        """Return how likely a sentence tells a contact that was missed: as its likeliest word."""
        return float(self.regression.predict_proba(matrix(self.names, candidate.words))[:, 1].max())


def _measure(queue: Queue) -> int:
    candidates = queue.candidates
    likelihoods = np.zeros(len(candidates))
    groups = [one.group for one in candidates]
    for seen, unseen in GroupKFold(_FOLDS).split(candidates, groups=groups):
        model = _Model(candidates[i] for i in seen)
        likelihoods[unseen] = [model.likelihood(candidates[i]) for i in unseen]
    right = np.array([bool(one.missed) for one in candidates])
    there = {key for one in candidates for key in one.missed}
    print(
        f"{queue.missed} of {queue.labels} labelled contacts were missed; {len(there)} of them are in the queue of {len(candidates)} "
        f"sentences, {right.sum()} of which may tell one; AUC {roc_auc_score(right, likelihoods):.3f}"
    )
    order = np.argsort(-likelihoods, kind="stable")
    for share in _SHARES:
        first = order[: int(share * len(order))]
        got = len({key for i in first for key in candidates[i].missed})
        print(
            f"  first {share:4.0%}: {len(first):4} sentences, from {likelihoods[first[-1]]:.2f}, {right[first].mean():.2f} of which may tell one; "
            f"{got} contacts, {got / len(there):.2f} of those in the queue, {got / queue.missed:.2f} of all that were missed"
        )
    return 0


def _learn(queue: Queue) -> int:
    model = _Model(queue.candidates)
    table = learned(model.names, model.regression)
    head = "How likely a sentence tells a contact that was not found: weights of features of its words of contact."
    write(TABLE, f"# {head}\n# Made by tests/missed.py.\n", table)
    print(f"{len(queue.candidates)} sentences, {len(table['weights'])} weights")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
