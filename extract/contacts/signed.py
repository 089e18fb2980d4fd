"""A letter that is itself the text: its title says who writes to whom, and the writer's name stands below it."""

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from diplograph.extract.contacts.candidate import Candidate
from diplograph.extract.model import Kind
from diplograph.extract.parties.referent import Ref, Referent
from diplograph.extract.parties.resolution import Parties


class Signed:
    """Finds the signature of the letter that one document is."""

    def __init__(self, doc: Doc, parties: Parties) -> None:
        self._doc, self._parties = doc, parties

    def told(self) -> Iterator[Candidate]:
        """Yield the correspondence of a letter from one state to another that its writer has signed."""
        writer, reader = self._parties.corresponding()
        if writer is None or reader is None or not self._are_apart(writer, reader):
            return
        own = {word.lower() for word in writer.name.split()}
        signature = next((s for s in self._doc.sents if self._is_below(s) and _signs(s, own)), None)
        if signature is not None:
            sides = [[Ref.at(writer, signature.root, "name")], [Ref.at(reader, signature.root, "addressee")]]
            yield Candidate(signature.root, Kind.CORRESPONDENCE, sides, "letter.signed")

    def _are_apart(self, writer: Referent, reader: Referent) -> bool:
        """Whether they act for two states; one of whom none is told acts for the publisher's."""
        home = self._parties.context.state
        states = {writer.country or home, reader.country or home}
        return None not in states and len(states) > 1

    def _is_below(self, sent: Span) -> bool:
        return not self._parties.context.in_title(sent[0])


def _signs(sent: Span, own: set[str]) -> bool:
    """Whether a sentence is nothing but the writer's name, the surname at its end: "R. LUND"."""
    names = [t.lower_ for t in sent if not (t.is_punct or t.is_space)]
    surname = names and names[-1] in own
    return bool(surname) and all(name in own or len(name.strip(".")) == 1 for name in names)
