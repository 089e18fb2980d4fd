"""Nouns of correspondence: who wrote to whom, in whichever words a letter is sent, received, answered or exchanged."""

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, Side
from diplograph.extract.contacts.nominal import Nominal
from diplograph.extract.contacts.participants import Participants
from diplograph.extract.lexicon.words import words
from diplograph.extract.syntax.objects import receivers
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.subjects import agents, owners
from diplograph.extract.syntax.tokens import conjuncts, has_to, is_verbal


class Letters:
    """Reads the nouns of one document that name a letter."""

    def __init__(self, participants: Participants, answers: Answers) -> None:
        self._sides, self._parties, self._answers = participants.sides, participants.parties, answers

    def read(self, it: Nominal) -> Candidate | Rejected:
        """Return the correspondence that a noun names: the sender on the first side, the addressee on the second."""
        # "letters between A and B", "the correspondence between A and B"; not "the letter between A and B"
        if (both := it.after("between")) and (it.noun.tag_ == "NNS" or it.frame.alone):
            return self._answers.between(it, both)
        verb = _verb_of(it.whole)
        # "X handed B a letter of A", which the verb tells
        if verb is not None and (verb.lemma_ in words("handing") or _is_public(it.noun, verb)):
            return Rejected(Reason.OTHER_SENSE, (verb,))
        if verb is not None and verb.lemma_ in words("exchanging"):
            return self._exchanged(it, verb)
        # "in reply to a letter from B, A wrote"
        if (reply := _reply_to(it.noun)) is not None:
            return self._answers.opposed(
                it, self._parties.all(agents(reply)), self._senders(it, verb), _readers(it, verb)
            )
        return self._sent(it, verb)

    def _exchanged(self, it: Nominal, verb: Token) -> Candidate | Rejected:
        """ "A exchanged letters with B", "A and B exchanged letters"."""
        writers = self._parties.all(agents(verb))
        partners = [*after(verb, "with"), *after(it.noun, "with")]
        if readers := self._parties.all(partners):
            return self._answers.opposed(it, writers, readers, _readers(it, verb))
        return self._answers.joined(it, writers, _readers(it, verb))

    def _sent(self, it: Nominal, verb: Token | None) -> Candidate | Rejected:
        to = _readers(it, verb)
        senders, readers = self._senders(it, verb), self._parties.all(to)
        # "A received a letter from B"
        if verb is not None and verb.lemma_ in words("answering") and not readers:
            readers = self._writers(verb)
        # "A sent a letter to B"
        elif verb is not None and verb.lemma_ in words("light"):
            senders = senders or self._writers(verb)
        return self._answers.opposed(it, senders, readers, to)

    def _writers(self, verb: Token) -> Side:
        """Return the subject of a verb; in "have received a letter from B" whoever telegraphs it."""
        return self._parties.all(agents(verb)) or self._sides.unsaid(verb)

    def _senders(self, it: Nominal, verb: Token | None) -> Side:
        origins = it.after("from", "by")
        # "a letter came yesterday from A"
        if verb is not None:
            origins += after(verb, "from")
        return (
            self._parties.all(origins)
            # "A's letter to B", "the letter of A to B"
            or self._sides.possessors(it.noun)
            or self._parties.all(it.after("of"))
            # "in a letter to B, A wrote"
            or (self._parties.all(owners(it.noun)) if it.noun.dep_ == "pobj" else [])
        )


def _verb_of(noun: Token) -> Token | None:
    """Return the verb that sends, receives or exchanges the letter."""
    return noun.head if noun.dep_ in ("dobj", "nsubjpass", "oprd") and is_verbal(noun.head) else None


def _is_public(noun: Token, verb: Token) -> bool:
    """ "Tweeted his congratulations to B", "struck C to send a message to B", "sent a clear message to B"."""
    if verb.lemma_ in words("publishing"):
        return True
    signals = any(c.lower_ in words("signalling") for c in noun.children if c.dep_ == "amod")
    purpose = verb.dep_ == "advcl" and has_to(verb)
    # "sent B a message by leaving the talks"
    deeds = any(c.tag_ == "VBG" for c in after(verb, "by"))
    return noun.lemma_.lower() in words("signals") and (signals or purpose or deeds)


def _readers(it: Nominal, verb: Token | None) -> list[Token]:
    """Return the words for whom the letter is sent to."""
    to = it.after("to", "with")
    # "sent B a letter", "sent a letter yesterday to B"
    if verb is not None:
        to += [*receivers(verb), *after(verb, "to")]
    # "a letter written and addressed to B"
    clauses = (c for c in it.noun.children if c.dep_ in ("acl", "relcl") and c.lemma_ in words("addressed"))
    return to + [reader for clause in clauses for part in conjuncts(clause) for reader in after(part, "to")]


def _reply_to(noun: Token) -> Token | None:
    """Return the verb in "A replied to a letter from B"."""
    verb = noun.head.head
    replied = noun.dep_ == "pobj" and noun.head.lower_ == "to" and verb.lemma_ in words("replying")
    return verb if replied else None
