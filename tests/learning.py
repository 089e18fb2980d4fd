"""What the scripts share that learn tables of weights from labels."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

_LEAST = 0.005  # of a weight that is written


def common(rows: Iterable[Iterable[str]], fewest: int) -> list[str]:
    """Return the features that so many rows have at least, sorted."""
    counts = Counter(feature for features in rows for feature in features)
    return sorted(feature for feature, count in counts.items() if count >= fewest)


def matrix(names: Sequence[str], rows: Sequence[Iterable[str]]) -> Any:
    """Return a row for each, with 1 in the column of each feature that it has."""
    places = {name: place for place, name in enumerate(names)}
    found = np.zeros((len(rows), len(names)))
    for row, features in enumerate(rows):
        found[row, [places[feature] for feature in features if feature in places]] = 1
    return found


def learned(names: Sequence[str], regression: Any) -> dict[str, Any]:
    """Return what a logistic regression has learned: its intercept, and the weights that matter."""
    weights = dict(zip(names, regression.coef_[0], strict=True))
    kept = {name: round(float(weight), 3) for name, weight in weights.items() if abs(weight) >= _LEAST}
    return {"intercept": round(float(regression.intercept_[0]), 3), "weights": kept}


def write(path: Path, head: str, table: Mapping[str, Any]) -> None:
    """Write a table below the lines that say what it is."""
    dumped = yaml.safe_dump(dict(table), sort_keys=False, width=120, default_flow_style=None)
    path.write_text(head + dumped, encoding="utf-8")
