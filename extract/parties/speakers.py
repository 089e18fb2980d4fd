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
        if (writer := self._writer()) is not None:
            return [writer]
        guest = self._guest()
        return [guest] if guest is not None and label and _bears(guest, label) else [speaker]

    def addressed(self, token: Token) -> list[Referent]:
        """Return whom "you" means: of the publisher and the one guest whom the title names, who does not speak."""
        speaker, label = self._parties.context.speaker, self._label(token)
        if speaker is None or _is_quoted(token):
            return []
        if self._writer() is not None:
            return [speaker]
        guest = self._guest()
        if label == "":  # asked from the floor
            return [speaker] if guest is None else []
        if guest is None:
            return []
        return [speaker] if label and _bears(guest, label) else [guest]

    def _guest(self) -> Referent | None:
        """Return the one party of another state whom the title names; a person goes before the state."""
        end = self._parties.context.title_end
        if self._addressed_at() is not None:
            return None
        abroad = self._foreign(end)
        persons = [r for r in abroad if r.is_person and r.official]
        guests = persons or [r for r in abroad if not r.is_person]
        return guests[0] if len(guests) == 1 else None

    def _writer(self) -> Referent | None:
        """Return the one person of another state from whom the title says that a letter is: "*Lord Marsh, U.K. Secretary of State*, to Lund"."""
        end = self._addressed_at()
        writers = [r for r in self._foreign(end) if r.is_person and r.country] if end is not None else []
        return writers[0] if len(writers) == 1 else None

    def _addressed_at(self) -> int | None:
        """Return where a title says to whom a letter is."""
        return next((t.i for t in self._parties.doc[: self._parties.context.title_end] if t.lower_ == "to"), None)

    def _foreign(self, end: int) -> list[Referent]:
        """Return those of another state whom the title names up to a word."""
        return [r for r in self._titled(end) if (r.country or r.org) and r.country != self._parties.context.state]

    def _titled(self, end: int) -> list[Referent]:
        """Return those whom the title names up to a word, each once."""
        mentions = self._parties.mentions.between(0, end)
        return list({ref.referent.id: ref.referent for m in mentions for ref in self._parties.named(m)}.values())

    def _label(self, token: Token) -> str | None:
        """Return the label of the turn that a word stands in, empty for a question; None where none is told."""
        return self._parties.context.label_at(token.i)


def _bears(person: Referent, label: str) -> bool:
    """Whether a label is that of a person: it ends with the surname, which may stand first."""
    return label.split()[-1].lower() in person.name.lower().split()


def _is_quoted(token: Token) -> bool:
    return sum(t.text in ('"', "``", "''") for t in token.doc[token.sent.start : token.i]) % 2 == 1
