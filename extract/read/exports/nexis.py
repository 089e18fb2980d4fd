"""LexisNexis and Nexis Uni: "1 of 74 DOCUMENTS" above each article, or "End of Document" below it.

Above it stand newspaper, date and title, in this order; with "End of Document", title, newspaper and date. Then follow
fields such as the length, the text, and more fields. Interfaces in other languages change the names, not the order.
"""

import re
from dataclasses import dataclass, field

from diplograph.extract.read.exports.article import Article, Export, blocks_of, number, one_line, only, prose
from diplograph.extract.read.exports.days import Named, begins_with_day, day_in, plain
from diplograph.extract.read.exports.labels import NEXIS, Field, field_of, is_bare, is_copyright, is_length, prose_ends

_OF = r"(?:of|von|de|sur|di|van|af|av|iz|z)"
_COUNT = r"[0-9][0-9.,]{0,9}"
_BEGINS = re.compile(
    rf"\s*(?:FOCUS - )?(?:(?P<at>{_COUNT}) {_OF} (?P<all>{_COUNT}) DO[CK]UMENT\w{{0,3}}"
    rf"|DO[CK]UMENT\w{{0,2}} (?P<at2>{_COUNT}) {_OF} (?P<all2>{_COUNT}))\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:End of (?:the )?Document|Ende des Dokuments|Dokumentende|Fin du document|Fin de document|Fin del documento"
    r"|Fin de documento|Fine (?:del )?documento|Fim do documento|Einde (?:van )?(?:het )?document)\s*\.?\s*$",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?P<at>[0-9]{1,4})\. +(?P<title>\S.{2,})")
_ALL = re.compile(
    rf"\s*(?:Documents?|Dokumente?|Documentos?|Documenti|Documenten)\s?\((?P<all>{_COUNT})\)\s*$", re.IGNORECASE
)
_SELECTED = re.compile(r"[^\n:]{0,40}Request: +(?:Selected|All|Current)[^\n:]{0,40}: *(?P<items>[0-9][0-9, -]{0,200})")
_FAILED = re.compile(r"We are sorry but there is an error in this document", re.IGNORECASE)
_PAGE = re.compile(
    r"(?:Page|Seite|P[aá]gina|Pagina) [0-9]{1,4}(?: ?(?:of|von|de|sur|di|van|/) ?[0-9]{1,4})?$", re.IGNORECASE
)
_EDITION = re.compile(
    r"\b(?:edition|edicion|edizione|edicao|editie|ausgabe|final|main|late|early|national|correction|appended|star"
    r"|regionalausgabe\w*|web)\b"
)
_NEXT_PAREN = re.compile(r"(?<=\w)\((?=[^()]*\)$)")
_LOADED = ("load-date", "date-chargement", "fecha-carga", "ladedatum", "laaddatum")
_FIRST = 12  # blocks among which a title stands that no length follows
_BETWEEN = 3  # blocks without a name among the fields below the text
_HEAD = 40  # blocks within which the text begins


@dataclass
class _Head:
    """What stands above the text of an article."""

    title: str | None = None
    date: Named | None = None
    publisher: str | None = None
    lead: list[str] = field(default_factory=list)
    start: int = 0


def read_nexis(text: str) -> Export | None:
    """Return the articles of an export of LexisNexis; None if the text is none."""
    blocks = [block for block in blocks_of(text, _is_apart) if not _PAGE.match(block)]
    begins = [at for at, block in enumerate(blocks) if _BEGINS.match(block)]
    ends = [at for at, block in enumerate(blocks) if _ENDS.match(block)]
    marked = bool(begins or ends)
    if begins:
        bounds = list(zip(begins, [*begins[1:], len(blocks)], strict=True))
        chunks = [blocks[start + 1 : end] for start, end in bounds]
    else:
        bounds = list(zip([-1, *ends], [*ends, len(blocks)], strict=True))
        chunks = [blocks[start + 1 : end] for start, end in bounds if ends]
        if chunks and not _is_article(chunks[-1]):
            chunks.pop()
    if not marked and _is_single(blocks):
        chunks = [blocks]
    if not chunks or sum(map(_is_article, chunks)) * 2 < len(chunks):
        return None
    articles = [_article(chunk, old=bool(begins) or not marked, first=at == 0) for at, chunk in enumerate(chunks)]
    return Export("LexisNexis", tuple(articles), _announced(text, blocks, begins))


