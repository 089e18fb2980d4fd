"""Titles without the outlet's tail: "Ministers meet | Example News" is titled "Ministers meet"."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_TAIL = re.compile(r"^(?P<title>.*\S)\s+(?P<mark>[|·•»–—-]|::)\s+(?P<tail>[^|·•»–—]{2,60}?)\s*$", re.DOTALL)
_PIPES = frozenset("|·•»") | {"::"}  # which no sentence has in it
_FEWEST_WORDS = 3  # of a title that is left
_MOST_TAIL_WORDS = 4
_SHORTEST = 3  # letters of a name that is compared by its beginning
_MOST_TAILS = 3
_LONGEST = 500  # characters


def without_outlet(
    title: str, names: Iterable[str | None] = (), url: str | None = None, *, guess: bool = True
) -> tuple[str, str | None]:
    """Return a title without the outlet at its end, and that outlet's name as the title has it, if there was one.

    Args:
        names: What the outlet is called.
        url: The address of the article, whose host may be called like the outlet.
        guess: Whether, where none of these is known, a name behind a bar is the outlet's: not so if the title is
            known to have it, as in "Remarks in a gaggle | Detroit".
    """
    outlet: str | None = None
    known = [*filter(None, map(_compact, filter(None, names))), *_host(url)]
    for _ in range(_MOST_TAILS):
        match = _TAIL.match(title) if len(title) <= _LONGEST else None
        if match is None or not (_is_known(match["tail"], known) or (guess and not known and _is_aside(match))):
            break
        outlet, title = outlet or match["tail"], match["title"]
    return title, outlet


def _is_aside(match: re.Match[str]) -> bool:
    """Tell whether a tail stands behind a bar and is a name and no sentence."""
    words = match["tail"].split()
    named = words[0][0].isupper() and words[-1][0].isupper() and not re.search(r",|[.?!]$", match["tail"])
    enough = len(match["title"].split()) >= _FEWEST_WORDS
    return match["mark"] in _PIPES and named and len(words) <= _MOST_TAIL_WORDS and enough


def _is_known(tail: str, known: list[str]) -> bool:
    one = _compact(tail)
    long = len(tail.split()) > _MOST_TAIL_WORDS
    return bool(one) and any(one == name or (not long and _is_form(one, tail, name)) for name in known)


def _is_form(one: str, tail: str, name: str) -> bool:
    """Tell whether a tail is a name in a longer form ("BBC News" of bbc), or in a shorter that is much of it, or its letters."""
    shorter = len(one) >= _SHORTEST and name.startswith(one) and (2 * len(one) >= len(name) or tail.isupper())
    return shorter or (len(name) >= _SHORTEST and one.startswith(name))


def is_called_like(name: str | None, url: str | None) -> bool:
    """Tell whether a name is that of the host of an address."""
    return bool(name) and _is_known(name or "", _host(url))


def same_name(one: str | None, other: str | None) -> bool:
    """Tell whether two names are one but for case, spaces, marks and a leading article."""
    return bool(one and other) and _compact(one or "") == _compact(other or "")


def _compact(name: str) -> str:
    return re.sub(r"\W+|_", "", re.sub(r"^the\s+", "", name.strip().casefold()[:_LONGEST]))


def _host(url: str | None) -> list[str]:
    """Return the part of an address's host that is a name: bbc of www.bbc.co.uk."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    labels = [label for label in host.split(".") if label not in ("www", "m", "edition", "news")]
    name = max(labels[:-1], key=len, default="")
    return [re.sub(r"\W", "", name)] if len(name) >= _SHORTEST else []
