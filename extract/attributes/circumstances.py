"""When, where, about what, by what channel, and according to whom."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from diplograph.extract.lexicon import gazetteer
from diplograph.extract.lexicon.frames import roles, words
from diplograph.extract.lexicon.gazetteer import Sense
from diplograph.extract.mentions.mention import Mentions
from diplograph.extract.model import PartyType, When
from diplograph.extract.parties.resolution import Parties
from diplograph.extract.syntax.grammar import agents, antecedent, is_verbal
from diplograph.extract.text import dates

_UP = frozenset(
    {
        "xcomp",
        "dobj",
        "pobj",
        "prep",
        "acl",
        "attr",
        "nsubjpass",
        "nsubj",
        "advcl",
        "pcomp",
        "conj",
        "agent",
        "acomp",
        "dative",
        "oprd",
        "prt",
    }
)
_DISCUSS = frozenset({"discuss", "review", "debate", "tackle"})
_WHERE = frozenset({"in", "at", "near", "aboard", "outside", "on"})
_REACH = 14
_DROPPED = ("the ", "a ", "an ", "The ", "A ", "An ")


@dataclass(slots=True)
class Scene:
    """What the discourse has established so far: the day and the place of the event told last."""

    dates: list[Span]
    starts: list[int]
    day: dt.date | None = None
    place: str | None = None

    @classmethod
    def of(cls, doc: Doc) -> "Scene":
        """Return the scene at the beginning of a document, with the days that the model marked in it."""
        found = [e for e in doc.ents if e.label_ == "DATE" and "\n" not in e.text]
        return cls(found, [e.start for e in found])

    def dates_in(self, sent: Span) -> list[Span]:
        """Return the days that the model marked in a sentence."""
        return self.dates[bisect_left(self.starts, sent.start) : bisect_left(self.starts, sent.end)]


def spine(trigger: Token) -> list[Token]:
    """Return the words of the contact's own clause, from its word up to the verb that heads the clause."""
    path, node = [trigger], trigger
    while node.dep_ in _UP and node.head != node:
        if node.dep_ == "advcl" and any(c.dep_ in ("nsubj", "mark") for c in node.children):
            break
        node = node.head
        if is_verbal(node) and node.lemma_ in words("saying") and path[-1].dep_ not in ("dobj", "nsubjpass"):
            break
        path.append(node)
        if (
            is_verbal(node)
            and any(c.dep_ in ("nsubj", "nsubjpass") for c in node.children)
            and node.dep_ in ("ROOT", "ccomp", "relcl", "advcl")
        ):
            break
    return path


