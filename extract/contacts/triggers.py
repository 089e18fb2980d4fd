"""Which words of a text could make a contact, told from arrays before anything else is looked at."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt
from spacy.attrs import LEMMA, LOWER
from spacy.strings import StringStore
from spacy.tokens import Doc, Token

from diplograph.extract.lexicon.forms import noun_forms, verb_forms
from diplograph.extract.lexicon.frames import nouns, patterned, verbs
from diplograph.extract.lexicon.words import words

LONGEST_SENTENCE = 1000
"""Words; what goes on for longer without an end is no sentence, and is not read as one."""

_Hashes = npt.NDArray[np.uint64]


@cache
def _hashes() -> tuple[_Hashes, _Hashes, _Hashes]:
    """Return the hashes of lemmas, of inflected forms, and of words of sport."""
    lemmas, forms = {*verbs(), *patterned(), *nouns()}, {*verb_forms(), *noun_forms()}
    return _hashed(lemmas), _hashed(forms), _hashed(words("sport"))


def _hashed(strings: Iterable[str]) -> _Hashes:
    store = StringStore()
    return np.array([store.add(s) for s in sorted(strings)], dtype=np.uint64)


def contact_words(doc: Doc) -> list[Token]:
    """Return the words that could make a contact, in text order; a document without any need not be read further."""
    lemmas, forms, _ = _hashes()
    table = doc.to_array([LEMMA, LOWER])
    hits = np.isin(table[:, 0], lemmas) | np.isin(table[:, 1], forms)
    return [doc[int(i)] for i in np.flatnonzero(hits)]


def sport_hashes() -> _Hashes:
    """Return the hashes of the words of sport."""
    return _hashes()[2]
