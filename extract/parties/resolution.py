"""From noun phrases to parties: names, unnamed officials as their state, capitals that act, lists of all these."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.gazetteer import Sense, sovereigns
from diplograph.extract.lexicon.words import roles, said, words
from diplograph.extract.mentions.mention import Mention, Mentions
from diplograph.extract.model import PartyType
from diplograph.extract.parties.persons import Actor, People
from diplograph.extract.syntax.coordination import members
from diplograph.extract.syntax.subjects import stray_subject, surface_subjects
from diplograph.extract.syntax.tokens import SUBJECT, conjuncts, is_verbal

_NOMINAL = frozenset({"amod", "compound", "poss", "nmod", "conj", "det", "nummod", "appos", "npadvmod"})
_SENDING = frozenset({"of", "from", "in", "representing"})
_SPEAKING_FOR = frozenset({"negotiator", "delegate", "lawyer"})
_LOCATED = frozenset({"counterpart", "leader", "authority", "mediator", "official", "minister", "colleague"})
_ARMED = frozenset({"rebel", "insurgent", "guerrilla", "separatist", "militia", "faction", "secessionist"})
_GOVERNMENTS = frozenset({"government", "regime", "administration", "leadership", "junta"})
_LED = frozenset({"lead", "head"})


@dataclass(frozen=True, slots=True)
class Ref:
    """A party where the text mentions it: the actor, the characters of the mention, and how it was resolved."""

    actor: Actor
    start: int
    end: int
    how: str
    token: int
    head: int


Refer = Callable[[Token], list[Ref]]


def state_ref(code: str | None, token: Token, how: str) -> list[Ref]:
    """Return the state with an ISO code as a party that a word stands for; empty where there is none."""
    name = gazetteer.state_of_code(code) if code else None
    return (
        [Ref(Actor(name, PartyType.STATE, code), token.idx, token.idx + len(token), how, token.i, token.i)]
        if name
        else []
    )


class Parties:
    """Resolves the noun phrases of one document. ``refer`` is asked about pronouns and the like."""

    def __init__(self, doc: Doc, mentions: Mentions, people: People) -> None:
        self.doc = doc
        self.mentions = mentions
        self.people = people
        self.refer: Refer = lambda token: []

    def all(self, tokens: Iterable[Token]) -> list[Ref]:
        """Return the parties of several noun phrases with all that is joined to them, each party once."""
        found: dict[str, Ref] = {}
        for token in tokens:
            for member in self.members(token):
                for ref in self.of(member):
                    found.setdefault(ref.actor.id, ref)
        refs = list(found.values())
        if any(r.actor.type is PartyType.PERSON for r in refs):
            refs = [r for r in refs if not self._others(r)]
        return refs

    def _others(self, ref: Ref) -> bool:
        """ "X, Y and other senior officials": those named are the party, the rest adds no state."""
        return ref.how == "office" and any(c.lower_ == "other" for c in self.doc[ref.head].children)

    def members(self, token: Token) -> list[Token]:
        """Return the heads of a list; a person set beside another person is a member, not an apposition."""
        return members(token, self.mentions)

    def of(self, token: Token) -> list[Ref]:
        """Return the parties that one noun phrase stands for; none where it is no party or unclear."""
        mention = self.mentions.covering(token)
        if mention is not None and not self._is_modifier_of(token, mention):
            if (band := self._people_of(token, mention)) is not None:
                return [band]
            body = mention.type in (PartyType.ORGANISATION, PartyType.GROUP)
            own = body and any(c.tag_ == "PRP$" for c in token.children)
            return [] if own else self.named(mention)
        if token.lemma_.lower() in roles("quantities") and token.pos_ in ("DET", "PRON"):
            return self._common(token)
        if token.pos_ == "PRON" or token.tag_ in ("PRP", "PRP$"):
            return self.all([c for c in token.children if c.dep_ == "appos"]) or self.refer(token)
        if token.pos_ in ("NOUN", "PROPN", "ADJ", "NUM", "DET") or token.dep_ in ("nsubj", "pobj", "dobj"):
            return self._common(token)
        return []

    def _people_of(self, token: Token, mention: Mention) -> Ref | None:
        """ "The Krajina Serbs", "Kosovo Albanians": a people within a state is no state."""
        place = self.doc[mention.start - 1] if mention.start else None
        apart = (
            mention.sense is Sense.DEMONYM
            and token.tag_ in ("NNPS", "NNS")
            and place is not None
            and place.dep_ == "compound"
        )
        if not apart or place is None or place.head != token or place.pos_ != "PROPN":
            return None
        actor = Actor(f"{place.text} {token.text}", PartyType.GROUP)
        return Ref(actor, place.idx, token.idx + len(token), "people", place.i, token.i)

    def _is_modifier_of(self, token: Token, mention: Mention) -> bool:
        """Whether the token is an office noun within a title that the name does not own (a plural: "ministers")."""
        return mention.type is PartyType.PERSON and token.i < mention.start and token.tag_ in ("NNS", "NNPS")

    def named(self, mention: Mention) -> list[Ref]:
        """Return the party that a name stands for; none where its bearer is unknown."""
        if mention.type is PartyType.ORGANISATION and self.doc[mention.end - 1].tag_ == "NNP":
            words = self.doc[mention.start : mention.end]
            head = next(
                (t for t in words if t.lower_ in ("commissioner", "secretary", "president", "representative")), None
            )
            after = self.mentions.at.get(mention.end + 1)
            if (
                head is not None
                and after
                and self.doc[mention.end].text == ","
                and after.left == mention.end + 1
                and after.type is PartyType.PERSON
            ):
                return self.named(after)
        if mention.type is PartyType.PERSON:
            actor = self.people.actor(mention)
            return [self._ref(actor, mention, "name")] if actor else []
        how = str(mention.sense) if mention.sense else "label"
        return [self._ref(Actor(mention.name, mention.type, mention.country), mention, how)]

    def _ref(self, actor: Actor, mention: Mention, how: str) -> Ref:
        span = self.doc[mention.start : mention.end]
        return Ref(actor, span.start_char, span.end_char, how, mention.start, span.root.i)

    def _common(self, token: Token) -> list[Ref]:
        lemma = token.lemma_.lower()
        if token.tag_ == "NNP" and lemma.endswith("s"):
            lemma = lemma.removesuffix("s")
        if lemma in words("audience"):
            return []
        if (band := group_name(token)) is not None:
            return [band]
        opposite = lemma == "number" and any(c.lower_ == "opposite" for c in token.children)
        office = opposite or lemma in roles("heads") or bool(said(token, roles("heads")))
        body = lemma in roles("bodies")
        if apposed := self._apposed_person(token, office):
            apposed = [self._of_the_same(r, token) for r in apposed]
            return [replace(r, how="own") for r in apposed] if _own_staff(token) else apposed
        if lemma in roles("quantities") and (of := [o for c in token.children if c.lower_ == "of" for o in c.children]):
            return self.all([o for o in of if o.dep_ == "pobj" and o.pos_ != "PRON"])
        if not office and not body and lemma not in ("movement", "alliance", "bloc"):
            return self.refer(token) if token.pos_ in ("NUM", "DET", "NOUN") else []
        if leader := self._led_by(token):
            return leader
        if office and (band := self._armed_leaders(token)):
            return [band]
        states = self.states_of(token)
        if office and token.tag_ in ("NN", "NNP"):
            countries = {s.actor.country for s in states}
            same = self.people.by_role(token, countries) if _definite(token) or not states else None
            same = same or self._counterpart(token, countries)
            if same is not None:
                return [Ref(same, token.idx, token.idx + len(token), "office", token.i, token.i)]
        if not states and (state := _sovereign(token)):
            return [Ref(state, token.idx, token.idx + len(token), "office", token.i, token.i)]
        acting = [replace(s, head=token.i, how=s.how if s.how in ("own", "bloc") else "office") for s in states]
        return acting or self.refer(token)

    def _counterpart(self, token: Token, countries: set[str | None]) -> Actor | None:
        """ "His Lao counterpart": the person named before who has his office there."""
        if token.lemma_.lower() != "counterpart" or len(countries) != 1:
            return None
        owners = [r.actor for c in token.children if c.dep_ == "poss" for r in self.refer(c)]
        return self.people.of_same_office(token, owners[0], countries) if len(owners) == 1 else None

    def _of_the_same(self, ref: Ref, office: Token) -> Ref:
        """ "The Peruvian ambassador in Oslo, X": the office tells whose X is, where nothing else does."""
        owners = self._owning(office) if ref.actor.country is None and ref.actor.org is None else []
        if len(owners) != 1 or owners[0].actor.type is not PartyType.STATE:
            return ref
        return replace(ref, actor=replace(ref.actor, country=owners[0].actor.country))

    def _apposed_person(self, token: Token, office: bool) -> list[Ref]:
        if not office and token.lemma_.lower() not in roles("individuals"):
            return []
        beside = [c for c in token.children if c.dep_ == "appos" and c not in conjuncts(token)]
        people = [c for c in beside if (m := self.mentions.covering(c)) and m.type is PartyType.PERSON]
        people = [c for c in people if [c] != stray_subject(c.sent.root)]
        if people:
            return self.all(people if token.tag_ in ("NNS", "NNPS") else people[:1])
        if token.tag_ not in ("NN", "NNP") and token.lower_ != "d'affaires":
            return []
        comma = next(
            (t.i for t in self.doc[token.i + 1 : token.i + 9] if t.is_punct or t.pos_ in ("VERB", "AUX")), None
        )
        if comma is None or self.doc[comma].text != "," or comma + 1 >= len(self.doc):
            return []
        start, after = comma + 1, self.mentions.at.get(comma + 1)
        if (
            after
            and after.type is not PartyType.PERSON
            and after.end + 1 < len(self.doc)
            and self.doc[after.end].tag_ == "POS"
        ):
            start, after = after.end + 1, self.mentions.at.get(after.end + 1)
        if after is None and self.doc[start].lower_ == "the" and start + 1 < len(self.doc):
            start, after = start + 1, self.mentions.at.get(start + 1)
        if after is None or after.type is not PartyType.PERSON or after.left != start:
            return []
        apposed = self._closed(after)
        if not apposed:
            root = self.doc[after.start : after.end].root
            apposed = root.dep_ == token.dep_ and root.head == token.head and root.dep_ in SUBJECT
        return self.named(after) if apposed else []

    def _closed(self, mention: Mention) -> bool:
        """Whether a name that follows a comma is set off by another mark, as an apposition is."""
        return mention.end >= len(self.doc) or self.doc[mention.end].text in (",", ".", ")", ";", "—", "–")

    def _led_by(self, token: Token) -> list[Ref]:
        for child in token.children:
            if child.dep_ in ("acl", "relcl") and child.lemma_ in _LED:
                for by in child.children:
                    if by.dep_ in ("agent", "prep") and by.lower_ == "by":
                        people = [r for r in self.all(by.children) if r.actor.type is PartyType.PERSON]
                        senders = self.states_of(token)
                        country = senders[0].actor.country if senders else None
                        return [
                            replace(r, actor=replace(r.actor, country=r.actor.country or country, official=True))
                            for r in people
                        ]
        return []

    def states_of(self, token: Token) -> list[Ref]:
        """Return the states or organisations that an unnamed official or body acts for."""
        own = self._modifying(token)
        posted = token.lemma_.lower() in ("mission", "representative", "delegation", "ambassador", "envoy", "office")
        if own and not (posted and all(r.actor.type is PartyType.ORGANISATION for r in own)):
            return own
        cut_off = [t for t in self.doc[token.i + 1 : token.i + 2] if token.dep_ == "conj" and t.head == token.head]
        for child in [*token.children, *cut_off]:
            posting = child.lower_ == "in" and token.lemma_.lower() not in _LOCATED
            sends = child.lower_ in _SENDING or (child.lower_ == "for" and token.lemma_.lower() in _SPEAKING_FOR)
            if child.dep_ == "prep" and sends and not posting and (found := self._senders(child)):
                return found
        return own or self._bloc(token) or self._examples(token)

    def _examples(self, token: Token) -> list[Ref]:
        """ "Opposition groups including the INC", "countries such as Chad": those that are named."""
        found = [c for c in token.children if c.dep_ == "prep" and c.lower_ in ("including", "as")]
        if not found or token.tag_ not in ("NNS", "NNPS"):
            return []
        return self.all([o for c in found for o in c.children if o.dep_ == "pobj"])

    def listed(self, token: Token) -> list[Ref]:
        """ "Four countries - A, B and C": the states that a dash, a colon or "including" brings after the noun."""
        i = token.i + 1
        while i < len(self.doc) and self.doc[i].lower_ in ("-", "–", "—", ":", ",", "(", "including", "the"):
            i += 1
        mention = self.mentions.at.get(i) if token.i + 1 < i < len(self.doc) else None
        if mention is None or mention.start != i or mention.sense is not Sense.NAME:
            return []
        first = self.named(mention)
        return first + self._states_on(first[0])

    def _senders(self, preposition: Token) -> list[Ref]:
        """Return the states after "of" or "from", also through a body between ("representatives of the ministers of A")."""
        below = [t for t in preposition.children if t.dep_ == "pobj"]
        deeper = [o for t in below for of in t.children if of.lower_ == "of" for o in of.children if o.dep_ == "pobj"]
        found = {r.actor.id: r for r in [*self.all(deeper), *self.all(below)] if r.actor.type is not PartyType.PERSON}
        refs = list(found.values())
        return refs + self._states_on(refs[-1] if refs else None)

    def _states_on(self, ref: Ref | None) -> list[Ref]:
        """Go on with a list of states that the parser broke off: "leaders of the United States, Britain, and ..."."""
        found: list[Ref] = []
        mention = self.mentions.at.get(ref.token) if ref is not None else None
        while mention is not None and mention.sense is Sense.NAME:
            i, joined = mention.end, False
            while i < len(self.doc) and self.doc[i].lower_ in (",", "and", "the") and i - mention.end < 3:
                joined |= self.doc[i].lower_ == "and"
                i += 1
            follow = self.mentions.at.get(i) if i > mention.end and i < len(self.doc) else None
            if (
                follow is None
                or follow.start != i
                or follow.sense is not Sense.NAME
                or self.doc[follow.end - 1].nbor().tag_ == "POS"
            ):
                return []
            found += self.named(follow)
            if joined:
                return found
            mention = follow
        return []

    def _bloc(self, token: Token) -> list[Ref]:
        """ "European leaders", "Arab states": a region's governments together, under the text's own name."""
        if token.tag_ != "NNS" or token.lemma_.lower() not in (
            "leader",
            "country",
            "state",
            "minister",
            "nation",
            "government",
        ):
            return []
        regions = [c for c in token.children if c.dep_ in ("amod", "compound") and said(c, words("regions"))]
        if not regions:
            return []
        region = max(regions, key=lambda c: said(c, words("regions")))
        first = self.doc[region.i + 1 - said(region, words("regions"))]
        actor = Actor(f"{self.doc[first.i : region.i + 1].text} {token.text}", PartyType.GROUP)
        return [Ref(actor, first.idx, token.idx + len(token), "bloc", first.i, token.i)]

    def _modifying(self, token: Token) -> list[Ref]:
        if token.lemma_.lower() in _ARMED and (group := self._armed_group(token)):
            return [group]
        return self._owning(token) or self._possessor(token) or self._acronym(token)

    def _owning(self, token: Token) -> list[Ref]:
        """Return the states and organisations whose names or adjectives stand before the noun."""
        found: dict[str, Ref] = {}
        for i in range(token.left_edge.i, token.i + 1):
            mention = self.mentions.at.get(i)
            if mention is None or mention.type is PartyType.PERSON or mention.start != i:
                continue
            capital = mention.sense is Sense.CAPITAL and token.lemma_.lower() not in _GOVERNMENTS
            if _hangs_on(self.doc[mention.end - 1], token) and not capital:
                for ref in self.named(mention):
                    found.setdefault(ref.actor.id, ref)
        return list(found.values())

    def is_armed(self, token: Token) -> bool:
        """Whether a noun speaks of fighters who act for themselves."""
        return token.lemma_.lower() in _ARMED

    def _armed_group(self, token: Token) -> Ref | None:
        """ "Darfur rebels", "Chadian rebels": fighters act for themselves, not for the state that they come from."""
        places = [
            c
            for c in token.children
            if c.dep_ in ("compound", "amod", "nmod") and (c.pos_ == "PROPN" or c.i in self.mentions.at)
        ]
        if not places or any((m := self.mentions.at.get(p.i)) and m.type is not PartyType.STATE for p in places):
            return None
        first = places[0]
        name = self.doc[first.i : token.i + 1].text if token.i - first.i < 4 else f"{first.text} {token.text}"
        actor = Actor(name if token.tag_ == "NNS" else f"{name}s", PartyType.GROUP)
        return Ref(actor, first.idx, token.idx + len(token), "group", first.i, token.i)

    def _armed_leaders(self, token: Token) -> Ref | None:
        """ "Afghan rebel leaders", "the Salvadoran guerrilla commander": they act for the fighters."""
        for child in token.children:
            if (
                child.dep_ in ("compound", "amod", "nmod")
                and self.is_armed(child)
                and not self.mentions.covering(child)
            ):
                whose = [c for c in token.children if c.i < child.i and c.i in self.mentions.at and c.dep_ != "poss"]
                if len(whose) == 1 and self.mentions.at[whose[0].i].type is PartyType.STATE:
                    band = "militia" if child.lemma_.lower() == "militia" else f"{child.lemma_.lower()}s"
                    name = f"{self.doc[whose[0].i].text} {band}"
                    start = whose[0]
                    return Ref(
                        Actor(name, PartyType.GROUP), start.idx, token.idx + len(token), "group", start.i, token.i
                    )
        return None

    def _possessor(self, token: Token) -> list[Ref]:
        """ "Ankara's delegation", "her government": a capital that has a body is a government; a person's body is the state's."""
        for child in token.children:
            mention = self.mentions.covering(child)
            led = child.dep_ == "compound" and mention is not None and mention.type is PartyType.PERSON
            led = led and token.lemma_.lower() in ("government", "regime")
            if child.dep_ != "poss" and not led:
                continue
            if mention and mention.sense is Sense.CAPITAL:
                return self.named(mention)
            if token.lemma_.lower() in ("government", "administration", "country", "cabinet", "regime"):
                owners = self.refer(child) if child.pos_ == "PRON" else self.named(mention) if mention else []
                return state_ref(owners[0].actor.country, token, "office") if len(owners) == 1 else []
            if child.tag_ == "PRP$" and token.lemma_.lower() in roles("missions"):
                return self._staff(token)
        return []

    def _staff(self, token: Token) -> list[Ref]:
        """ "A ordered its envoys to ...": the staff of the subject acts for its state, or for the body that it is."""
        verb = _clause(token)
        subjects = surface_subjects(verb) if is_verbal(verb) else []
        if verb.dep_ in ("ccomp", "acl") and any(s == token or s.is_ancestor(token) for s in subjects):
            verb = _clause(verb)  # "A denied that its envoys had met B"
            subjects = surface_subjects(verb) if is_verbal(verb) else []
        if any(s.i >= token.i or s.pos_ == "PRON" or token in conjuncts(s) for s in subjects):
            return []
        found: list[Ref] = []
        for ref in self.all(subjects):
            if ref.actor.type is PartyType.PERSON:
                found += state_ref(ref.actor.country, token, "own")
            else:
                found.append(Ref(ref.actor, token.idx, token.idx + len(token), "own", token.i, token.i))
        return found if len(found) == 1 else []

    def _acronym(self, token: Token) -> list[Ref]:
        """ "the rebel group FACT", "FDLR rebels": an unlisted group that calls itself by capitals."""
        if token.lemma_.lower() not in (
            "rebel",
            "group",
            "militia",
            "movement",
            "guerrilla",
            "faction",
            "insurgent",
            "fighter",
            "militant",
            "separatist",
        ):
            return []
        near = [c for c in token.children if c.dep_ in ("compound", "appos", "nmod")] + [token.head]
        for word in near:
            if word.is_upper and 2 <= len(word) <= 8 and word.is_alpha and abs(word.i - token.i) <= 2:
                return [
                    Ref(Actor(word.text, PartyType.GROUP), word.idx, word.idx + len(word), "acronym", word.i, token.i)
                ]
        return []


def group_name(token: Token) -> Ref | None:
    """Return an unlisted group named in capitals after what it is ("the rebel group FACT")."""
    kinds = ("group", "movement", "militia", "faction", "rebel")
    if token.is_upper and token.is_alpha and any(c.lemma_.lower() in kinds for c in token.children):
        return Ref(Actor(token.text, PartyType.GROUP), token.idx, token.idx + len(token), "acronym", token.i, token.i)
    return None


def _clause(token: Token) -> Token:
    """Return the verb above a token, or the root of its sentence."""
    verb = token.head
    while not is_verbal(verb) and verb.head != verb:
        verb = verb.head
    return verb


def _hangs_on(token: Token, head: Token) -> bool:
    while token != head:
        if token.dep_ not in _NOMINAL or token.head == token:
            return False
        token = token.head
    return True


def _sovereign(token: Token) -> Actor | None:
    """ "The Tsar", "the Pope", "the Secretary of State": an office that only one state has, or had."""
    name = sovereigns().get(token.lower_)
    apart = [c for c in token.children if c.lower_ in ("of", "for")]
    if token.lower_ == "secretary" and not any(o.lower_ == "state" for c in apart for o in c.children):
        return None
    if name is None or not any(c.lower_ == "the" for c in token.children) or any(c.lower_ == "for" for c in apart):
        return None
    state = gazetteer.state_named(name)
    return Actor(name, PartyType.STATE, state.code if state else None)


def _own_staff(token: Token) -> bool:
    """Whether the office is one of the subject's own people: "her deputy", but not "her counterpart"."""
    outside = roles("outside")
    return token.lemma_.lower() not in outside and any(
        c.dep_ == "poss" and c.lower_ in ("his", "her", "their", "my", "our") for c in token.children
    )


def _definite(token: Token) -> bool:
    return any(
        c.lower_ in ("the", "his", "her", "their", "'s") or c.dep_ == "poss"
        for c in token.children
        if c.dep_ in ("det", "poss")
    )
