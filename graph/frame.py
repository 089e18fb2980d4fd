"""Contacts as a data frame of pandas or polars."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args, overload

from diplograph.errors import OutputError
from diplograph.extract.model import Contact
from diplograph.graph.given import contacts_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

__all__ = ["frame"]

Rows = Literal["contact", "pair", "mention"]
_INSTALL = {
    "pandas": 'pip install "diplograph[pandas]"',
    "polars": "pip install polars pyarrow",
    "arrow": 'pip install "diplograph[parquet]"',
}


@overload
def frame(
    contacts: Iterable[Contact], *, rows: Rows = "contact", library: Literal["pandas"] = "pandas"
) -> "pd.DataFrame": ...
@overload
def frame(contacts: Iterable[Contact], *, rows: Rows = "contact", library: Literal["polars"]) -> "pl.DataFrame": ...
@overload
def frame(contacts: Iterable[Contact], *, rows: Rows = "contact", library: Literal["arrow"]) -> "pa.Table": ...
def frame(contacts: Iterable[Contact], *, rows: Rows = "contact", library: str = "pandas") -> Any:
    """Return contacts as a data frame, in the order given, with the columns of the Parquet file.

    Kind, status, precision, basis, what was decided and the type of a party are categories of all their words; codes and
    names are text; numbers, flags and days may be missing. Days are ``datetime64[s]`` in pandas, so that those before 1677
    are days too.

    Args:
        contacts: As extracted or folded; a generator is read to its end.
        rows: A row a ``"contact"``, in which parties, further sentences and reports are lists of records; a row a
            ``"pair"`` of parties that were in contact, in columns that begin with ``a_`` and ``b_``, the lesser id first; or
            a row a ``"mention"``, that is every party of a contact, in columns that begin with ``party_``.
        library: A frame of ``"pandas"`` or of ``"polars"``, or a table of ``"arrow"``.

    Raises:
        TypeError: What is given is not contacts.
        OutputError: There are no such rows, no such library, or it is not installed.
    """
    for what, given, known in (("rows", rows, get_args(Rows)), ("library", library, tuple(_MADE))):
        if given not in known:
            raise OutputError(f"Can't make a frame with {what}={given!r:.60}: choose one of {', '.join(known)}.")
    checked = contacts_of(contacts)
    try:  # before contacts are read, which may take hours
        import_module("pyarrow" if library == "arrow" else library)
        from diplograph.graph.arrow import table
    except ImportError as error:
        hint = f"run `{_INSTALL[library]}` ({error})"
        raise OutputError(f"Can't make a frame, since a library is missing: {hint}.") from error
    return _MADE[library](table(checked, rows))


def _pandas(table: "pa.Table") -> "pd.DataFrame":
    import pandas as pd
    import pyarrow as pa

    from diplograph.graph.arrow import is_nested

    dtypes = {pa.string(): pd.StringDtype(), pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    nested = [field.name for field in table.schema if is_nested(field)]
    flat: pd.DataFrame = _in_seconds(table.drop_columns(nested)).to_pandas(types_mapper=dtypes.get)
    for name in nested:  # Arrow would make arrays of NumPy of them
        flat[name] = pd.Series(table.column(name).to_pylist(), index=flat.index, dtype=object)
    return flat


def _in_seconds(table: "pa.Table") -> "pa.Table":
    """Make times of the days, which pandas would else hold as objects; in seconds, for nanoseconds begin in 1677."""
    import pyarrow as pa

    for at, field in enumerate(table.schema):
        if pa.types.is_date(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(pa.timestamp("s")))
    return table


def _polars(table: "pa.Table") -> Any:
    import polars as pl

    return pl.from_arrow(table)


_MADE: dict[str, Callable[["pa.Table"], Any]] = {"pandas": _pandas, "polars": _polars, "arrow": lambda table: table}
