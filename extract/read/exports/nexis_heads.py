"""What stands above the text of an article from LexisNexis, in the older order and in that of Nexis Uni."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from diplograph.extract.read.exports.days import Named, begins_with_day, day_in, plain
from diplograph.extract.read.exports.labels import NEXIS, Field, field_of, is_copyright, is_length

_LISTED = re.compile(r"[0-9]{1,4}\. +(?P<title>\S.{2,})")
_COVER = re.compile(
    r"(?:Documents?|Dokumente?|Documentos?|Documenti|Documenten) ?\([0-9]|Job Number|User Name|Date and Time|Client/Matter",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r".*\b(?:editions?|edicion|edizione|edicao|editie|cycle|\w*ausgabe)\b.*"
    r"|(?:(?:late|early|final|main|first|second|national|city|metro|home|web|star|correction|appended|[0-9]+)\b[ ,;-]*)+"
)
_COMPILED = re.compile(r"The materials in the .{1,60} file were compiled by", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:Copyright|©|\(c\))(?: (?:©|\(c\)))? [0-9]{4},? +(?P<owner>\S.{1,100}?)(?:,? Inc\.?)?$",
    re.IGNORECASE | re.MULTILINE,
)
_DATES = frozenset({"date", "datum", "fecha", "data", "publication date"})
_LIKE_TITLES = frozenset(
    [
        "column",
        "source",
        "type",
        "contact",
        "from",
        "series",
        "title",
        "version",
        "slug",
        "keyword",
        "summary",
        "abstract",
        "text",
    ]
)
_FIRST = 12  # blocks among which a title stands that no length follows
_HEAD = 40  # blocks within which the text begins
_LONG = 200  # characters of a block that is text


@dataclass
class Head:
    """What stands above a text.

    Attributes:
        lead: What of it belongs to the text.
        start: The block with which the text begins.
    """

    title: str | None = None
    publisher: str | None = None
    date: Named | None = None
    lead: list[str] = field(default_factory=list)
    start: int = 0


def old_head(blocks: list[str]) -> Head:
    """Read newspaper, date, edition and title, which stand in this order, and the fields below."""
    sure = _place(blocks, is_sure, None)
    limit = min(len(blocks), _FIRST) if sure is None else sure
    lines = [(at, line) for at in range(limit) for line in blocks[at].split("\n") if not is_copyright(line)]
    dated = _place([line for _, line in lines], begins_with_day, None)
    after = 0 if dated is None else lines[dated][0] + 1
    stop = _place(blocks[:limit], is_capital_field, sure, after + _may_be_title(blocks[after:limit]))
    head = Head(start=limit if stop is None else stop)
    above = _above([line for at, line in lines[:dated] if at < head.start])
    head.publisher = above[0] if above else _owner(blocks[: head.start])
    if dated is None:
        head.title = above[1] if len(above) > 1 else None
    else:
        head.date = begins_with_day(lines[dated][1])
        _take_title(blocks[after : head.start], head, ends=stop is not None)
    _pass_fields(blocks, head)
    return head


def new_head(blocks: list[str], *, first: bool) -> Head:
    """Read title, newspaper and date, which stand in this order, and the fields below.

    Args:
        first: Whether a page with a list of all articles may stand before it.
    """
    anchor = _place(blocks, is_sure, None)
    anchor = min(len(blocks), _HEAD) if anchor is None else anchor
    lines = [(at, line) for at in range(anchor) for line in blocks[at].split("\n")]
    backwards = _place([line for _, line in reversed(lines)], begins_with_day, None)
    head = Head()
    if backwards is None:
        named = _place(blocks[:anchor], _is_field, None)
        head.start = anchor if named is None else named
        above = blocks[: head.start]
    else:
        dated = len(lines) - 1 - backwards
        at, line = lines[dated]
        head.date, head.start = begins_with_day(line), at + 1
        above = [*blocks[:at], *(line for block, line in lines[:dated] if block == at)]
    above = [block for block in (_without_cover(above) if first else above) if not _OWNER.match(block)]
    head.title, head.publisher = [*above, None, None][:2]
    _pass_fields(blocks, head)
    return head


def is_sure(block: str) -> bool:
    """Tell whether a block stands above the text of every article: its length, or the heading of the text."""
    return is_length(block.partition("\n")[0].rpartition(":")[2]) or _is_text(block)


def is_capital_field(block: str) -> bool:
    """Tell whether a block is a field of the older layout, whose names are in capitals."""
    return _is_field(block) and not is_copyright(block) and block.partition(":")[0].isupper()


def _place(blocks: list[str], test: Callable[[str], object], default: int | None, start: int = 0) -> int | None:
    """Return the first place, from ``start``, of a block that passes."""
    return next((at for at in range(start, len(blocks)) if test(blocks[at])), default)


def _is_field(block: str) -> bool:
    return field_of(block, NEXIS)[0] is not None


def _is_text(block: str) -> bool:
    """Tell whether a block is the heading of the text; "Text: the speech" is a title."""
    first, colon, _ = block.partition("\n")[0].partition(":")
    return field_of(block, NEXIS)[0] is Field.TEXT and (not colon or plain(first).strip() == "body")


def _above(lines: list[str]) -> list[str]:
    """Return the lines above the date that are neither fields nor a remark about the agency's file."""
    return [line for line in lines if not is_capital_field(line) and not _COMPILED.match(line)]