def date_spans(sent: Span, scene: Scene) -> list[Span]:
    """Return the date expressions of a sentence, by the model's label and by pattern, longest first kept."""
    doc, found = sent.doc, scene.dates_in(sent)
    for start, end in dates.find_dates(sent.text):
        span = doc.char_span(sent.start_char + start, sent.start_char + end, alignment_mode="expand")
        if span is not None:
            found.append(span)
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s.start - s.end, s.start)):
        if not any(span.start < k.end and k.start < span.end for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


def when(trigger: Token, path: list[Token], base: dt.date | None, scene: Scene, *, future: bool) -> When | None:
    """Return the day of a contact, by the date expression that hangs on its clause."""
    spine_set = {t.i: n for n, t in enumerate(path)}
    best: tuple[tuple[int, int], When] | None = None
    for span in date_spans(trigger.sent, scene):
        before = span.doc[span.start - 1].lower_ if span.start else ""
        level = _belongs(span.root, spine_set)
        if level is None or "every" in (before, span[0].lower_) or "each" in (before, span[0].lower_):
            continue
        text = _with_preposition(span)
        day = _resolve(text, base, scene, future=future) or _resolve(span.text, base, scene, future=future)
        distance = (_verbs_between(path, level), abs(span.start - trigger.i))
        if day and (best is None or distance < best[0]):
            best = distance, When(day[0], day[1], span.text)
    return best[1] if best else _day_behind(trigger, base, scene, future=future)


def _day_behind(trigger: Token, base: dt.date | None, scene: Scene, *, future: bool) -> When | None:
    """Return a day that follows the contact word with no other verb between, wherever the parser hung it."""
    for span in date_spans(trigger.sent, scene):
        between = trigger.doc[trigger.i + 1 : span.start]
        if trigger.i < span.start <= trigger.i + _REACH and not any(
            is_verbal(t) or t.text in (";", ":") for t in between
        ):
            if between and between[-1].lower_ in ("every", "each"):
                continue
            if day := _resolve(_with_preposition(span), base, scene, future=future):
                return When(day[0], day[1], span.text)
    return None


def first_day(sent: Span, base: dt.date | None, scene: Scene, *, future: bool) -> When | None:
    """Return the first day that a sentence names, whatever it hangs on."""
    for span in date_spans(sent, scene):
        if day := dates.resolve(span.text, base, future=future):
            return When(day[0], day[1], span.text)
    return None


def _resolve(text: str, base: dt.date | None, scene: Scene, *, future: bool) -> tuple[dt.date, dt.date] | None:
    origin = scene.day if scene.day and dates.anchored(text) else base
    return dates.resolve(text, origin, future=future)


def _with_preposition(span: Span) -> str:
    before = span.doc[span.start - 1] if span.start > span.sent.start else None
    return f"{before.text} {span.text}" if before is not None and before.lower_ in ("from", "between") else span.text


def _verbs_between(path: list[Token], level: int) -> int:
    """How many joined clauses up a date hangs: a day of one's own clause comes before one that is shared."""
    return sum(t.dep_ in ("conj", "advcl", "xcomp") for t in path[:level])


def _belongs(token: Token, path: dict[int, int]) -> int | None:
    """At which step of the contact's clause a date hangs; None where it hangs on another verb of the sentence."""
    node = token
    for _ in range(12):
        if node.i in path:
            return path[node.i]
        above = node.head
        if above == node:
            return None
        if is_verbal(node) and node != token and node.dep_ in ("relcl", "ccomp", "advcl", "acl", "conj", "xcomp"):
            return None
        node = above
    return None


def place(
    trigger: Token, path: list[Token], arguments: Iterable[Token], mentions: Mentions, scene: Scene
) -> str | None:
    """Return the city, venue or country where the contact happened, as written; never a dateline or a posting."""
    near = [*path, *arguments]
    found = [name for token in near for name in _places_at(token, mentions, token in path)]
    if found:
        return next((name for name in found if gazetteer.capital_or_city(name)), found[0])
    for token in path:
        if token.dep_ == "relcl" and any(c.lower_ == "where" for c in token.children):
            where = _place_name(token.head, mentions)
            if where:
                return where
        if any(c.lower_ == "there" and c.dep_ == "advmod" for c in token.children):
            return scene.place
    return _compound_place(trigger, mentions) or _place_behind(trigger, mentions)


def _place_behind(trigger: Token, mentions: Mentions) -> str | None:
    """Return a known city after "in" or "at" that follows the contact word with no other verb between."""
    for token in trigger.doc[trigger.i + 1 : min(trigger.sent.end, trigger.i + 2 * _REACH)]:
        if is_verbal(token) or token.text in (";", ":"):
            return None
        posted = token.head.lemma_.lower() in roles("envoys") | roles("heads")
        if (
            token.dep_ == "pobj"
            and token.head.lower_ in ("in", "at")
            and not (posted or token.head.head.lemma_.lower() in roles("envoys"))
        ):
            name = _place_name(token, mentions)
            if name and gazetteer.capital_or_city(name):
                return name
    return None


def _places_at(token: Token, mentions: Mentions, on_path: bool) -> Iterator[str]:
    posted = not on_path and token.lemma_.lower() in roles("envoys") - {"minister"}
    if posted:
        return
    for child in token.children:
        if (
            not on_path
            and token.lemma_.lower() in roles("heads")
            and any(m and m.sense is Sense.NAME for o in child.children if (m := mentions.at.get(o.i)))
        ):
            continue
        if child.dep_ == "prep" and child.lower_ in _WHERE:
            yield from (n for o in child.children if o.dep_ == "pobj" and (n := _place_name(o, mentions)))
            for below in child.children:
                if below.dep_ == "pobj":
                    yield from _places_at(below, mentions, on_path=True)
                    for inner in below.children:
                        if inner.lower_ == "of":
                            yield from (n for o in inner.children for n in _places_at(o, mentions, on_path=True))


def _place_name(token: Token, mentions: Mentions) -> str | None:
    mention = mentions.covering(token)
    if mention is not None and mention.type is PartyType.PERSON:
        return None
    if token.lemma_.lower() in ("city", "town", "capital", "village", "resort", "port", "island", "outskirt", "suburb"):
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                return next((n for o in child.children if o.dep_ == "pobj" and (n := _place_name(o, mentions))), None)
            if child.dep_ == "appos" and (name := _place_name(child, mentions)):
                return name
    known = mention is not None and (mention.type is PartyType.STATE and mention.sense is not Sense.DEMONYM)
    labelled = token.ent_type_ in ("GPE", "LOC", "FAC")
    named = _proper_phrase(token)
    if token.ent_type_ in ("DATE", "TIME", "EVENT") or not named:
        return None
    if (
        known
        or labelled
        or gazetteer.city_country(named)
        or (token.ent_type_ in ("ORG", "PERSON", "") and token.is_title and token.head.lower_ in ("in", "at"))
    ):
        return named if mention is None or mention.type is PartyType.STATE else None
    return None


def _proper_phrase(token: Token) -> str:
    """Return the capitalised words around a place's head word, without article."""
    start = end = token.i
    doc = token.doc
    for first in range(max(token.sent.start, token.i - 3), token.i):
        if doc[first].text[:1].isupper() and gazetteer.capital_or_city(doc[first : token.i + 1].text):
            return doc[first : token.i + 1].text
    while (
        start > token.sent.start
        and doc[start - 1].head.i in range(start - 1, token.i + 1)
        and (doc[start - 1].dep_ in ("compound", "amod", "nmod", "poss") or doc[start - 1].text in ("-", "'s", "'"))
        and (doc[start - 1].text[:1].isupper() or doc[start - 1].text in ("-", "'s", "'"))
    ):
        start -= 1
    while end + 1 < len(doc) and doc[end + 1].ent_iob_ == "I" and doc[end + 1].ent_type_ in ("GPE", "FAC", "LOC"):
        end += 1
    if not any(t.text[:1].isupper() for t in doc[start : end + 1]):
        return ""
    if end + 2 < len(doc) and doc[end + 1].text == "," and doc[end + 2].text in ("D.C.", "DC"):
        end += 2
    text = doc[start : end + 1].text
    return text.removesuffix("'s").strip()


def _compound_place(trigger: Token, mentions: Mentions) -> str | None:
    for child in trigger.children:
        if child.dep_ in ("compound", "nmod") and (
            child.ent_type_ in ("GPE", "FAC") or gazetteer.city_country(child.text)
        ):
            mention = mentions.covering(child)
            if mention is None or mention.sense is Sense.CAPITAL or mention.sense is Sense.SEAT:
                return _proper_phrase(child)
    return None


def topic(trigger: Token, path: list[Token], arguments: Iterable[Token]) -> str | None:
    """Return the shortest words that name the subject matter, without a leading article."""
    for token in path:
        if token.lemma_ == "discuss" or (token.lemma_ in ("cover", "raise") and token != trigger):
            for child in token.children:
                if child.dep_ == "dobj" and child.ent_type_ != "DATE":
                    return _words(child)
    for token in [*path, *arguments]:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in words("topic"):
                for below in child.children:
                    if below.dep_ in ("pobj", "pcomp") and _subject_matter(below):
                        return _words(below)
    for token in [*path, *arguments]:
        for child in token.children:
            if child.dep_ in ("advcl", "xcomp", "relcl", "acl", "conj") and child.lemma_ in _DISCUSS:
                for below in child.children:
                    if below.dep_ == "dobj":
                        return _words(below)
    return _dominating(trigger)


def _dominating(trigger: Token) -> str | None:
    verb = trigger.head
    if trigger.dep_ == "dobj" and verb.lemma_ == "dominate":
        return next((_words(c) for c in verb.children if c.dep_ == "nsubj"), None)
    subject = trigger.head.head if trigger.dep_ == "pobj" and trigger.head.lower_ == "of" else None
    if subject is not None and subject.lemma_ in ("subject", "topic", "theme") and subject.dep_ == "attr":
        return next((_words(c) for c in subject.head.children if c.dep_ == "nsubj"), None)
    if trigger.dep_ == "nsubj" and verb.lemma_ in ("cover", "concern", "address", "touch"):
        return next((_words(c) for c in verb.children if c.dep_ == "dobj"), None)
    if trigger.dep_ == "nsubj" and verb.lemma_ in ("focus", "centre", "center"):
        return next(
            (_words(o) for c in verb.children if c.lower_ == "on" for o in c.children if o.dep_ == "pobj"), None
        )
    return None


def _subject_matter(token: Token) -> bool:
    margins = (
        "sideline",
        "margin",
        "basis",
        "day",
        "occasion",
        "eve",
        "invitation",
        "behalf",
        "phone",
        "line",
        "visit",
        "trip",
        "board",
        "way",
        "side",
        "part",
    )
    dated = any(c.ent_type_ == "DATE" for c in token.children if c.i < token.i)
    return not dated and token.ent_type_ not in ("DATE", "TIME", "PERSON") and token.lemma_.lower() not in margins


def _words(token: Token) -> str:
    """Return the phrase that a word heads, cut before a relative clause, a day or a second preposition of time."""
    cut = {
        t.i
        for c in token.subtree
        if c.dep_ in ("relcl", "appos")
        or (c.head == token and c.lower_ == "with" and token.dep_ == "dobj")
        or (c.ent_type_ == "DATE" and c.dep_ in ("npadvmod", "pobj"))
        for t in c.subtree
    }
    keep = [t for t in token.subtree if t.i not in cut]
    run = [t for t in keep if t.i <= token.i]
    for t in (t for t in keep if t.i > token.i):
        if t.i == run[-1].i + 1:
            run.append(t)
        else:
            break
    while run and (run[-1].is_punct or run[-1].dep_ in ("prep", "cc", "mark") or run[-1].is_space):
        run.pop()
    text = "".join(t.text_with_ws for t in run).strip()
    for article in _DROPPED:
        text = text.removeprefix(article)
    return " ".join(text.split())


def channel(trigger: Token, path: list[Token]) -> str | None:
    """Return the medium that the text names: phone, video, hotline, letter, or None."""
    low = {c.lower_ for c in trigger.children if c.dep_ in ("compound", "amod", "nmod")}
    for token in path[:3]:
        for child in token.children:
            if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "via", "over", "on", "through"):
                low |= {t.lower_ for t in child.subtree if t.i - child.i < 5}
            if child.dep_ == "prep" and child.lower_ == "in":
                calls = [
                    o for o in child.children if o.lemma_ in ("call", "conference", "teleconference", "videoconference")
                ]
                low |= {t.lower_ for o in calls for t in o.children} | (
                    {"phone"} if any(o.lemma_ == "call" for o in calls) else set()
                )
            if child.dep_ == "advmod" and child.lower_ in ("phone", "telephonically", "virtually", "online"):
                low |= {"video" if child.lower_ in ("virtually", "online") else "phone"}
    for word in ("video", "videolink", "video-link", "videoconference", "teleconference", "virtual"):
        if word in low:
            return "video"
    if low & {"phone", "telephone", "telephonic"}:
        return "phone"
    return next((w for w in ("hotline", "letter", "telegram", "cable", "email", "e-mail", "radio") if w in low), None)


