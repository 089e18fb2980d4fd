"""Nouns of a visit: A's visit to B, a visit by A, the visit brought A to B; and of a welcome, A's to B."""

from spacy.tokens import Token

from diplograph.extract.contacts.answers import Answers
from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected, Side
from diplograph.extract.contacts.nominal import Nominal, names_somebody
from diplograph.extract.contacts.participants import Participants
from diplograph.extract.lexicon.frames import verbs
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.lexicon.words import effects, words
from diplograph.extract.mentions.mention import Mention
from diplograph.extract.model import PartyType, Status
from diplograph.extract.parties.referent import state_ref
from diplograph.extract.syntax.governors import phrases
from diplograph.extract.syntax.objects import direct_objects, patients, receivers
from diplograph.extract.syntax.prepositions import after
from diplograph.extract.syntax.repairs import hung_on_names
from diplograph.extract.syntax.subjects import agents, surface_subjects
from diplograph.extract.syntax.tokens import conjuncts, is_passive, is_verbal


class Visits:
    """Reads the nouns of one document that name a visit."""

    def __init__(self, participants: Participants, answers: Answers) -> None:
        self._participants, self._answers = participants, answers
        self._sides, self._parties = participants.sides, participants.parties

    def read(self, it: Nominal) -> Candidate | Rejected:
        """Return the visit that a noun names: the visitors on the first side, whom they visit on the second."""
        if it.frame.guest:
            return self._welcome(it)
        verb = it.noun.head if it.noun.dep_ == "nsubj" else None
        # "the tour takes A to B", which the verb tells
        if verb is not None and verb.lemma_ in words("taking") and after(verb, "to"):
            return Rejected(Reason.OTHER_SENSE, (verb,))
        if verb is not None and verb.lemma_ in words("bringing"):
            return self._brought(it, verb)
        return self._visit(it)

    def _welcome(self, it: Nominal) -> Candidate | Rejected:
        """ "A gave a warm welcome to B", "A gave B a warm welcome": B is A's guest."""
        noun = it.noun
        verb = noun.head if noun.dep_ == "dobj" else None
        if verb is None:
            return self._answers.opposed(
                it, self._parties.all(it.after("to")), self._participants.light_subjects(noun), []
            )
        if is_passive(verb) or verb.lemma_ in words("receiving"):
            return self._welcomed(it, verb)
        given, hosts = receivers(verb), self._parties.all(agents(verb))
        guests = self._parties.all(given or it.after("to") or after(verb, "to"))
        if any(h.how == "speaker" for h in hosts):  # who is of no other state is one of those at home
            guests = [g for g in guests if g.referent.country or g.referent.org]
        return self._answers.opposed(it, guests, hosts, given)

    def _welcomed(self, it: Nominal, verb: Token) -> Candidate | Rejected:
        """ "B was given a warm welcome by A", "B got a warm welcome in A"."""
        where = [*it.after("in", "at"), *after(verb, "in", "at")]
        by = agents(verb) if is_passive(verb) else [*it.after("from"), *after(verb, "from")]
        states = [r for r in self._sides.destinations(where) if r.referent.type is PartyType.STATE]
        guests, hosts = self._parties.all(surface_subjects(verb)), self._parties.all(by) or states
        return self._answers.opposed(it, guests, hosts, where)

    def _brought(self, it: Nominal, verb: Token) -> Candidate | Rejected:
        """ "The visit brought A to B"."""
        where = after(verb, "to")
        return self._answers.opposed(it, self._parties.all(patients(verb)), self._sides.destinations(where), where)

    def _visit(self, it: Nominal) -> Candidate | Rejected:
        if hosted := self._hosted(it):
            return hosted
        where = it.after(*it.frame.places)
        visitors, places = self._sides.possessors(it.noun), self._sides.destinations(where)
        # "A's visit by B": whose visit it is, is visited
        if visitors and not places and "by" in it.frame.visitors and it.after("by"):
            visitors, places = [], visitors
        visitors = visitors or self._named_visitors(it, where)
        if not visitors and (others := _others(it, where)):
            return self._answers.lacking(places, others)
        own, visitors = visitors, visitors or self._participants.first_side(it.noun)
        if not places:
            where, places = self._place_otherwise(it, where)
        places = places or self._home(it, own or [v for v in visitors if v.how == "addressee"])
        return self._answers.opposed(it, visitors, places, where)

    def _home(self, it: Nominal, visitors: Side) -> Side:
        """Return the state of the page's publisher, where a visit that leads nowhere else is one to it."""
        # "your visit"
        if visitors and all(v.how == "addressee" for v in visitors):
            return self._state_speaking(it.noun)
        if there := self._only_other(it, visitors):
            return there
        # "the President of B's current visit", under a title that speaks of nobody else
        context = self._parties.context
        foreign = {v.referent.country for v in visitors} - {context.state}
        owned = any(c.dep_ == "poss" for c in it.noun.children) and not it.after(*it.frame.places)
        told = None in foreign or len(foreign) != 1 or context.states - {context.state} != foreign
        return state_ref(context.state, it.noun, "host") if owned and not told else []

    def _only_other(self, it: Nominal, visitors: Side) -> Side:
        """ "*A* welcomed the outcome of the visit by B": the one state besides the visitor's that the sentence names.

        Where it names somebody else's official as well, whom the visitor may have met, it tells of that encounter alone.
        """
        sent, own = it.noun.sent, {v.referent.country for v in visitors}
        definite = any(c.dep_ == "poss" or c.lower_ in ("the", "this") for c in it.noun.children)
        led = any(t.lower_ == "to" and t.dep_ == "prep" for t in it.noun.subtree)
        spoken = any(v.how in ("speaker", "addressee") for v in visitors)
        if not definite or led or spoken or not own or None in own:
            return []
        others = [m for m in self._parties.mentions.between(sent.start, sent.end) if m.country not in {None, *own}]
        state = _only_state(others)
        return state_ref(state, it.noun, "host") if state is not None else []

    def _hosted(self, it: Nominal) -> Candidate | Rejected | None:
        """ "A hosted *visits* for B"."""
        verb = it.noun.head
        if it.noun.dep_ != "dobj" or verb.lemma_ not in words("hosting"):
            return None
        guests = [*it.after("for"), *after(verb, "for")]
        hosts, visitors = self._parties.all(agents(verb)), self._parties.all(guests)
        return self._answers.opposed(it, visitors, hosts, guests) if hosts and visitors else None

    def _named_visitors(self, it: Nominal, where: list[Token]) -> Side:
        # "a visit by A"; "a visit to Paris of A"
        behind = [t for t in _visitors_on_places(it, where) if not self._is_within(t, where)]
        named = self._parties.all(it.after(*it.frame.visitors)) or self._parties.all(behind)
        return named or self._parties.all(_guests(it.noun))

    def _is_within(self, token: Token, where: list[Token]) -> bool:
        """ "The Republic of *Chad*": of the name of the place itself."""
        mentions = self._parties.mentions
        own = mentions.covering(token)
        return own is not None and any(mentions.covering(m) is own for place in where for m in conjuncts(place))

    def _place_otherwise(self, it: Nominal, where: list[Token]) -> tuple[list[Token], Side]:
        """Return where the visit leads if the noun does not say so itself, and the words that tell."""
        # "a visit by A to B"
        if places := self._sides.destinations(hung_on_names(it.after(*it.frame.visitors), "to")):
            return where, places
        # "skipped a *Pakistan* visit", not "the German *Chancellor* visit"
        before = [c for c in it.noun.children if c.dep_ in ("compound", "nmod") and not names_somebody(c)]
        if places := self._sides.destinations(before):
            return before, places
        # "his visit in *A*"
        inside = it.after("in") if not it.frame.needs else []
        if places := [r for r in self._sides.destinations(inside) if r.referent.type is PartyType.STATE]:
            return inside, places
        elsewhere = _where_of_verb(it.noun)
        places = self._sides.destinations(elsewhere) or self._receiving_state(it.noun)
        return elsewhere or where, places or self._sides.hosts(it.noun)

    def _state_speaking(self, noun: Token) -> Side:
        """Return the state of who speaks, or what else that one acts for."""
        hosts = self._parties.speaking(noun)
        return [state for h in hosts for state in state_ref(h.referent.country, noun, h.how) or [h]]

    def _receiving_state(self, noun: Token) -> Side:
        """ "A hosted the visit of B", "A put off the visit of B": the state that receives, or would."""
        verb = noun.head
        if noun.dep_ != "dobj" or not is_verbal(verb):
            return []
        receives = verb.lemma_ in words("hosting") or not effects(Status.NEGATED).verbs.isdisjoint(phrases(verb))
        hosts = self._parties.all(agents(verb)) if receives else []
        return [h for h in hosts if h.referent.type is PartyType.STATE]


