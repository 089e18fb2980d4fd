"""From a parsed document to its contacts: names, parties, contact words, candidates, records; each encounter once."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile

from spacy.tokens import Doc, Token

from diplograph.errors import OnError
from diplograph.extract.contacts.candidate import Candidate, Proposer
from diplograph.extract.contacts.merge import merge
from diplograph.extract.contacts.rules import Rules
from diplograph.extract.contacts.signed import Signed
from diplograph.extract.contacts.support import Support
from diplograph.extract.contacts.titled import Titled
from diplograph.extract.contacts.triggers import LONGEST_SENTENCE, contact_words
from diplograph.extract.failures import costing_a_sentence, endless
from diplograph.extract.mentions.find import find_mentions
from diplograph.extract.model import Contact
from diplograph.extract.parties.beside import read_beside
from diplograph.extract.parties.context import Context
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.records import Records
from diplograph.extract.text.origin import Origin
from diplograph.extract.trace import Trace


def annotate(
    doc: Doc, origin: Origin, trace: Trace | None = None, on_error: OnError | None = None
) -> tuple[Contact, ...]:
    """Return the contacts that a parsed document tells, in text order.

    Args:
        trace: Takes notes of what happens on the way.
        on_error: Called with an error that costs one sentence; None raises it.
    """
    words = list(_in_sentences(contact_words(doc), origin, on_error))
    if not words and not origin.lead:
        return ()
    mentions = find_mentions(doc, origin.source.date)
    read_beside(doc, mentions)
    title_end = sum(1 for _ in takewhile(lambda token: token.idx < origin.lead, doc))
    context = Context.of(origin.source.publisher, title_end, mentions, tuple(_turns(doc, origin)))
    parties = Parties(doc, mentions, origin.source.date, context)
    rules = Rules(doc, mentions, parties)
    support = Support(max(rules.sport_words, origin.sport_words), context.state)
    records = Records(doc, origin, parties)
    notes = trace if trace is not None else Trace()
    notes.parties = parties
    title = list[Candidate]()
    for sent, words_here in groupby(words, key=lambda word: word.sent):
        with costing_a_sentence(sent, origin, on_error):
            if context.in_title(sent[0]):
                title += _supported(words_here, rules.answers, support, parties, Trace())
                continue
            candidates = list(_supported(words_here, rules.answers, support, parties, notes))
            candidates += [other for found in candidates for other in rules.besides(found)]
            records.come_to(sent)
            for found in candidates:
                notes.became(found, records.make(found))
    for found in _without_a_word(doc, parties, title, notes):
        lacking = support.lacking(found)
        notes.became(found, lacking if lacking is not None else records.make(found))
    pointing = {made.contact.id for made in notes.made if made.points}
    notes.contacts = merge((made.contact for made in notes.made), pointing)
    return notes.contacts


def _without_a_word(doc: Doc, parties: Parties, title: list[Candidate], notes: Trace) -> Iterator[Candidate]:
    """Yield what a text tells without a word of contact: the encounter of its title, the letter that it is."""
    yield from Titled(doc, parties, title).told([made.contact for made in notes.made])
    yield from Signed(doc, parties).told()


def _in_sentences(words: Iterable[Token], origin: Origin, on_error: OnError | None) -> Iterator[Token]:
    """Yield the words that stand in sentences; what goes on without end is none, and is reported."""
    without_end = []
    for sent, here in groupby(words, key=lambda word: word.sent):
        if len(sent) <= LONGEST_SENTENCE:
            yield from here
        else:
            without_end.append(sent)
    if without_end and on_error is not None:
        on_error(endless(without_end, origin, LONGEST_SENTENCE))


def _turns(doc: Doc, origin: Origin) -> Iterator[tuple[int, str]]:
    """Yield at which token each turn begins that is parsed, at least in part."""
    if origin.turns:
        at = [origin.original(token.idx, token.idx)[0] for token in doc]
        for turn in origin.turns:
            yield bisect_left(at, turn.start + origin.shift), turn.label


def _supported(
    words: Iterable[Token], propose: Proposer, support: Support, parties: Parties, notes: Trace
) -> Iterator[Candidate]:
    """Yield what contact words may make, where the text shows that those in contact act for somebody."""
    for word in words:
        for found in notes.read(word, propose(word)):
            lacking = support.lacking(found)
            if lacking is None:
                parties.remember(found.trigger.i, found.sides)
                yield found
            else:
                notes.became(found, lacking)
