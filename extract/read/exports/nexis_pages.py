"""Page numbers and running heads of an export that was saved page by page, such as "Page 2 of 3" and the title again."""

import re
from collections.abc import Callable

from diplograph.extract.read.exports.days import day_in

_PAGE = re.compile(
    r"\s*(?:Page|Seite|P[aá]gina|Pagina|Blz\.?) [0-9]{1,4}(?: ?(?:of|von|de|sur|di|van|/) ?[0-9]{1,4})?\s*$",
    re.IGNORECASE,
)
_SHORTEST = 12  # characters of a title that its head may cut short
_LONGEST = 500  # characters
_HEAD = 80  # lines above the first page number in which its title may stand


def without_pages(lines: list[str], is_bound: Callable[[str], bool]) -> list[str]:
    """Leave out the numbers of pages, and below them a title that the same article has elsewhere.

    Args:
        lines: Those of the file.
        is_bound: Tells whether a line is a mark between articles.
    """
    kept: list[str] = []
    article: list[str] = []
    for line in lines:
        article.append(line)
        if is_bound(line):
            kept += _of_article(article)
            article = []
    return kept + _of_article(article)


def _of_article(lines: list[str]) -> list[str]:
    pages = {at for at, line in enumerate(lines) if _PAGE.match(line)}
    heads = {head for at in pages if (head := _next(lines, at)) is not None}
    left_out = pages | _running(lines, heads)
    return [line for at, line in enumerate(lines) if at not in left_out]


def _running(lines: list[str], heads: set[int]) -> set[int]:
    """Return those of the lines below a page number that repeat the title."""
    told = [_folded(line) for at, line in enumerate(lines) if at not in heads and line.strip()] if heads else []
    whole, long = set(told), [line for line in told[:_HEAD] if len(line) >= _SHORTEST]
    return {at for at in heads if _is_told(_folded(lines[at]), whole, long)}


def _next(lines: list[str], at: int) -> int | None:
    """Return the next line that is not blank, after a page number and no more than two blank lines."""
    return next((place for place in range(at + 1, min(at + 4, len(lines))) if lines[place].strip()), None)


def _is_told(head: str, whole: set[str], long: list[str]) -> bool:
    """Tell whether a line repeats a title: as it is, cut short, or with newspaper and day behind it."""
    if head in whole:
        return True
    short = head.rstrip(".… ")
    is_cut = len(short) >= _SHORTEST and head != short and any(line.startswith(short) for line in long)
    return is_cut or (any(head.startswith(line) for line in long) and day_in(head) is not None)


def _folded(line: str) -> str:
    return " ".join(line[:_LONGEST].split()).casefold()
