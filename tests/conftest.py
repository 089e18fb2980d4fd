"""Fixtures for tests of any part."""

import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from click.testing import CliRunner, Result

from diplograph.cli import main

if TYPE_CHECKING:
    from browse import Open
    from desk import At
    from playwright.sync_api import Browser, Page

    from diplograph.extract.model import Contact
    from diplograph.graph.decisions.context import Review

Run = Callable[..., Result]

# No test is timed: a busy machine is no fault of what is tested.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Call the command line as a shell would; standard output and standard error are kept apart."""
    monkeypatch.delenv("NO_COLOR", raising=False)

    def call(*args: object, stdin: str | bytes | None = None, color: bool = False) -> Result:
        return CliRunner().invoke(main, [str(arg) for arg in args], input=stdin, color=color)

    return call


@pytest.fixture
def in_an_empty_folder_without_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the test a folder of its own, and let nothing connect to the network."""

    def refuse(*args: Any) -> None:
        raise AssertionError("something connects to the network")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """A headless Chromium that is installed on the system."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium, chromium-browser or google-chrome on the PATH")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: "Browser", tmp_path: Path) -> "Iterator[Open]":
    """Open a page of contacts; afterwards check that it asked for nothing else and reported no error."""
    from diplograph.graph.page import render

    file = tmp_path / "graph.html"
    requests: list[str] = []
    errors: list[str] = []

    def start(
        contacts: "list[Contact]",
        title: str | None = None,
        at: str = "",
        review: "Review | None" = None,
        **options: Any,
    ) -> "Page":
        file.write_text(render(contacts, title=title, review=review), encoding="utf-8")
        settings: dict[str, Any] = {"bypass_csp": True, "viewport": {"width": 1400, "height": 900}} | options
        context = browser.new_context(**settings)
        page = context.new_page()
        page.on("request", lambda r: requests.append(r.url))
        page.on("pageerror", lambda e: errors.append(str(e)))
        page.on("console", lambda m: errors.append(m.text))
        page.on("dialog", lambda d: errors.append(d.message))
        page.goto(file.as_uri() + at)
        if options.get("java_script_enabled", True):
            page.wait_for_function("window.diplograph && window.diplograph.ready")
        return page

    yield start
    assert {url.partition("#")[0] for url in requests} == {file.as_uri()}
    assert errors == []


@pytest.fixture
def desk(opened: "Open") -> "At":
    """Open the review of contacts, by default of five, each in a text of its own."""
    from desk import Desk, review, told

    from diplograph.graph.identity import fold

    def start(
        contacts: "list[Contact] | None" = None, *, name: str = "ana", texts: bool = True, **options: Any
    ) -> Desk:
        shown = told() if contacts is None else contacts
        return Desk(opened(fold(shown), review=review(shown, texts=texts), **options), name)

    return start
