"""Which sentences without a contact somebody has decided on, so that nobody is asked again."""

from collections import defaultdict
from collections.abc import Iterable

from diplograph.extract.model import Evidence, Source
from diplograph.graph.decisions.quote import digest, found
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.decisions.settle import standing


class Answered:
    """What was decided on sentences: that a contact was missed there, or that there is none.

    Args:
        decisions: In any order; what was withdrawn counts for nothing.
    """

    def __init__(self, decisions: Iterable[Decision]) -> None:
        self._by_document: defaultdict[str, list[Decision]] = defaultdict(list)
        for decision in standing(decisions):
            if decision.verdict in (Verdict.MISSED, Verdict.NONE):
                self._by_document[decision.contact.document.id].append(decision)
                if decision.around is not None:
                    self._by_document[decision.around.digest].append(decision)

    def __contains__(self, id: str) -> bool:
        """Whether something was decided in a document."""
        return id in self._by_document

    def has(self, document: Source, evidence: Evidence, text: str) -> bool:
        """Whether somebody decided on a sentence, wherever it was in its document then."""
        made = [*self._by_document.get(document.id, ()), *self._by_document.get(digest(text), ())]
        spans = (found(text, d.contact.evidence.sentence, d.contact.evidence.start, d.around) for d in made)
        return any(span is not None and span[0] < evidence.end and evidence.start < span[1] for span in spans)
