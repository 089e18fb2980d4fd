"""How far to trust contacts: learn it from labelled passages and from contacts that were read, and measure it on others.

    python tests/trust.py found SHARED FOUND.jsonl           extract the contacts of the passages and judge them by the labels
    python tests/trust.py measure FOUND.jsonl [READ.jsonl]   how well it holds for documents that it was not learned from
    python tests/trust.py learn FOUND.jsonl [READ.jsonl]     write extract/trust/table.yaml

FOUND and READ hold a contact a line, as extracted, with ``right``: true or false; FOUND those of passages that somebody worked on, READ
those of whole documents that nobody did; a file of decisions does as well. Needs scikit-learn.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from learning import common, learned, matrix, write
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from diplograph.extract.evaluate.gold import Passage, read_gold
from diplograph.extract.evaluate.scores import Pair, judge_passage
from diplograph.extract.model import Contact
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_documents
from diplograph.extract.trust.features import features

TABLE = Path(__file__).parents[1] / "extract" / "trust" / "table.yaml"
_FEWEST = 5  # contacts with a feature, for it to count
_STRENGTH = 0.03  # of the evidence against weights of 0
_FOLDS = 10
_BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9)
_BINS = 10
_READ_WEIGHT = 0.9  # of a contact that was read in a whole document, against one of a passage


@dataclass(frozen=True, slots=True)
class Judged:
    """A contact that was judged."""

    document: str
    features: tuple[str, ...]
    right: bool
    read: bool


def main(arguments: list[str]) -> int:
    """Do what is asked; return the exit code."""
    match arguments:
        case ["found", shared, target]:
            return _found(Path(shared), Path(target))
        case ["measure", *files] if files:
            return _measure(_judged(files))
        case ["learn", *files] if files:
            return _learn(_judged(files))
    print(__doc__, file=sys.stderr)
    return 2


def _found(shared: Path, target: Path) -> int:
    with target.open("w", encoding="utf-8") as handle:
        for path in sorted((shared / "gold").glob("*_dev.jsonl")):
            passages = {p.id: p for p in read_gold(path) if not p.partial}
            contacts = list(_contacts(path, passages))
            for contact, right in _by_labels(passages.values(), contacts):
                handle.write(json.dumps(contact.to_dict() | {"right": right, "set": path.stem}) + "\n")
    return 0


def _contacts(path: Path, passages: dict[str, Passage]) -> Iterator[Contact]:
    documents = (d for d in read_documents([path]) if d.source.id in passages)
    return extract_contacts(passages[d.source.id].in_context(d) for d in documents)


def _by_labels(passages: Iterable[Passage], contacts: list[Contact]) -> Iterator[tuple[Contact, bool]]:
    """Yield the contacts that the labels say are right or wrong; those that count neither way are left out."""
    for passage in passages:
        own = [c for c in contacts if c.document.id == passage.id]
        pairs = [Pair(a, b, c) for c in own for a, b in c.pairs()]
        tally, mistakes = judge_passage(passage, pairs)
        wrong = {m.pair.contact.id for m in mistakes if m.pair is not None}
        counted = tally.predicted
        for contact in own:
            alone = judge_passage(passage, [p for p in pairs if p.contact is contact])[0].predicted
            if counted and alone:
                yield contact, contact.id not in wrong


def _judged(files: Iterable[str]) -> list[Judged]:
    found = []
    for number, name in enumerate(files):
        for line in Path(name).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            right = _decided(record) if "decision" in record else bool(record["right"])
            if right is not None:
                contact = Contact.from_dict(record.get("contact", record))
                found.append(Judged(contact.document.id, features(contact), right, number > 0))
    return found


def _decided(record: dict[str, Any]) -> bool | None:
    """Tell whether a contact was right as it stood, by what somebody decided on it."""
    return {"right": True, "wrong": False, "change": False}.get(record["decision"])


class _Model:
    """A logistic regression over features, and what share was right of those that it gives a value."""

    def __init__(self, judged: list[Judged]) -> None:
        self.names = common((one.features for one in judged), _FEWEST)
        weights = np.array([_READ_WEIGHT if one.read else 1.0 for one in judged])
        right = np.array([one.right for one in judged])
        self._regression = LogisticRegression(C=_STRENGTH, max_iter=1000)
        self._regression.fit(self._matrix(judged), right, sample_weight=weights)
        self._steps = IsotonicRegression(out_of_bounds="clip", y_min=0.02, y_max=0.96)
        self._right, self._values = right, self._of_others(judged, weights)
        self._steps.fit(self._values, right, sample_weight=weights)

    def _matrix(self, judged: list[Judged]) -> Any:
        return matrix(self.names, [one.features for one in judged])

    def _of_others(self, judged: list[Judged], weights: Any) -> Any:
        """Return the values of each contact by a regression that has not seen its document."""
        rows, right = self._matrix(judged), np.array([one.right for one in judged])
        values = np.zeros(len(judged))
        for seen, unseen in _folds(judged):
            regression = LogisticRegression(C=_STRENGTH, max_iter=1000)
            regression.fit(rows[seen], right[seen], sample_weight=weights[seen])
            values[unseen] = regression.decision_function(rows[unseen])
        return values

    def trust(self, judged: list[Judged]) -> Any:
        """Return how likely each is right."""
        return self._steps.predict(self._regression.decision_function(self._matrix(judged)))

    def table(self) -> dict[str, Any]:
        """Return what the product needs: the weights, and the steps."""
        steps = zip(self._steps.X_thresholds_, self._steps.y_thresholds_, strict=True)
        bands = [[low, *_interval(own)] for low, own in self._bands()]
        return learned(self.names, self._regression) | {
            "steps": [[round(float(x), 3), round(float(y), 3)] for x, y in steps],
            "bands": bands,
        }

    def _bands(self) -> Iterator[tuple[float, Any]]:
        """Yield the lower end of each range of trust with what was right of those in it, each judged by weights that its document had no part in."""
        trust = self._steps.predict(self._values)
        for low, high in pairwise([*_BANDS, 1.01]):
            inside = (trust >= low) & (trust < high)
            if inside.any():
                yield low, self._right[inside]


def _interval(right: Any) -> list[float]:
    """Return in which range the share that is right lies, 19 times in 20 (E. B. Wilson 1927)."""
    count, share, z = len(right), right.mean(), 1.96
    middle = (share + z**2 / (2 * count)) / (1 + z**2 / count)
    half = z * np.sqrt(share * (1 - share) / count + z**2 / (4 * count**2)) / (1 + z**2 / count)
    return [round(float(middle - half), 2), round(float(middle + half), 2)]


def _folds(judged: list[Judged]) -> Iterator[tuple[Any, Any]]:
    groups = [one.document for one in judged]
    return iter(GroupKFold(min(_FOLDS, len(set(groups)))).split(groups, groups=groups))


def _measure(judged: list[Judged]) -> int:
    trust = np.zeros(len(judged))
    for seen, unseen in _folds(judged):
        model = _Model([judged[i] for i in seen])
        trust[unseen] = model.trust([judged[i] for i in unseen])
    right = np.array([one.right for one in judged])
    for name, chosen in {"passages": [not j.read for j in judged], "read": [j.read for j in judged]}.items():
        rows = np.array(chosen)
        if rows.any():
            _show(name, trust[rows], right[rows])
    return 0


def _show(name: str, trust: Any, right: Any) -> None:
    from sklearn.metrics import roc_auc_score

    print(
        f"{name}: {len(right)} contacts, {right.mean():.3f} right, expected calibration error {error(trust, right):.3f}, "
        f"AUC {roc_auc_score(right, trust):.3f}"
    )
    for low in np.arange(0, 1, 0.1):
        inside = (trust >= low) & (trust < low + 0.1 + (low > 0.85))
        if inside.any():
            print(
                f"  {low:.1f} to {low + 0.1:.1f}: {inside.sum():4} contacts, trust {trust[inside].mean():.2f}, right {right[inside].mean():.2f}"
            )


def error(trust: Any, right: Any, bins: int = _BINS) -> float:
    """Return the expected calibration error: the mean gap between trust and share right, over bins of equal width."""
    places = np.minimum((trust * bins).astype(int), bins - 1)
    gaps = [abs(trust[places == b].mean() - right[places == b].mean()) * (places == b).sum() for b in set(places)]
    return float(sum(gaps) / len(right))


def _learn(judged: list[Judged]) -> int:
    table = _Model(judged).table()
    head = "How likely a contact is right, by what it is: weights of features, and the share right by their sum."
    write(TABLE, f"# {head}\n# Made by tests/trust.py.\n", table)
    print(f"{len(judged)} contacts, {len(table['weights'])} weights, {len(table['steps'])} steps")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
