"""Measures as one spreadsheet: a row for each party, or for each change between two periods."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, fields
from typing import TextIO

from diplograph.graph.formats.csv import guarded
from diplograph.graph.measures import PartyMeasures
from diplograph.graph.periods import Comparison

_CHANGES = ("change", "id", "name", "partner_id", "partner", "before", "after")


def dump_parties(parties: Iterable[PartyMeasures], handle: TextIO) -> None:
    """Write a row for each party, with the names of ``PartyMeasures`` for columns."""
    rows = csv.writer(handle, lineterminator="\n")
    rows.writerow(field.name for field in fields(PartyMeasures))
    rows.writerows(map(guarded, astuple(party)) for party in parties)


def dump_changes(comparison: Comparison, handle: TextIO) -> None:
    """Write a row for each party that changed, then one for each pair, which has a partner."""
    rows = csv.writer(handle, lineterminator="\n")
    rows.writerow(_CHANGES)
    for change in (*comparison.parties, *comparison.pairs):
        named = [cell for pair in zip(change.ids, change.names, strict=True) for cell in pair]
        named += [""] * (4 - len(named))
        rows.writerow(map(guarded, (change.turn.value, *named, change.before, change.after)))
