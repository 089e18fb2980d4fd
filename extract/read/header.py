"""What a text says of itself before its prose begins: title, date, address and publisher."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from diplograph.extract.read.day_lines import day_above, day_below, day_of_line
from diplograph.extract.text.clean import dateline_end
from diplograph.extract.text.date_spans import find_dates
from diplograph.extract.text.dateline import day_of_dateline
from diplograph.extract.text.dates import resolve

_LONGEST_FRONT = 20_000  # characters; a longer block between two rules is prose
_LONGEST_NAME = 200  # characters of a file's name
_HEADLINE_WORDS, _HEADLINE_LENGTH = range(2, 21), 150

_PLAIN = re.compile(r"[ \t]*date:?[ \t]+(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})\b[ \t]*(?P<title>[^\r\n]*)", re.IGNORECASE)
_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?P<block>.*?)^(?:---|\.\.\.)[ \t\r]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(date|title|url|publisher)[ \t]*:[ \t]+(\S[^\r\n]*)", re.IGNORECASE | re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(?P<title>\S[^\r\n]*+)", re.MULTILINE)
_FIRST_LINE = re.compile(r"[ \t]*+(?P<title>[^\r\n]++)\r?\n(?P<apart>[ \t]*+\r?\n)?\s*+(?=\S)")
_LONG_LINE = 100  # characters, of prose below a headline
_BULLET = re.compile(r"(?:[-*•–—‣▪●◦·>]|\(?[0-9]{1,2}[.)])\s")
_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
_IN_NAME = re.compile(
    r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2}|1[5-8][0-9]{2}(?=[-_. ]))"  # 16051212 is rather a number
    r"(?P<s>[-_. ]?)(?P<m>[0-9]{2})(?P=s)(?P<d>[0-9]{2})(?![0-9])"
)
_DIGITS_IN_NAME = re.compile(r"(?<![0-9])([0-9]{1,2})[-_. ]([0-9]{1,2})[-_. ]([12][0-9]{3})(?![0-9])")


@dataclass(frozen=True, slots=True)
class Header:
    """What a text says of itself.

    Attributes:
        body: Where the prose starts.
        problems: What was meant as a header and can't be read, each a clause without a full stop.
        dated_by: Where the day stands: in a front matter, or else in the text.
    """

    body: int = 0
    title: str | None = None
    date: dt.date | None = None
    url: str | None = None
    publisher: str | None = None
    problems: tuple[str, ...] = ()
    dated_by: str = "text"


def read_header(text: str, *, near: dt.date | None = None, dated: dt.date | None = None) -> Header:
    """Read the header line, front matter, day, dateline and headline of ``text``; what is missing is None.

    A day is one that a line of its own holds above the headline or below it, else below the last paragraph.

    Args:
        near: A day on or after that of the text, which gives a dateline without a year its year.
        dated: The day of the text, if it is known: a line with another is prose.
    """
    header = _plain(text) or _front(text) or Header()
    header = replace(header, body=_next_word(text, header.body))
    above = day_above(text, header.body)
    opens = above is not None and above.opens and (dated or header.date) in (None, above.day)
    if above and opens:
        header = replace(header, body=_next_word(text, above.end))
    heading = _HEADING.match(text, header.body)
    if heading:
        header = replace(header, body=heading.start("title"))
    headline = _headline(text, header.body, below_day=opens)
    title = header.title or _title(text, header.body, headline)
    header = replace(header, title=title, date=header.date or (above.day if above else None))
    header = _dateline(text, header, headline, near)
    return header if header.date else replace(header, date=day_below(text))


def parse_day(value: str) -> dt.date | None:
    """Return the day that ``value`` names: 2021-08-16, 20210816, with a time of day or without, or 16 August 2021."""
    value = value.strip()
    match = _ISO.fullmatch(value)
    if match:
        return _day(*match.groups())
    days = resolve(value, None)
    return days[0] if days and days[0] == days[1] else None


def day_in_name(stem: str) -> dt.date | None:
    """Return the first day that a file name holds, as 2021-08-16, 20210816, 26 July 1914 or July_26_1914."""
    days = [_day(m["y"], m["m"], m["d"]) for m in _IN_NAME.finditer(stem)]
    words = _DIGITS_IN_NAME.sub(r"\g<1>/\g<2>/\g<3>", stem[:_LONGEST_NAME])
    words = re.sub(r"[-_.,\s]+|(?<=[0-9])(?=[A-Za-z]{3})|(?<=[a-z])(?=[0-9])", " ", words)
    words = re.sub(r"[A-Za-z]{3,}", lambda word: word[0].capitalize(), words)
    days += [parse_day(words[start:end]) for start, end in find_dates(words)]
    return next((day for day in days if day), None)


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _plain(text: str) -> Header | None:
    match = _PLAIN.match(text, _next_line(text))
    if match is None:
        return None
    date = parse_day(match["date"])
    title = match["title"].strip()
    title = title if title.endswith("..") else title.removesuffix(".")
    return Header(match.end(), title or None, date, problems=() if date else (_no_day(match["date"]),))


def _no_day(value: str) -> str:
    return f"{value[:40]!r} is not a date, write it as 2021-08-16"


def _front(text: str) -> Header | None:
    match = _FRONT.match(text[:_LONGEST_FRONT])
    if match is None:
        return None
    fields, problem = _fields(match["block"])
    if fields is None:
        return None
    written = fields.get("date")
    date = parse_day(written) if written else None
    problems = [problem] if problem else []
    problems += [_no_day(written)] if written and not date else []
    return Header(
        match.end(),
        fields.get("title"),
        date,
        fields.get("url"),
        fields.get("publisher"),
        tuple(problems),
        "front matter" if date else "text",
    )


def _fields(block: str) -> tuple[dict[str, str] | None, str | None]:
    """Return the fields of a front matter and what is wrong with it; no fields if it is none at all."""
    import yaml

    try:
        # the base loader is as safe as safe_load, and leaves every value as it is written
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = "" if line is None else f" in its line {line + 1}"
        found = {key.lower(): _unquoted(value) for key, value in _FIELD.findall(block)}
        return found, f"the front matter is not YAML{where}, put a value with a colon in quotes"
    if loaded is None or loaded == "":
        return {}, None
    if not isinstance(loaded, Mapping):
        return None, None
    return {str(k).lower(): " ".join(v.split()) for k, v in loaded.items() if _says(v)}, None


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _says(value: object) -> bool:
    return isinstance(value, str) and value.strip().lower() not in {"", "null", "~"}


def _headline(text: str, start: int, *, below_day: bool) -> re.Match[str] | None:
    """Return the line that opens the prose if it stands apart: by a blank line, or by the day or dateline below it.

    Args:
        below_day: Whether a line with the day stands above, so that only a headline can be as short.
    """
    line = _FIRST_LINE.match(text, start)
    if line is None or line["apart"]:
        return line
    below = text[line.end() : line.end() + 200].splitlines()[0]
    apart = dateline_end(below) or day_of_line(below) or (below_day and len(below) > _LONG_LINE)
    return line if apart and _is_headline(line["title"].strip()) else None


def _dateline(text: str, header: Header, headline: re.Match[str] | None, near: dt.date | None) -> Header:
    """Add the day of a dateline, which may open the prose or follow a headline; one that opens it is skipped."""
    start = header.body
    end = _end_of_dateline(text, start)
    if end == start and headline:
        start = headline.end()
        end = _end_of_dateline(text, start)
    elif end > start:
        header = replace(header, body=_next_word(text, end))
    return replace(header, date=header.date or day_of_dateline(text[start:end], near))


def _end_of_dateline(text: str, start: int) -> int:
    line = text[start : start + 200].splitlines()
    return start + dateline_end(line[0]) if line else start


def _title(text: str, body: int, headline: re.Match[str] | None) -> str | None:
    heading = _HEADING.search(text, max(0, text.rfind("\n", 0, body) + 1))
    if heading:
        return heading["title"].rstrip(" \t#") or None
    title = headline["title"].rstrip(" \t") if headline else ""
    return title if title and _is_headline(title) else None


def _is_headline(line: str) -> bool:
    short = len(line) <= _HEADLINE_LENGTH and len(line.split()) in _HEADLINE_WORDS
    return short and line[-1] not in ".:;,…" and not _BULLET.match(line) and not dateline_end(line)


def _next_word(text: str, start: int) -> int:
    return start + len(text[start:]) - len(text[start:].lstrip())


def _next_line(text: str) -> int:
    """Where the first line that is not blank begins."""
    return text.rfind("\n", 0, _next_word(text, 0)) + 1