def _is_apart(line: str) -> bool:
    return bool(_BEGINS.match(line) or _ENDS.match(line)) or field_of(line, NEXIS)[0] is not None


def _is_article(blocks: list[str]) -> bool:
    """Tell whether blocks hold what the database prints of each article."""
    fields = {field_of(block, NEXIS)[0] for block in blocks}
    return bool(fields & {Field.TEXT, Field.AFTER}) or any(is_length(b.rpartition(":")[2]) for b in blocks[:_HEAD])


def _is_single(blocks: list[str]) -> bool:
    """Tell whether blocks are one article that was saved alone, without a mark: its length above, its fields below."""
    lengths = [
        at for at, block in enumerate(blocks) if is_length(block.rpartition(":")[2]) and _is_capital_field(block)
    ]
    loaded = [at for at, block in enumerate(blocks) if plain(block.partition(":")[0]) in _LOADED]
    return len(lengths) == 1 and len(loaded) == 1 and lengths[0] < min(_FIRST, loaded[0])


def _announced(text: str, blocks: list[str], begins: list[int]) -> int | None:
    selected = _SELECTED.search(text)
    if selected:
        spans = [[number(end) for end in span.split("-")] for span in selected["items"].split(",") if span.strip(" -")]
        return sum(span[-1] - span[0] + 1 for span in spans)
    said = [match for block in blocks if (match := _ALL.match(block))]
    marks = [match for at in begins if (match := _BEGINS.match(blocks[at]))]
    return only([number(match["all"] or match["all2"]) for match in marks] or [number(match["all"]) for match in said])


def _article(blocks: list[str], *, old: bool, first: bool) -> Article:
    blocks = [block for block in blocks if not _ENDS.match(block)]
    head = _old_head(blocks) if old else _new_head(blocks, first)
    if head.title is None and any(_FAILED.search(block) for block in blocks[:3]):
        return Article("")
    _add_fields(blocks, head)
    end = prose_ends(blocks, head.start, NEXIS, between=_BETWEEN)
    text = [block for block in [*head.lead, *blocks[head.start : end]] if not is_bare(block, NEXIS)]
    publisher = _NEXT_PAREN.sub(" (", head.publisher) if head.publisher else None
    day = head.date.day if head.date else None
    return Article(prose(text), one_line(head.title), day, one_line(publisher))


def _old_head(blocks: list[str]) -> _Head:
    """Read newspaper, date, edition and title, which stand in this order."""
    limit = next((at for at, block in enumerate(blocks) if _is_sure(block)), min(len(blocks), _FIRST))
    lines = [(at, line) for at in range(limit) for line in blocks[at].split("\n") if not is_copyright(line)]
    dated = next((place for place, (_, line) in enumerate(lines) if begins_with_day(line)), None)
    after = 0 if dated is None else lines[dated][0] + 1
    named = next((at for at in range(after, limit) if _is_capital_field(blocks[at])), None)
    stop = limit if named is None else named
    if dated is None:
        above = [line for at, line in lines if at < stop]
        return _Head(above[1] if len(above) > 1 else None, None, above[0] if above else None, start=stop)
    above = [line for _, line in lines[:dated] if not _is_capital_field(line)]
    while after < stop - 1 and _is_edition(blocks[after]):
        after += 1
    head = _Head(None, begins_with_day(lines[dated][1]), above[0] if above else None, start=stop)
    if after < stop:
        head.title = blocks[after]
        head.lead = blocks[after + 1 : stop] if named is not None else []
        head.start = stop if named is not None or (limit < len(blocks) and _is_sure(blocks[limit])) else after + 1
    return head


