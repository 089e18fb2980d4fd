"""What the page is given where contacts are decided on in it: each as extracted, in its context, the doubtful first."""

from typing import Any

from diplograph.extract.model import Contact, Source
from diplograph.graph.decisions.context import InContext, Passage, Review
from diplograph.graph.decisions.order import doubtful_first
from diplograph.graph.decisions.quote import AROUND, digest
from diplograph.graph.decisions.record import Verdict, plain_contact
from diplograph.graph.identity.ties import ids
from diplograph.graph.summary import filled

Record = dict[str, Any]


def reviewed(review: Review, shown: list[Contact], place: dict[Source, int]) -> Record:
    """Return the records of the contacts as extracted that the page shows.

    Each tells the number of its encounter among those shown, and of its document.

    Args:
        shown: The encounters on the page, in its order.
        place: The number of each document.
    """
    encounter = {id: number for number, contact in enumerate(shown) for id in ids(contact)}
    number = {source.id: n for source, n in place.items()}
    known = {one.contact.id: one for one in review.contacts if one.contact.id in encounter}
    ordered = [known[contact.id] for contact in doubtful_first(one.contact for one in known.values())]
    return {
        "key": digest("\n".join(one.contact.id for one in ordered))[:16],
        "name": review.name,
        "remembered": AROUND,
        "verdicts": [verdict.value for verdict in Verdict],
        "contacts": [_record(one, encounter[one.contact.id], number[one.contact.document.id]) for one in ordered],
        "decisions": [decision.to_dict() for decision in review.decisions],
    }


def _record(one: InContext, encounter: int, document: int) -> Record:
    contact = plain_contact(one.contact)
    del contact["document"]
    how = one.contact.decided and one.contact.decided.value
    return filled(encounter=encounter, document=document, decided=how, passage=_passage(one.passage)) | {
        "contact": {name: value for name, value in contact.items() if value is not None}
    }


def _passage(passage: Passage | None) -> Record | None:
    if passage is None:
        return None
    return {
        "sentences": [list(told) for told in zip(passage.sentences, passage.counts, strict=True)],
        "own": passage.own,
        "edges": [passage.prefix, passage.suffix],
        "digest": passage.digest,
    }