def _owner(blocks: list[str]) -> str | None:
    """Return who has the rights, where nothing else above the date is said: an agency."""
    found = next((match for block in blocks if is_copyright(block) and (match := _OWNER.match(block))), None)
    return found["owner"] if found else None


def _may_be_title(blocks: list[str]) -> bool:
    """Tell whether the first of the blocks below a date is a title such as "COLUMN: why they met", and no field."""
    if not blocks or not is_capital_field(blocks[0]):
        return False
    found = field_of(blocks[0], NEXIS)[0]
    return found in (Field.AFTER, Field.PICTURE) or plain(blocks[0].partition(":")[0]).strip() in _LIKE_TITLES


def _is_edition(block: str) -> bool:
    return len(block) < 100 and len(block.split()) <= 8 and _EDITION.fullmatch(plain(block)) is not None


def _take_title(blocks: list[str], head: Head, *, ends: bool) -> None:
    """Take the title from what stands between date and text, without editions.

    Args:
        ends: Whether fields follow; else the text begins below the title.
    """
    titles = list(blocks)
    while len(titles) > 1 and _is_edition(titles[0]):
        titles.pop(0)
    head.title = titles[0] if titles else None
    if ends:
        head.lead = titles[1:]
    else:
        head.start -= len(titles[1:])


def _without_cover(above: list[str]) -> list[str]:
    """Leave the list of all articles and the search out of what stands above the first article."""
    listed = [(at, match["title"]) for at, block in enumerate(above) if (match := _LISTED.match(block))]
    if listed:
        wanted = _folded(listed[0][1])
        for at in range(listed[-1][0] + 1, len(above)):
            title = _folded(above[at])
            if title and (title.startswith(wanted) or wanted.startswith(title)):
                return above[at:]
    return above[-2:] if listed or any(_COVER.match(block) for block in above) else above


def _folded(title: str) -> str:
    return "".join(char for char in plain(title) if char.isalnum())


def _pass_fields(blocks: list[str], head: Head) -> None:
    """Pass the fields between title and text, and note those that belong to the article."""
    text = _place(blocks[: head.start + _HEAD], _is_text, None, head.start)
    at = head.start
    while at < len(blocks) and (text is None or at <= text):
        found, value = field_of(blocks[at], NEXIS)
        if text is None and not _is_above(blocks, at, head):
            break
        if found is Field.TITLE and value:
            head.title = value
        elif found in (Field.LEAD, Field.TEXT) and value:
            head.lead.append(value)
        at += 1
    head.start = at
    if head.date is None or head.date.day is None:
        _take_date(blocks, head)


def _is_above(blocks: list[str], at: int, head: Head) -> bool:
    """Tell whether a block stands above the text, where no heading tells the text's beginning."""
    found = field_of(blocks[at], NEXIS)[0]
    if found is None:
        return at == head.start and _is_edition(blocks[at])
    if found not in (Field.AFTER, Field.PICTURE):
        return True
    after = _place(blocks, lambda block: not _is_field(block), None, at)
    return after is not None and len(blocks[after]) > _LONG


def _take_date(blocks: list[str], head: Head) -> None:
    """Take the day from a field, where the line that should name it does not."""
    for block in blocks[:_HEAD]:
        name, _, value = block.partition(":")
        day = day_in(value) if plain(name) in _DATES else None
        if day:
            head.date = Named(day, 0)
            return