def _is_capital_field(block: str) -> bool:
    """Tell whether a block is a field of the older layout, whose names are in capitals."""
    found = field_of(block, NEXIS)[0]
    return found is not None and not is_copyright(block) and block.partition(":")[0].isupper()


def _is_edition(block: str) -> bool:
    return len(block.split()) <= 8 and _EDITION.search(plain(block)) is not None


def _new_head(blocks: list[str], first: bool) -> _Head:
    """Read title, newspaper and date, which stand in this order; before the first, a page with a list of all."""
    head = _Head()
    anchor = next((at for at, block in enumerate(blocks) if _is_sure(block)), min(len(blocks), _HEAD))
    lines = [(at, line) for at in range(anchor) for line in blocks[at].split("\n")]
    dated = next((place for place in reversed(range(len(lines))) if begins_with_day(lines[place][1])), None)
    if dated is None:
        stop = next((at for at in range(anchor) if field_of(blocks[at], NEXIS)[0]), anchor)
        above = [block for block in blocks[:stop] if not is_copyright(block)]
        head.start = stop
    else:
        at = lines[dated][0]
        head.date = begins_with_day(lines[dated][1])
        own = [line for block, line in lines[:dated] if block == at]
        above = [*blocks[:at], *own] if blocks[:at] or len(own) < 2 else own
        head.start = at + 1
    if first:
        above = _without_cover(above)
    above = [block for block in above if not is_copyright(block)]
    head.title = above[0] if above else None
    head.publisher = above[1] if len(above) > 1 else None
    return head


def _is_sure(block: str) -> bool:
    return is_length(block.partition("\n")[0].rpartition(":")[2]) or field_of(block, NEXIS)[0] is Field.TEXT


def _without_cover(above: list[str]) -> list[str]:
    """Leave the list of all articles and the search out of what stands above the first article."""
    listed = [at for at, block in enumerate(above) if _LISTED.match(block)]
    if listed:
        match = _LISTED.match(above[listed[0]])
        wanted = _folded(match["title"]) if match else ""
        for at in range(listed[-1] + 1, len(above)):
            title = _folded(above[at])
            if title and (title.startswith(wanted) or wanted.startswith(title)):
                return above[at:]
    return above[-2:] if listed or any(_is_cover(block) for block in above) else above


def _is_cover(block: str) -> bool:
    return (
        _ALL.match(block) is not None
        or re.match(r"(?:Job Number|User Name|Date and Time|Client/Matter)", block) is not None
    )


def _folded(title: str) -> str:
    return "".join(char for char in plain(title) if char.isalnum())


def _add_fields(blocks: list[str], head: _Head) -> None:
    """Pass the fields between title and text, and note those that belong to the article."""
    body = next((at for at in range(head.start, min(len(blocks), head.start + _HEAD)) if _is_text(blocks[at])), None)
    at = head.start
    while at < len(blocks) and (body is None or at <= body):
        found, value = field_of(blocks[at], NEXIS)
        if found is None and body is None and not (at == head.start and _is_edition(blocks[at])):
            break
        if found is Field.TITLE and value:
            head.title = value
        elif found in (Field.LEAD, Field.TEXT) and value:
            head.lead.append(value)
        elif found in (Field.AFTER, Field.PICTURE) and body is None and not _is_header(blocks[at:]):
            break
        at += 1
    head.start = at
    if head.date is None or head.date.day is None:
        _add_date(blocks, head)


def _is_text(block: str) -> bool:
    return field_of(block, NEXIS)[0] is Field.TEXT


def _is_header(blocks: list[str]) -> bool:
    """Tell whether a field that usually ends an article stands above its text here: more of these follow, then text."""
    after = next((block for block in blocks if field_of(block, NEXIS)[0] is None), None)
    return after is not None and len(after) > 200


def _add_date(blocks: list[str], head: _Head) -> None:
    """Take the day from a field, where the line that should name it does not."""
    for block in blocks[:_HEAD]:
        name, _, value = block.partition(":")
        if plain(name) in ("date", "datum", "fecha", "data", "publication date"):
            day = day_in(value)
            head.date = Named(day, 0) if day else head.date
