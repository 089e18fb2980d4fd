"""From a parsed document to its contacts: names, then contact words, then status and circumstances, then merging."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from spacy.tokens import Doc, Span, Token

from diplograph.extract.attributes import circumstances
from diplograph.extract.attributes.status import judge
from diplograph.extract.contacts.candidate import Candidate
from diplograph.extract.contacts.merge import merge
from diplograph.extract.contacts.triggers import Finder, contact_words
from diplograph.extract.explain.trace import Made, Trace
from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.mentions.find import find_mentions
from diplograph.extract.model import Contact, Evidence, Kind, Party, PartyType, Source, Status, When, contact_id
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.text.clean import Cleaned

_CODES = {
    Kind.MEETING: "040",
    Kind.CALL: "041",
    Kind.VISIT: "042",
    Kind.TALKS: "046",
    Kind.MEDIATION: "045",
    Kind.CORRESPONDENCE: "040",
}
_MODES = {"041": "phone", "042": "visit", "044": "third-party"}
_POINTING = frozenset({"pronoun", "collective", "speaker"})
_SOVEREIGN = frozenset({"president", "king", "queen", "prime", "premier", "emir", "sultan"})
_SOON = re.compile(
    r"tomorrow|tonight|soon$|shortly$|next (week|month|year|spring|summer|autumn|fall|winter|\w+day\b)|this coming "
    r"|later (today|this)\b|(in|over|during|within) the (coming|next) "
)
_PRESENT = frozenset({"VBZ", "VBP", "VBG"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a parsed text came from: its source, its text as given, and how its offsets map back.

    Attributes:
        sport_words: How many different words of sport it holds, where parts of it are not parsed.
    """

    source: Source = field(default_factory=lambda: Source("doc"))
    text: str | None = None
    cleaned: Cleaned | None = None
    shift: int = 0
    sport_words: int = 0

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the text as given of a span of the parsed text."""
        if self.cleaned is not None:
            start, end = self.cleaned.original(start, end)
        return start + self.shift, end + self.shift


def annotate(doc: Doc, origin: Origin, trace: Trace | None = None) -> tuple[Contact, ...]:
    """Return the contacts that a parsed document tells, in text order, each encounter once; ``trace`` takes notes."""
    triggers = contact_words(doc)
    if not triggers:
        return ()
    mentions = find_mentions(doc, origin.source.date)
    parties = Parties(doc, mentions, origin.source.date)
    finder = Finder(doc, mentions, parties)
    sport_words = max(finder.sport_words, origin.sport_words)
    builder = _Builder(doc, origin, parties, sport_words, trace)
    if trace is not None:
        trace.parties = parties
    for sent, words_here in groupby(triggers, key=lambda t: t.sent):
        here: list[Candidate] = []
        for word in words_here:
            made = builder.kept(word, finder.at(word))
            here += made
            for found in made:
                parties.remember(found.trigger.i, found.sides)
        here += [other for f in here for other in finder.besides(f)]
        builder.scene.place = _last_place(doc, sent.start, builder.scene.place)
        for found in here:
            builder.add(found)
    contacts = merge(builder.contacts)
    if trace is not None:
        trace.contacts = contacts
    return contacts


def _last_place(doc: Doc, before: int, known: str | None) -> str | None:
    """Return the city named last before a token: where "there" is."""
    for i in range(before - 1, max(-1, before - 60), -1):
        if doc[i].ent_type_ == "GPE" and gazetteer.capital_or_city(doc[i].text):
            return doc[i].text
    return known


class _Builder:
    """Turns what the grammar found into records."""

    def __init__(self, doc: Doc, origin: Origin, parties: Parties, sport_words: int, trace: Trace | None) -> None:
        self.doc = doc
        self.origin = origin
        self.parties = parties
        self.scene = circumstances.Scene.of(doc)
        self.contacts: list[Contact] = []
        self._trace = trace
        self._text = doc.text
        self._given = origin.text if origin.text is not None else self._text
        self._sport = sport_words > 2

    def kept(self, word: Token, found: Iterable[Candidate]) -> list[Candidate]:
        """Return what a contact word gives and the text supports."""
        every = list(found)
        kept = [f for f in every if self.supported(f)]
        if self._trace is not None:
            self._trace.read(word, every, kept)
        return kept

    def supported(self, found: Candidate) -> bool:
        """Whether the text shows that those in contact act for a state, an organisation or a group.

        A person needs an office, or at least a country outside the sports pages; one such person vouches
        for another, but a traveller, and whoever is told something, must be known for himself.
        """
        people = [r.referent for r in found.parties() if r.referent.type is PartyType.PERSON]
        bodies = [r for r in found.parties() if r.referent.type is not PartyType.PERSON]
        officials = bool(bodies) and all(r.how == "office" for r in bodies)
        statesman = officials and found.kind is not Kind.VISIT and found.rule != "verb.tell"
        known = [self._known(a) or statesman or (a.private and officials and not a.org) for a in people]
        if self._sport and not any(a.official for a in people):
            return False
        if not people:
            return True
        others = len(people) < len(found.parties())
        if found.kind is Kind.VISIT or found.rule == "verb.tell" or others:
            return all(known) or (any(known) and not others and found.rule != "verb.tell")
        return any(known)

    def _known(self, referent: Referent) -> bool:
        return referent.official or (referent.country is not None and not self._sport and not referent.private)

    def add(self, found: Candidate) -> None:
        path = circumstances.spine(found.trigger)
        verdict = judge(found.trigger, found.status)
        base = self.origin.source.date
        future = verdict.status in (Status.PLANNED, Status.HYPOTHETICAL)
        date = circumstances.when(found.trigger, path, base, self.scene, future=future)
        if verdict.status is Status.NEGATED:
            date = _nearer(date, circumstances.when(found.trigger, path, base, self.scene, future=True), base)
        if date is None and found.heading is not None:
            date = circumstances.first_day(found.heading, base, self.scene, future=True)
        status = verdict.status
        if status is Status.OCCURRED:
            status, date = self._still_to_come(found, path, date, base)
        arguments = [self.doc[r.head] for r in found.parties()] + found.arguments
        covering = self.parties.mentions.covering
        heads = [self.doc[m.start : m.end].root if (m := covering(a)) else a for a in arguments]
        where = circumstances.place(found.trigger, path, heads, self.parties.mentions, self.scene)
        medium = circumstances.channel(found.trigger, path)
        kind = _kind(found.kind, medium)
        if kind in (Kind.MEETING, Kind.TALKS) and _at_home(found, where):
            return
        known = {e.name for e in gazetteer.lookup(where or "") if e.sense is Sense.NAME} | {where}
        if any(r.referent.name in known for r in found.parties()):
            where = None
        if kind is Kind.VISIT:
            where = where or self._capital(found)
        sent = found.trigger.sent
        parties = tuple(self._party(self._by_name(r, sent), n) for n, side in enumerate(found.sides) for r in side)
        evidence = self._evidence(found)
        code, plover = _codes(kind, status, found.code if kind is found.kind else None, where, parties)
        scene_day = self.scene.day
        if status is Status.OCCURRED and date:
            self.scene.day = date.start
        self.contacts.append(
            Contact(
                id=contact_id(self.origin.source.id, kind, evidence.trigger_start, parties),
                document=self.origin.source,
                kind=kind,
                status=status,
                parties=parties,
                evidence=evidence,
                date=date,
                place=where,
                topic=circumstances.topic(found.trigger, path, heads),
                channel=medium,
                recurring=_recurring(found),
                reported_by=circumstances.reported_by(path, self.parties),
                code=code,
                plover=plover,
                mode=_MODES.get(code or "") if plover == "CONSULT" else None,
            )
        )
        if self._trace is not None:
            self._trace.made.append(Made(self.contacts[-1], found, verdict, scene_day))

    def _still_to_come(
        self, found: Candidate, path: list[Token], date: When | None, base: dt.date | None
    ) -> tuple[Status, When | None]:
        """A present tense with a day after the document's is a plan ("ministers meet on December 11")."""
        verb = next((t for t in circumstances.spine(found.trigger) if t.pos_ in ("VERB", "AUX")), found.trigger)
        if verb.tag_ not in _PRESENT or any(c.lower_ in ("has", "have", "had") for c in verb.children):
            return Status.OCCURRED, date
        soon = verb.tag_ == "VBG" and any(c.lower_ in ("is", "are") for c in verb.children)
        if (soon or verb.tag_ != "VBG") and any(_SOON.match(_words(c)) for c in verb.children):
            return Status.PLANNED, date
        if base is None:
            return Status.OCCURRED, date
        ahead = circumstances.when(found.trigger, circumstances.spine(found.trigger), base, self.scene, future=True)
        if (
            ahead
            and (ahead.start > base or (soon and ahead.start == base))
            and (date is None or date.start > base or (ahead.start - base).days <= (base - date.start).days)
        ):
            return Status.PLANNED, ahead
        return Status.OCCURRED, date

    def _capital(self, found: Candidate) -> str | None:
        return next((self._text[r.start : r.end] for r in found.parties() if r.how in ("capital", "city")), None)

    def _by_name(self, ref: Ref, sent: Span) -> Ref:
        """Point at the name that a word of this sentence points back to, where the sentence itself has it."""
        if ref.how not in _POINTING:
            return ref
        for mention in reversed(self.parties.mentions.between(sent.start, ref.token)):
            for named in self.parties.named(mention):
                if named.referent.id == ref.referent.id:
                    return replace(ref, start=named.start, end=named.end)
        return ref

    def _party(self, ref: Ref, side: int) -> Party:
        start, end = self.origin.original(ref.start, ref.end)
        referent = ref.referent
        text = self._given
        mention = text[start:end]
        return Party(
            referent.id,
            referent.name,
            referent.type,
            mention,
            start,
            end,
            side,
            referent.country,
            referent.role,
            referent.org,
        )

    def _evidence(self, found: Candidate) -> Evidence:
        text = self._given
        sent, trigger = found.trigger.sent, found.trigger
        words = sent.text.rstrip().rstrip("-–•*").rstrip()
        start, end = self.origin.original(sent.start_char, sent.start_char + len(words))
        given = text[start:end]
        # As given, so that offsets within it hold; but as cleaned where the text as given has tags in it.
        sentence = re.sub(r"\s", " ", given if len(given) == len(words) else words)
        t_start, t_end = self.origin.original(trigger.idx, trigger.idx + len(trigger))
        return Evidence(sentence, start, end, text[t_start:t_end], t_start, t_end, found.rule)


