"""Docs built by hand, so that grammar can be tested without a model."""

from spacy.lang.en import English
from spacy.tokens import Doc

_POS = {"N": "NOUN", "V": "VERB", "I": "ADP", "J": "ADJ", "R": "ADV", "M": "AUX", "D": "DET", "P": "PRON", "T": "PART"}


def parsed(text: str) -> Doc:
    """Return a Doc from rows of ``word/TAG/dep/head``, the head as a 1-based position and 0 for the root.

    A lemma differing from the lower-cased word follows after another slash.
    """
    rows = [row.split("/") for row in text.split()]
    words = [r[0] for r in rows]
    heads = [i if r[3] == "0" else int(r[3]) - 1 for i, r in enumerate(rows)]
    return Doc(
        English().vocab,
        words=words,
        tags=[r[1] for r in rows],
        pos=[_coarse(r[1], r[2]) for r in rows],
        deps=[r[2] for r in rows],
        heads=heads,
        lemmas=[r[4] if len(r) > 4 else r[0].lower() for r in rows],
        sent_starts=[i == 0 for i in range(len(rows))],
    )


def _coarse(tag: str, dep: str) -> str:
    if tag.startswith("NNP"):
        return "PROPN"
    if dep in ("aux", "auxpass"):
        return "AUX"
    return "ADP" if tag == "IN" else _POS.get(tag[0], "X")