def _guests(noun: Token) -> list[Token]:
    """ "A will host B for a *visit* to C"."""
    verb = noun.head.head
    purpose = noun.dep_ == "pobj" and noun.head.lower_ in ("for", "on") and is_verbal(verb)
    return patients(verb) if purpose and any(frame.guest for frame in verbs().get(verb.lemma_, ())) else []


def _only_state(named: list[Mention]) -> str | None:
    """Return the code of the one state that is named, by its name or for its people, and none of its persons."""
    states = {m.country for m in named if m.sense in (Sense.NAME, Sense.DEMONYM)}
    return states.pop() if len(states) == 1 and not any(m.is_person for m in named) else None


def _visitors_on_places(it: Nominal, where: list[Token]) -> list[Token]:
    return hung_on_names(where, "of") if "of" in it.frame.visitors else []


def _others(it: Nominal, where: list[Token]) -> list[Token]:
    """ "An alleged visit of a senior official": the visitor is told, and is none whom the text names."""
    if "of" not in it.frame.visitors:
        return []
    told = [*it.after("of", "by"), *_visitors_on_places(it, where)]
    return [t for t in told if names_somebody(t)]


def _where_of_verb(noun: Token) -> list[Token]:
    """ "Arrived in B on a visit", "left B after a visit"."""
    verb = noun.head.head
    if noun.dep_ != "pobj" or not is_verbal(verb):
        return []
    # "left B after a visit"
    if noun.head.lower_ in ("after", "following") and verb.lemma_ in words("leaving"):
        return [*direct_objects(verb), *after(verb, "from")]
    return after(verb, "in", "to") if noun.head.lower_ in ("on", "for") else []