def _words(token: Token) -> str:
    return " ".join(t.lower_ for t in token.subtree)


def _nearer(past: When | None, ahead: When | None, base: dt.date | None) -> When | None:
    """What did not take place was to take place before or after the document: the nearer of two readings."""
    if past is None or ahead is None or base is None:
        return past or ahead
    return min(past, ahead, key=lambda when: abs((when.start - base).days))


def _at_home(found: Candidate, where: str | None) -> bool:
    """ "A's minister met President X in A's capital": with no country of his own, X is A's president."""
    people = [r.referent for r in found.parties()]
    if len(people) != 2 or any(p.type is not PartyType.PERSON or not p.official for p in people) or where is None:
        return False
    own = [
        p for p in people if p.country is None and p.org is None and _SOVEREIGN & set((p.role or "").lower().split())
    ]
    countries = {p.country for p in people if p.country is not None}
    return len(own) == 1 and gazetteer.city_country(where) in countries


def _kind(kind: Kind, medium: str | None) -> Kind:
    """A stated channel decides the kind of an exchange."""
    if kind in (Kind.TALKS, Kind.MEETING) and medium in ("phone", "video", "hotline"):
        return Kind.CALL
    if kind is Kind.CORRESPONDENCE and medium in ("phone", "video", "hotline"):
        return Kind.CALL
    if kind is Kind.TALKS and medium in ("letter", "telegram", "cable", "email", "e-mail"):
        return Kind.CORRESPONDENCE
    return kind


def _codes(
    kind: Kind, status: Status, own: str | None, where: str | None, parties: tuple[Party, ...]
) -> tuple[str | None, str | None]:
    """Return the CAMEO code and the PLOVER event type (annotation standard, section 5)."""
    if status is Status.PLANNED:
        return "036", "AGREE"
    if status is not Status.OCCURRED:
        return None, None
    code = own or _CODES[kind]
    if kind is Kind.MEETING and where:
        country = gazetteer.city_country(where)
        homes = {p.country for p in parties}
        if country and None not in homes and country not in homes:
            code = "044"
    return code, "CONSULT"


def _recurring(found: Candidate) -> bool:
    low = found.trigger.sent.text.lower()
    cues = (
        "regular basis",
        "regularly",
        "every ",
        "used to",
        "frequently",
        "repeatedly",
        "weekly",
        "daily",
        "monthly",
        "twice a",
    )
    return any(c in low for c in cues)
