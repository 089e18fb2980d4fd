"""Fixtures for tests of any part."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from diplograph.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line as a shell would; standard output and standard error are kept apart."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    def call(*args: object, stdin: str | bytes | None = None, color: bool = False) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, color=color)

    return call
