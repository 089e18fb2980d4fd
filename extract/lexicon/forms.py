"""What contact words look like in text: by the regular endings, and by the irregular forms of their entries."""

from collections.abc import Iterable, Mapping
from functools import cache

from diplograph.extract.lexicon.frames import NounFrame, VerbFrame, nouns, patterned, verbs


@cache
def verb_forms() -> Mapping[str, tuple[VerbFrame, ...]]:
    """Return the forms of all verbs of the lexicon, with the entries that they may belong to."""
    found: dict[str, tuple[VerbFrame, ...]] = {}
    every = {verb: (frame,) for verb, frame in patterned().items()}
    for verb in verbs().keys() | every.keys():
        frames = (*verbs().get(verb, ()), *every.get(verb, ()))
        irregular = frozenset().union(*(frame.forms for frame in frames))
        for form in _untensed(verb) | (irregular or _past(verb)):
            found[form] = (*found.get(form, ()), *frames)
    return found


@cache
def noun_forms() -> Mapping[str, tuple[NounFrame, ...]]:
    """Return singular and plural of all nouns of the lexicon, with the entries that they may belong to."""
    found: dict[str, tuple[NounFrame, ...]] = {}
    for noun, frame in nouns().items():
        for form in plurals([noun]) | {f"{noun}es"}:
            found[form] = (*found.get(form, ()), frame)
    return found


def regular(verb: str) -> frozenset[str]:
    """Return what a regular verb may look like; some are no words, which does no harm."""
    return _untensed(verb) | _past(verb)


def _untensed(verb: str) -> frozenset[str]:
    stem = verb if verb.endswith("ee") else verb.removesuffix("e")
    return frozenset({verb, f"{verb}s", f"{verb}es", f"{verb[:-1]}ies", f"{stem}ing", f"{verb}{verb[-1]}ing"})


def _past(verb: str) -> frozenset[str]:
    return frozenset({f"{verb.removesuffix('e')}ed", f"{verb}{verb[-1]}ed", f"{verb[:-1]}ied"})


def plurals(singulars: Iterable[str]) -> frozenset[str]:
    """Return nouns with their plurals."""
    every = set(singulars)
    return frozenset(every | {n + "s" for n in every} | {n[:-1] + "ies" for n in every if n.endswith("y")})
