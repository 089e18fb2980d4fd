"""Panels: for every unit (dyad, state, pair of persons) and period how many contacts, of which kind, status and level."""

from collections.abc import Callable
from importlib import import_module
from typing import TextIO

from diplograph.errors import OutputError
from diplograph.graph.calendar import By
from diplograph.graph.panel.counting import Panel, panel
from diplograph.graph.panel.population import System
from diplograph.graph.panel.seats import Unit

__all__ = ["By", "Panel", "System", "Unit", "panel", "writer"]


def writer(format: str) -> Callable[[Panel, TextIO], None]:
    """Return what writes a panel as ``csv`` or ``parquet`` to an open file.

    Raises:
        OutputError: The library is missing that Parquet needs.
    """
    try:
        dump: Callable[[Panel, TextIO], None] = import_module(f"diplograph.graph.panel.{format}").dump
    except ImportError as error:
        hint = f'run `pip install "diplograph[{format}]"`'
        raise OutputError(f"Can't write {format}, since a library is missing: {hint} ({error}).") from error
    return dump
