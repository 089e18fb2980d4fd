"""Shards: documents in portions, each with a file of contacts of its own, for one process, several, or many machines."""

from diplograph.shards.made import provenance
from diplograph.shards.plan import Shard, shards
from diplograph.shards.run import Totals, run
from diplograph.shards.stale import StaleShards
from diplograph.shards.work import CONTACTS, Job, ShardResult, State, installed, process_shard

__all__ = [
    "CONTACTS",
    "Job",
    "Shard",
    "ShardResult",
    "StaleShards",
    "State",
    "Totals",
    "installed",
    "process_shard",
    "provenance",
    "run",
    "shards",
]
