"""Who says "I" and "we", and to whom "you" is said: by the label of the turn, by the page, by whom its title names."""

from spacy.tokens import Token

from diplograph.extract.parties.referent import Referent
from diplograph.extract.parties.resolver import Resolver

SPEAKER = frozenset({"i", "me", "we", "us", "my", "our"})
ADDRESSEE = frozenset({"you", "your", "yours"})


class Speakers:
    """Resolves the first and second person of one document of which the publisher speaks for somebody."""

    def __init__(self, parties: Resolver) -> None:
        self._parties = parties

    def speaking(self, token: Token) -> list[Referent]:
        """Return whom "I" or "we" means: the one whose turn it is, else for whom the publisher speaks."""
        speaker, label = self._parties.context.speaker, self._label(token)
        if speaker is None or _is_quoted(token) or label == "":
            return []
        guest = self._guest()
        return [guest] if guest is not None and label and _bears(guest, label) else [speaker]

    def addressed(self, token: Token) -> list[Referent]:
        """Return whom "you" means: of the publisher and the one guest whom the title names, who does not speak."""
        speaker, label = self._parties.context.speaker, self._label(token)
        if speaker is None or _is_quoted(token):
            return []
        guest = self._guest()
        if label == "":  # asked from the floor
            return [speaker] if guest is None else []
        if guest is None:
            return []
        return [speaker] if label and _bears(guest, label) else [guest]

    def _guest(self) -> Referent | None:
        """Return the one party of another state whom the title names; a person goes before the state."""
        context = self._parties.context
        if any(t.lower_ == "to" for t in self._parties.doc[: context.title_end]):  # a letter, of whoever writes
            return None
        abroad = [r for r in self._titled() if (r.country or r.org) and r.country != context.state]
        persons = [r for r in abroad if r.is_person and r.official]
        guests = persons or [r for r in abroad if not r.is_person]
        return guests[0] if len(guests) == 1 else None

    def _titled(self) -> list[Referent]:
        """Return those whom the title names, each once."""
        mentions = self._parties.mentions.between(0, self._parties.context.title_end)
        return list({ref.referent.id: ref.referent for m in mentions for ref in self._parties.named(m)}.values())

    def _label(self, token: Token) -> str | None:
        """Return the label of the turn that a word stands in, empty for a question; None where none is told."""
        return self._parties.context.label_at(token.i)


def _bears(person: Referent, label: str) -> bool:
    """Whether a label is that of a person: it ends with the surname, which may stand first."""
    return label.split()[-1].lower() in person.name.lower().split()


def _is_quoted(token: Token) -> bool:
    return sum(t.text in ('"', "``", "''") for t in token.doc[token.sent.start : token.i]) % 2 == 1
