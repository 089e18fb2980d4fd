"""LexisNexis and Nexis Uni: "1 of 74 DOCUMENTS" above each article, or "End of Document" below it.

Above it stand newspaper, date and title, in this order; with "End of Document", title, newspaper and date. Then follow
fields such as the length, the text, and more fields. Interfaces in other languages change the names, not the order.
"""

import re

from diplograph.extract.read.exports.article import Article, Export, blocks_of, number, one_line, only, prose
from diplograph.extract.read.exports.days import plain
from diplograph.extract.read.exports.labels import NEXIS, Field, field_of, is_bare, is_length, prose_ends
from diplograph.extract.read.exports.nexis_heads import is_capital_field, new_head, old_head
from diplograph.extract.read.exports.nexis_pages import without_pages

_OF = r"(?:of|von|de|sur|di|van|af|av|iz|z)"
_COUNT = r"[0-9][0-9.,]{0,9}"
_BEGINS = re.compile(
    rf"\s*(?:(?:FOCUS|LEVEL [0-9]) - )?(?:(?P<at>{_COUNT}) {_OF} (?P<all>{_COUNT}) (?:DO[CK]UMENT\w{{0,3}}|STOR(?:Y|IES))"
    rf"|DO[CK]UMENT\w{{0,2}} (?P<at2>{_COUNT}) {_OF} (?P<all2>{_COUNT}))\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:End of (?:the )?Document|Ende des Dokuments|Dokumentende|Fin du document|Fin de document|Fin del documento"
    r"|Fin de documento|Fine (?:del )?documento|Fim do documento|Einde (?:van )?(?:het )?document)\s*\.?\s*$",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"\s*(?:Documents?|Dokumente?|Documentos?|Documenti|Documenten)\s?\((?P<all>{_COUNT})\)\s*$", re.IGNORECASE
)
_SELECTED = re.compile(r"[^\n:]{0,40}Request: +(?:Selected|All|Current)[^\n:]{0,40}: *(?P<items>[0-9][0-9, -]{0,200})")
_FAILED = re.compile(r"We are sorry but there is an error in this document", re.IGNORECASE)
_SPACE_BEFORE = re.compile(r"(?<=\w)\((?=[^()]*\)$)")
_LOADED = ("load-date", "date-chargement", "fecha-carga", "ladedatum", "laaddatum")
_FIRST = 12  # blocks within which an article's length stands
_BETWEEN = 3  # blocks without a name among the fields below the text
_HEAD = 40  # blocks within which the text begins


def read_nexis(text: str) -> Export | None:
    """Return the articles of an export of LexisNexis; None if the text is none."""
    blocks = blocks_of("\n".join(without_pages(text.splitlines(), _is_bound)), _is_apart)
    begins = [at for at, block in enumerate(blocks) if _BEGINS.match(block)]
    ends = [at for at, block in enumerate(blocks) if _ENDS.match(block)]
    if len(ends) > len(begins):
        chunks, old = _cut_at_ends(blocks, ends), False
    else:
        chunks, old = _cut_at_beginnings(blocks, begins), True
    if not chunks or sum(map(_is_article, chunks)) * 2 < len(chunks):
        return None
    articles = [_article(chunk, old=old, first=at == 0) for at, chunk in enumerate(chunks)]
    return Export(tuple(articles), _announced(text, blocks, begins))


def _is_apart(line: str) -> bool:
    return _is_bound(line) or field_of(line, NEXIS)[0] is not None


def _is_bound(line: str) -> bool:
    return bool(_BEGINS.match(line) or _ENDS.match(line))


def _cut_at_beginnings(blocks: list[str], begins: list[int]) -> list[list[str]]:
    """Return the blocks of each article; of one that was saved alone, without a mark, all."""
    if not begins:
        return [blocks] if _is_single(blocks) else []
    return [blocks[start + 1 : end] for start, end in zip(begins, [*begins[1:], len(blocks)], strict=True)]


def _cut_at_ends(blocks: list[str], ends: list[int]) -> list[list[str]]:
    """Return the blocks of each article; what follows the last mark is one too, if it looks like one."""
    chunks = [blocks[start + 1 : end] for start, end in zip([-1, *ends], [*ends, len(blocks)], strict=True)]
    return chunks if _is_article(chunks[-1]) else chunks[:-1]


def _is_article(blocks: list[str]) -> bool:
    """Tell whether blocks hold what the database prints of each article."""
    fields = {field_of(block, NEXIS)[0] for block in blocks}
    return bool(fields & {Field.TEXT, Field.AFTER}) or any(is_length(b.rpartition(":")[2]) for b in blocks[:_HEAD])


def _is_single(blocks: list[str]) -> bool:
    """Tell whether blocks are one article: its length above, its fields below."""
    counted = [at for at, block in enumerate(blocks) if is_length(block.rpartition(":")[2]) and is_capital_field(block)]
    loaded = [at for at, block in enumerate(blocks) if plain(block.partition(":")[0]) in _LOADED]
    return len(counted) == 1 and len(loaded) == 1 and counted[0] < min(_FIRST, loaded[0])


def _announced(text: str, blocks: list[str], begins: list[int]) -> int | None:
    selected = _SELECTED.search(text)
    if selected:
        spans = [[number(end) for end in span.split("-")] for span in selected["items"].split(",") if span.strip(" -")]
        return sum(span[-1] - span[0] + 1 for span in spans)
    said = [match for block in blocks if (match := _ALL.match(block))]
    marks = [match for at in begins if (match := _BEGINS.match(blocks[at]))]
    return only([number(match["all"] or match["all2"]) for match in marks] or [number(match["all"]) for match in said])


def _article(blocks: list[str], *, old: bool, first: bool) -> Article:
    """Read the blocks of an article.

    Args:
        old: Whether they are in the older order.
        first: Whether it is the first of its file.
    """
    blocks = [block for block in blocks if not _ENDS.match(block)]
    if any(_FAILED.search(block) for block in blocks[:3]):
        return Article("")
    head = old_head(blocks) if old else new_head(blocks, first=first)
    end = prose_ends(blocks, head.start, NEXIS, between=_BETWEEN)
    text = [block for block in [*head.lead, *blocks[head.start : end]] if not is_bare(block, NEXIS)]
    publisher = _SPACE_BEFORE.sub(" (", head.publisher) if head.publisher else None
    return Article(prose(text), one_line(head.title), head.date.day if head.date else None, one_line(publisher))
