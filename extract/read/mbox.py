"""Mailboxes: a file of many messages, each a document. One message at a time is held."""

import re
from collections.abc import Iterable, Iterator

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.patience import Patience
from diplograph.extract.read.raw import Raw
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputName, InputNotice, is_binary

LARGEST_MESSAGE = 64 * 2**20
"""Bytes that one message may have, with its attachments."""

_LONGEST_LINE = 65_536  # bytes; what is longer comes in pieces, none of which begins a message
_FROM = b"From "
_DATED = re.compile(rb"From [^\r\n]{0,300}\b[0-9]{1,2}:[0-9]{2}\b[^\r\n]{0,60}\b[0-9]{4}\b")
_FIELD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{0,75}[ \t]?:|>From )")
_QUOTED = re.compile(rb">+From ")


def read_mbox(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the messages of a mailbox (RFC 4155, and the variants mboxo, mboxrd and mboxcl).

    A message begins at a line "From ..." that has a header below it and before it nothing, a blank line, or anything if
    it tells a time of day and a year: a line of prose that begins with "From" has not.
    """
    name, patience, number = file.name, Patience(file.name), 0
    for number, message in enumerate(_messages(_lines(file)), 1):
        one = InputName(f"{name.id}:{number}", f"{name.shown}, message {number}")
        if message is None:
            report(InputError(f"{one.shown} is too large, over {LARGEST_MESSAGE:,} bytes: save its text alone."))
        elif number == 1 and is_binary(message[:4_096]):
            report(InputError(f"{name.shown} is a binary file, no mailbox: export its messages as mbox or .eml."))
            return
        else:
            patience.met("text" if message.partition(b"\n\n")[2].strip() else None)
            yield Raw(one, "mail", message)
    if not number:
        report(InputNotice(f"{name.shown} is empty: nothing was read from it."))


def _lines(file: Opened) -> Iterator[bytes]:
    return iter(lambda: file.stream.readline(_LONGEST_LINE), b"")


def _messages(lines: Iterable[bytes]) -> Iterator[bytes | None]:
    """Yield each message, its line ends as LF; None for one that is too large."""
    message = _Message()
    held = b""  # a line "From ..." waits for the one below it
    ended = blank = True
    for line in lines:
        if held:
            if not _FIELD.match(line):
                message.add(held)
            elif message.size:
                yield message.whole()
                message = _Message()
            held = b""
        if ended and line.startswith(_FROM) and (blank or _DATED.match(line)):
            held = line
        else:
            message.add(_unquoted(line) if ended else line)
        blank = ended and not line.strip()
        ended = line.endswith(b"\n")
    message.add(held)
    if message.size:
        yield message.whole()


class _Message:
    """The lines of one message; of one that is too large, only their number of bytes."""

    def __init__(self) -> None:
        self.size, self._lines = 0, list[bytes]()

    def add(self, line: bytes) -> None:
        self.size += len(line)
        if self.size <= LARGEST_MESSAGE:
            self._lines.append(line)
        else:
            self._lines.clear()

    def whole(self) -> bytes | None:
        return b"".join(self._lines) if self.size <= LARGEST_MESSAGE else None


def _unquoted(line: bytes) -> bytes:
    line = line[:-2] + b"\n" if line.endswith(b"\r\n") else line
    return line[1:] if _QUOTED.match(line) else line
