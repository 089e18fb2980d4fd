"""Mailboxes: each message is a document, whatever stands in the others."""

import time
from io import BytesIO
from pathlib import Path

import pytest
from reading import PROSE, messages, read, write

from diplograph.extract.read import mbox

BEGINS = "From ana@example.org Mon Aug 16 10:00:00 2021\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def message(subject: str, text: str = PROSE, begins: str = BEGINS) -> str:
    """Return a message as a mailbox has it."""
    return f"{begins}From: Ana <ana@example.org>\nSubject: {subject}\nDate: Mon, 16 Aug 2021 10:00:00 +0200\n\n{text}\n"


def test_messages() -> None:
    """Each has its own subject, day, sender and place; the file's name is no title."""
    found, problems = read(write("a.mbox", message("One") + "\n" + message("Two", "They met.")))

    assert [(d.source.id, d.source.title, d.text.strip()) for d in found] == [
        ("a.mbox:1", "One", PROSE),
        ("a.mbox:2", "Two", "They met."),
    ]
    assert {(str(d.source.date), d.source.publisher) for d in found} == {("2021-08-16", "Ana")}
    assert problems == []


@pytest.mark.parametrize(
    "begins",
    [
        BEGINS,
        "From - Mon Aug 16 10:00:00 2021\n",
        "From 1709@xxx Mon Aug 16 10:00:00 +0000 2021\n",
        "From MAILER-DAEMON 2021-08-16T10:00:00\n",
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_programs_begin_messages_in_their_ways(begins: str, ends: str) -> None:
    """Behind a blank line, with a header below, all of them part two messages."""
    both = message("One", begins=begins) + "\n" + message("Two", begins=begins)
    found, problems = read(write("a.mbox", both.replace("\n", ends)))

    assert ([d.source.title for d in found], problems) == (["One", "Two"], [])


def test_messages_without_a_blank_line_between() -> None:
    """A line that tells a time of day parts them too."""
    found, _ = read(write("a.mbox", message("One") + message("Two")))

    assert [d.source.title for d in found] == ["One", "Two"]


@pytest.mark.parametrize(
    "text",
    [
        "They left.\n\nFrom Moscow he went on.\nHe met them.",
        "They left.\n\nFrom Monday, 10:00 to Friday in 2021 they met.\nOn and on.",
        "They left.\nFrom Moscow: a note\nSubject: none of a mail",
        "They left.\n\n>From Moscow he went on.",
        "They left.\n\nFrom Moscow he went on.",
    ],
)
def test_prose_that_begins_with_from(text: str) -> None:
    """It is no message; a mark put before it is taken away."""
    found, _ = read(write("a.mbox", message("One", text) + "\n" + message("Two")))

    assert [d.source.title for d in found] == ["One", "Two"]
    assert found[0].text.strip() == text.replace(">From", "From")


def test_standard_input() -> None:
    """It is known by its first line."""
    found, _ = read("-", stdin=BytesIO((message("One") + "\n" + message("Two")).encode()))

    assert [d.source.id for d in found] == ["stdin:1", "stdin:2"]


def test_what_is_too_large_or_empty_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The others are read."""
    monkeypatch.setattr(mbox, "LARGEST_MESSAGE", 10_000)
    large = message("Two", "x\n" * 20_000)
    found, problems = read(write("a.mbox", "\n".join([message("One"), large, message("Three", ""), message("Four")])))

    assert [d.source.title for d in found] == ["One", "Four"]
    assert "a.mbox, message 2 is too large, over 10,000 bytes" in messages(problems)
    assert "a.mbox, message 3 is no mail, or has no text" in messages(problems)


def test_what_is_no_mailbox() -> None:
    """It is named; one message without the first line is read."""
    write("a.mbox", b"\0\1\2" * 500)
    write("b.mbox", "")
    write("c.mbox", message("One", begins=""))
    found, problems = read("a.mbox", "b.mbox", "c.mbox")

    assert [d.source.title for d in found] == ["One"]
    assert "a.mbox is a binary file, no mailbox" in messages(problems)
    assert "b.mbox is empty" in messages(problems)


@pytest.mark.parametrize(
    "data",
    [
        "x" * 30_000_000,
        "From \n" * 1_000_000,
        "\n\nFrom a 10:00 2021\na:\n" * 400_000,
        BEGINS + "\n" * 5_000_000,
        ("From " + "1:11 " * 10_000 + "\n") * 100,
        "\nFrom Moscow\nhe went\n" * 150_000,
    ],
    ids=["one line", "beginnings", "empty messages", "blank lines", "long beginnings", "prose"],
)
def test_hostile_mailboxes_take_seconds(data: str) -> None:
    """Each is read or named."""
    begun = time.process_time()
    found, problems = read(write("a.mbox", data))

    assert time.process_time() - begun < 5
    assert found or problems
