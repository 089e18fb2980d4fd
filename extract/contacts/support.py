"""Whether the text shows that those in contact act for a state, an organisation or a group."""

from diplograph.extract.contacts.candidate import Candidate, Reason, Rejected
from diplograph.extract.model import Kind, PartyType
from diplograph.extract.parties.referent import Ref, Referent

_SPORTS_PAGES = 3  # different words of sport


class Support:
    """Judges the candidates of one document, whatever proposed them.

    A person needs an office, or at least a country outside the sports pages; on the page of a government, whoever has
    none is its own. Where only persons meet, one who has it vouches for the others.

    Args:
        sport_words: How many different words of sport the document holds.
        home: The state for which the text's publisher speaks.
    """

    def __init__(self, sport_words: int, home: str | None = None) -> None:
        self._sport = sport_words >= _SPORTS_PAGES
        self._home = home

    def lacking(self, found: Candidate) -> Rejected | None:
        """Return what keeps a candidate from being a contact of such parties; None where nothing does."""
        persons = _persons(found)
        if self._sport and not any(r.referent.official for r in persons):
            return Rejected(Reason.SPORT)
        unknown = [r for r in persons if not self._is_known(r.referent, found)]
        # "its chief executive, Jane Roe"
        private = any(r.referent.private and r.referent.country is None for r in unknown)
        if not unknown or (len(unknown) < len(persons) and _lets_vouch(found) and not private):
            return None
        return Rejected(Reason.NO_OFFICE, parties=tuple(unknown))

    def _is_known(self, person: Referent, found: Candidate) -> bool:
        home = None if _is_visited(person, found) else self._home
        has_country = (person.country or home) is not None and not self._sport and not person.private
        return person.official or has_country or _is_received(person, found)


def _persons(found: Candidate) -> list[Ref]:
    return [r for r in found.parties() if r.referent.type is PartyType.PERSON]


def _is_visited(person: Referent, found: Candidate) -> bool:
    """ "We visited *Darwin*": who is only visited may be a place."""
    return found.kind is Kind.VISIT and any(r.referent is person for r in found.sides[-1])


def _lets_vouch(found: Candidate) -> bool:
    """Whether one person vouches for another: "President X met Jane Roe", but not "told Jane Roe", "visited Peru"."""
    return not found.each_known and len(_persons(found)) == len(found.parties())


def _is_received(person: Referent, found: Candidate) -> bool:
    """ "Jane Roe met officials of Peru": unnamed officials vouch for whom they meet."""
    bodies = [r for r in found.parties() if r.referent.type is not PartyType.PERSON]
    if not bodies or any(r.how != "office" for r in bodies):
        return False
    # "Officials of Peru received the boxer John Roe", but not "John Roe visited officials of Peru" or "told officials"
    return (person.private and not person.org) or (found.kind is not Kind.VISIT and not found.each_known)
