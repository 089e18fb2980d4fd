"""What people decided on contacts: right, wrong, otherwise, missed; kept in a file and applied to every later run."""

from diplograph.graph.decisions.files import append, read_decisions
from diplograph.graph.decisions.quote import Quote, digest, quote
from diplograph.graph.decisions.record import Decision, Verdict
from diplograph.graph.decisions.settle import Ledger, Stale

__all__ = [
    "Decision",
    "Ledger",
    "Quote",
    "Stale",
    "Verdict",
    "append",
    "digest",
    "quote",
    "read_decisions",
]
