"""ProQuest: a rule of underscores between articles, and a line with a name for each of their fields."""

import re

from diplograph.extract.read.exports.article import Article, Export, blocks_of, number, one_line, only, prose
from diplograph.extract.read.exports.days import day_in
from diplograph.extract.read.exports.labels import PROQUEST, Field, field_of, is_copyright, prose_ends

_RULE = re.compile(r"_{10,}$")
_NAME = re.compile("proquest", re.IGNORECASE)
_FOOT = re.compile(
    r"^(?:.{0,80}\d{4} ProQuest LLC|Contact ProQuest|Database copyright|Text Word Count\s)", re.IGNORECASE
)
_PLACE = re.compile(r"[;\[]")  # before where a newspaper appears
_PLACE_AND_DAY = re.compile(
    r"(?P<name>.{2,100}?)\. +(?:[^\s:]+ ){0,3}[^\s:]+: "
)  # "The Tribune. Harbor, N.Y.: Mar 4, 2010."
_OF = r"(?:of|de|von|di|sur)"
_NUMBERED = re.compile(rf"(?:Document|Dokument|Documento) (?P<at>[0-9,.]+) {_OF} (?P<all>[0-9,.]+)$", re.IGNORECASE)
_COUNTED = re.compile(
    r"(?:Documents|Dokumente|Documentos|Documenti) (?:\(?1 ?(?:to|-|à|bis|a) )?\(?(?P<all>[0-9]{1,5})\)?$",
    re.IGNORECASE,
)


def read_proquest(text: str) -> Export | None:
    """Return the articles of an export of ProQuest; None if the text is none."""
    blocks = [block for block in blocks_of(text, _is_apart, single=True) if not _FOOT.search(block)]
    chunks = _chunks(blocks)
    known = [chunk for chunk in chunks if _is_article(chunk)]
    sure = any(field_of(block, PROQUEST)[0] in (Field.ID, Field.URL) for chunk in known for block in chunk)
    if not sure or _NAME.search(text) is None:
        return None
    marks = [match for block in blocks if (match := _NUMBERED.match(block) or _COUNTED.match(block))]
    announced = only([number(match["all"]) for match in marks])
    return Export(tuple(_article(chunk) for chunk in known), announced)


def _is_apart(line: str) -> bool:
    return bool(_RULE.match(line) or _NUMBERED.match(line)) or field_of(line, PROQUEST)[0] is not None


def _chunks(blocks: list[str]) -> list[list[str]]:
    """Return the blocks between the marks; a rule within an article's text, above its number, is none."""
    chunks: list[list[str]] = [[]]
    for block in blocks:
        if _RULE.match(block) or _NUMBERED.match(block):
            chunks.append([])
        else:
            chunks[-1].append(block)
    whole: list[tuple[list[str], set[Field | None]]] = []
    for chunk in chunks:
        fields = {field_of(block, PROQUEST)[0] for block in chunk}
        if whole and Field.TEXT in whole[-1][1] and Field.ID not in whole[-1][1] and Field.TEXT not in fields:
            whole[-1][0].extend(chunk)
            whole[-1][1].update(fields)
        else:
            whole.append((chunk, fields))
    return [part for chunk, _ in whole for part in _parts(chunk)]


def _parts(chunk: list[str]) -> list[list[str]]:
    """Cut a chunk in which several articles lie without a rule between them: each has one number."""
    numbers = [at for at, block in enumerate(chunk) if field_of(block, PROQUEST)[0] is Field.ID]
    if len(numbers) < 2:
        return [chunk]
    starts = [0]
    for at in numbers[:-1]:
        end = at + 1
        while end < len(chunk) and field_of(chunk[end], PROQUEST)[0] in (Field.AFTER, Field.URL):
            end += 1
        starts.append(end)
    return [chunk[start:end] for start, end in zip(starts, [*starts[1:], len(chunk)], strict=True)]


def _is_article(blocks: list[str]) -> bool:
    fields = {field_of(block, PROQUEST)[0] for block in blocks}
    own = fields & {Field.ID, Field.URL, Field.SOURCE, Field.PUBLISHER}
    return bool(own) and bool(fields & {Field.TEXT, Field.LEAD, Field.TITLE})


def _article(blocks: list[str]) -> Article:
    named = [field_of(block, PROQUEST) for block in blocks]
    begins = next((at for at, (field, _) in enumerate(named) if field is Field.TEXT), len(blocks))
    ends = max(prose_ends(blocks, begins + 1, PROQUEST), begins + 1)
    fields = _fields([*named[: begins + 1], *named[ends:]])
    first, told = _first(blocks[0]) if named[0][0] is None and begins else ("", "")
    info = fields.get(Field.SOURCE) or told
    publisher, address = fields.get(Field.PUBLISHER, ""), fields.get(Field.URL, "")
    return Article(
        prose(_text([fields.get(Field.TEXT, ""), *blocks[begins + 1 : ends]]) or [fields.get(Field.LEAD, "")]),
        one_line(fields.get(Field.TITLE) or first),
        day_in(fields.get(Field.DATE)) or day_in(info.rpartition("]")[2]) or day_in(info or publisher),
        one_line(_newspaper(publisher or info)),
        one_line(fields.get(Field.ID)),
        one_line(address) if address.startswith(("https://", "http://")) else None,
    )


def _text(blocks: list[str]) -> list[str]:
    """Return the blocks of a text without the line about the rights that may stand above it."""
    text = [block for block in blocks if block]
    return text[1:] if len(text) > 1 and is_copyright(text[0].lstrip("(")) else text


def _first(block: str) -> tuple[str, str]:
    """Return the title that stands above the fields, and the line with newspaper and day that may follow it at once."""
    title, *more = block.split("\n")
    dated = next((at for at, line in enumerate(more) if day_in(line)), None)
    return ("\n".join([title, *more[:dated]]), more[dated]) if dated is not None else (block, "")


def _newspaper(told: str) -> str:
    """Return the newspaper without place and day."""
    name = _PLACE.split(told)[0]
    placed = _PLACE_AND_DAY.match(name) if day_in(name) else None
    return placed["name"] if placed else name


def _fields(named: list[tuple[Field | None, str]]) -> dict[Field, str]:
    """Return the first value of each field."""
    fields: dict[Field, str] = {}
    for field, value in named:
        if field is not None and value:
            fields.setdefault(field, value)
    return fields