def reported_by(path: list[Token], parties: Parties) -> str | None:
    """Return the source that the text gives for the contact: a person's longest name, or the office's words."""
    top = path[-1]
    for token in path:
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ == "according":
                for to in child.children:
                    for noun in to.children:
                        if noun.dep_ == "pobj":
                            return _source(noun, parties)
    node = top
    for _ in range(4):
        head = node.head
        if node.dep_ == "ccomp" and head.lemma_ in words("saying") | {"deny", "hope", "expect"}:
            for subject in agents(head):
                if subject.i not in {t.i for t in path} and not _expletive(subject):
                    return _source(subject, parties)
        if head == node or node.dep_ not in (
            "xcomp",
            "conj",
            "ccomp",
            "advcl",
            "relcl",
            "dobj",
            "pobj",
            "prep",
            "pcomp",
        ):
            return None
        node = head
    return None


def _expletive(token: Token) -> bool:
    return token.lower_ in ("it", "there", "which", "that", "who", "i", "we", "you")


def _source(token: Token, parties: Parties) -> str | None:
    token = antecedent(token)
    mention = parties.mentions.covering(token)
    if (mention is not None and mention.type is PartyType.PERSON) or token.pos_ == "PRON":
        refs = parties.of(token)
        return refs[0].referent.name if refs else (mention.name if mention else None)
    if token.lemma_.lower() in (
        "statement",
        "report",
        "communiqué",
        "communique",
        "readout",
        "document",
        "transcript",
        "release",
    ):
        inner = [
            t
            for c in token.children
            for t in (
                [c]
                if c.dep_ in ("compound", "poss")
                else [o for o in c.children if o.dep_ == "pobj"]
                if c.lower_ in ("by", "of", "from")
                else []
            )
        ]
        named = [t for t in inner if t.ent_type_ or t.lemma_.lower() in roles("bodies")]
        if named:
            return _office(named[0].doc, named[0])
    return _office(token.doc, token)


def _office(doc: Doc, token: Token) -> str | None:
    first = token.left_edge.i
    run = [t for t in doc[first : token.i + 1] if t.dep_ not in ("det", "nummod", "quantmod") or t.i == token.i]
    text = "".join(t.text_with_ws for t in run).strip()
    for article in _DROPPED:
        text = text.removeprefix(article)
    return " ".join(text.split()) or None
