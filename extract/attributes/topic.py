"""What a contact was about: the shortest words that name the subject matter, without a leading article."""

from collections.abc import Iterator
from itertools import chain

from spacy.tokens import Token

from diplograph.extract.attributes.phrase import below, shown
from diplograph.extract.lexicon.words import words

_CLAUSES = ("advcl", "xcomp", "relcl", "acl", "conj")


def topic(trigger: Token, path: list[Token], arguments: list[Token]) -> str | None:
    """Return what a contact was about, in the words of the text.

    Args:
        path: The words from the contact's own up to the verb of its clause.
        arguments: The heads of the noun phrases that take part.
    """
    near = [*path, *arguments]
    named = chain(_discussed(trigger, path), _about(near), _discussed_besides(near), _said_of(trigger))
    noun = next(named, None)
    return _phrase(noun) if noun is not None else None


def _discussed(trigger: Token, path: list[Token]) -> Iterator[Token]:
    """ "Discussed cod", "the talks covered cod"."""
    for token in path:
        if token.lemma_ in (words("discussing") if token == trigger else words("treating")):
            yield from (noun for noun in below(token, "dobj") if noun.ent_type_ != "DATE")


def _about(near: list[Token]) -> Iterator[Token]:
    """ "Met the envoy over cod", "talks on how to fish"."""
    for token in near:
        for preposition in below(token, "prep"):
            if preposition.lower_ in words("topic"):
                yield from filter(_is_subject_matter, below(preposition, "pobj", "pcomp"))


def _discussed_besides(near: list[Token]) -> Iterator[Token]:
    """ "Called her to discuss cod", "met and reviewed fisheries"."""
    for token in near:
        for clause in below(token, *_CLAUSES):
            if clause.lemma_ in words("discussing"):
                yield from below(clause, "dobj")


def _said_of(trigger: Token) -> Iterator[Token]:
    """What a clause of which the contact is a part says of its subject matter."""
    above = trigger.head
    if trigger.dep_ == "dobj" and above.lemma_ in words("dominating"):  # "Cod dominated the talks"
        yield from below(above, "nsubj")
    elif trigger.dep_ == "pobj" and above.lower_ == "of":
        yield from _subject_of(above.head)
    elif trigger.dep_ == "nsubj":
        yield from _said_by(above)


def _subject_of(noun: Token) -> Iterator[Token]:
    """ "Cod was the subject of the talks"."""
    if noun.dep_ == "attr" and noun.lemma_ in words("themes"):
        yield from below(noun.head, "nsubj")


def _said_by(verb: Token) -> Iterator[Token]:
    if verb.lemma_ in words("covering"):  # "the talks concerned cod"
        yield from below(verb, "dobj")
    elif verb.lemma_ in words("focusing"):  # "the talks focused on cod"
        yield from (noun for on in verb.children if on.lower_ == "on" for noun in below(on, "pobj"))


def _is_subject_matter(token: Token) -> bool:
    """Not so in "on the sidelines", "over the phone", "on his first day", "about noon"."""
    dated = any(c.ent_type_ == "DATE" for c in token.children if c.i < token.i)
    return (
        not dated and token.ent_type_ not in ("DATE", "TIME", "PERSON") and token.lemma_.lower() not in words("margins")
    )


def _phrase(noun: Token) -> str:
    """Return the phrase that a word heads, up to where something else begins."""
    run = list(_run(noun))
    while run and _is_loose_end(run[-1]):
        run.pop()
    return shown(run)


def _run(noun: Token) -> Iterator[Token]:
    """Yield the words of the phrase that name the subject matter: of those behind the noun, what follows without a gap."""
    out = {t.i for c in noun.subtree if _is_beside(c, noun) for t in c.subtree}
    kept = [t for t in noun.subtree if t.i not in out]
    yield from (t for t in kept if t.i <= noun.i)
    last = noun.i
    for token in kept:
        if token.i == last + 1:
            yield token
            last = token.i


def _is_beside(token: Token, noun: Token) -> bool:
    """Whether a word of the phrase, with all below it, tells something else than the subject matter."""
    if token.dep_ in ("relcl", "appos"):  # "cod, which is scarce"
        return True
    if token.lower_ == "with" and token.head == noun and noun.dep_ == "dobj":  # "discussed cod with Peru"
        return True
    return token.ent_type_ == "DATE" and token.dep_ in ("npadvmod", "pobj")  # "discussed cod on Monday"


def _is_loose_end(token: Token) -> bool:
    return token.is_punct or token.is_space or token.dep_ in ("prep", "cc", "mark")
