"""Records as JSON holds them."""

import datetime as dt
from enum import StrEnum

from diplograph.extract.times import When


def plain(value: object) -> object:
    """Return a record as a mapping of its fields, dates as ISO 8601 strings, enums as their words, tuples as lists.

    Identifiers are a mapping of their own, and left out where a party has none.
    """
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    fields = getattr(value, "__dataclass_fields__", None)
    if not fields:
        return value
    record = {name: plain(getattr(value, name)) for name in fields if name != "ids"}
    if ids := getattr(value, "ids", ()):
        record["ids"] = dict(ids)
    return record | {"precision": value.precision.value} if isinstance(value, When) else record
