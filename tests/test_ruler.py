"""The attribute ruler that remembers says of each token what spaCy's own says."""

from pathlib import Path

import pytest
from spacy.matcher import Matcher

from diplograph.extract.pipeline import load
from diplograph.extract.read import read_documents

SEEDS = Path(__file__).parent.parent / "seeds"
WORDS = (
    "Nothin' doin'? He got 'em, n't he? I'd met y' all; it was me, then you, whose DOING that\t was.\n\nThere were two."
)


@pytest.mark.real
def test_ruler_remembers_what_spacy_says() -> None:
    """Documents read one after the other get the same attributes, when a kind of token is new and when it is not."""
    nlp = load()
    ruler = nlp.get_pipe("attribute_ruler")
    spacys = Matcher(nlp.vocab, validate=False)
    for n, rule in enumerate(ruler.patterns):  # type: ignore[attr-defined]
        spacys.add(str(n), rule["patterns"])
    texts = [WORDS, *(d.text for d in read_documents([SEEDS])), WORDS]
    with nlp.select_pipes(enable=["tok2vec", "tagger", "parser"]):
        docs = list(nlp.pipe(texts))

    for doc in docs:
        expected = {
            (nlp.vocab.strings[match], start, end)
            for match, start, end in spacys(doc, allow_missing=True, as_spans=False)
        }
        found = ruler.match(doc)  # type: ignore[attr-defined]
        assert {(str(attr), start, end) for attr, _, start, end in found} == expected
        assert len(expected) > len(doc) / 2
