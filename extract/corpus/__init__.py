"""A corpus: documents and their contacts in one SQLite file, which is read anew only where something changed."""

from diplograph.extract.corpus.damage import Checked, Damage, Fault, check
from diplograph.extract.corpus.repair import Repaired, repair
from diplograph.extract.corpus.store import Corpus
from diplograph.extract.corpus.update import Tally, prune, update

__all__ = ["Checked", "Corpus", "Damage", "Fault", "Repaired", "Tally", "check", "prune", "repair", "update"]
