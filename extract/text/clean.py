"""Noisy text made readable for the parser, with the way back to every character as given.

HTML tags, entities, odd spaces, typographic quotes, data without spaces and capital lines go; in the cleaned text a line
break always separates two blocks, and wrapped prose runs on. Nothing here knows about diplomacy.
"""

import html
import re
from collections.abc import Iterator
from itertools import chain, pairwise

from diplograph.extract.text.casing import Casing
from diplograph.extract.text.cleaned import Cleaned, Run
from diplograph.extract.text.widgets import without_widgets

_Piece = tuple[int, int, str | None]  # start, end, replacement; None keeps the characters


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BLOCK_TAGS = _words(
    "address article aside blockquote body caption center dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " head header hr html li main nav ol option p pre section table tbody td tfoot th thead title tr ul"
)
SILENT_TAGS = frozenset({"script", "style", "noscript", "template"})

_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_LINE_ENDS = "\v\f\x85\u2028\u2029"
_SINGLE_QUOTES, _DOUBLE_QUOTES = "‘’‚‛", "“”„‟«»"
_SWAPS = dict.fromkeys(_SPACES, " ") | dict.fromkeys(_LINE_ENDS, "\n")
_SWAPS |= dict.fromkeys(_SINGLE_QUOTES, "'") | dict.fromkeys(_DOUBLE_QUOTES, '"')
_SWAPS |= dict.fromkeys(map(chr, range(0xD800, 0xE000)), "\ufffd")  # lone surrogates, which no parser takes
_DROPPED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible and bidirectional
)
_PLAIN = str.maketrans(_SWAPS)
_TAG_REST = r"(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+>|[^<>]*+>"
# what NewsAPI and its like put in place of the rest of a text
_CUT = re.compile(r"(?:…|\.\.\.) ?\[\+[0-9]+ chars\]\s*\Z")
_LONGEST_CUT = 40  # characters
_LONGEST_SENTENCE = 5_000  # characters
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]{0,2}(?=\s|\Z)|\n")
_LONGEST_WORD = 400  # characters; what is longer is data, over which tokenizers take time by its square
# what opens a link to another story
_LINKED = r"(?:also )?(?:read|see|watch)(?: (?:more|also|next|this))?|more on this(?: story)?|related(?: stories| articles| news| coverage)?"
_NEW_SENTENCE = r"\s*(?:\Z|\n|(?:A|An|As|At|Both|He|His|In|It|On|She|The|They|This)\b)"
# what belongs to no name and makes the parser lose its bearer: ", Jr." in "President NAME, Jr. spoke", marks of bold type,
# the number of a note
_NOISE = re.compile(
    rf"(?P<comment><!--)|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9:-]{{0,30}})(?=[\s/>])(?:{_TAG_REST}))"
    r"|(?P<decl><[!?][^<>]*+>)"
    r"|(?P<again>(?P<same>&[#A-Za-z0-9]{2,31};)(?P=same){49,}+)"  # one character over and over
    r"|(?P<entity>&(?:amp;)?(?:\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    rf"|(?P<swap>[{''.join(_SWAPS)}]+)|(?P<cr>\r\n?)|(?P<drop>[{_DROPPED}]+)"
    rf"|(?P<blob>(?<![^\s<>])[^\s<>]{{{_LONGEST_WORD},}}+)"
    rf"|(?P<link>(?m:^)[ \t]*+(?i:{_LINKED})[ \t]?[:|»]\s[^\n]*+)"
    r"|(?P<rule>(?<=\s)(?:(?:[-–—_*=] ){3,}+|(?:\. ){8,}+))"  # "- - - -" between two stories, ". . . ." in a table of contents
    r"|(?P<mark>\*{2,}+)|(?P<note>(?<=\S)[ ]?\[[0-9]{1,3}\](?:\(\#[\w-]{1,20}\))?)"
    # "_July 4th._ The _Lee_ sailed": slanted type
    r"|(?P<slant>(?<![\w_])_(?=[^\W_])|(?<=[\w.,;:!?)])_(?![\w_]))"
    rf"|(?P<suffix>(?<=[a-z])(?P<comma>,)?[ ][JS]r\b(?:\.(?!{_NEW_SENTENCE}))?(?(comma),?))"
)


def clean(text: str, casing: Casing | None = None) -> Cleaned:
    """Clean ``text`` of what news pages and mail leave in it.

    Args:
        text: Any string: plain text, or HTML whole or in pieces.
        casing: Tells which words lose their capitals in a line of capitals; by default only function words do.
    """
    given, text = text, text[: cut_off(text)]
    noisy = _NOISE.search(text) is not None
    pieces: list[_Piece] = list(_pieces(text)) if noisy else [(0, len(text), None)]
    readable = "".join(text[start:end] if new is None else new for start, end, new in pieces)
    readable = _BLOCK.sub(_join_wrapped, _lower_capitals(readable, casing or Casing()))
    return without_widgets(Cleaned(readable, tuple(_runs(pieces)), len(given)))


def paragraphs(cleaned: Cleaned) -> list[tuple[int, int]]:
    """Return the spans of the blocks of ``cleaned.text``, without bullets and outer space; none is empty."""
    return [match.span("body") for match in _BODY.finditer(cleaned.text)]


def dateline_end(paragraph: str) -> int:
    """Return the length of the dateline that opens ``paragraph``, with its dash, or 0 if there is none."""
    match = _DATELINE.match(paragraph[:_LONGEST_DATELINE])
    if match is None or (match["bare"] and match["bare"].split()[0] in _ACRONYMS):
        return 0
    return match.end()


def is_cut(text: str) -> bool:
    """Tell whether an interface cut a text off and says so at its end ("... [+2219 chars]")."""
    return _CUT.search(text, max(0, len(text) - _LONGEST_CUT)) is not None


def cut_off(text: str) -> int:
    """Return where the sentence begins that an interface cut off ("Mr. Lavrov then met Wa… [+2219 chars]"), else the end."""
    cut = _CUT.search(text, max(0, len(text) - _LONGEST_CUT))
    if cut is None:
        return len(text)
    start = max(0, cut.start() - _LONGEST_SENTENCE)
    ends = [m.end() for m in _SENTENCE_END.finditer(text, start, cut.start())]
    return next((end for end in reversed(ends) if not _is_title(text[max(0, end - 12) : end])), start)


def _is_title(before: str) -> bool:
    """Tell whether the full stop that ends ``before`` is that of "Mr." or of an initial."""
    word = before.split()[-1].rstrip(".").lower() if before.strip() else ""
    return before.endswith(".") and (word in _SHORT_TITLES or len(word) == 1)


def _pieces(text: str) -> Iterator[_Piece]:
    """Cut ``text`` where noise begins and ends."""
    at, unclosed = 0, set[str]()
    while match := _NOISE.search(text, at):
        if match.start() > at:
            yield at, match.start(), None
        at = _end(text, match, unclosed)
        yield match.start(), at, _replacement(match)
    if at < len(text):
        yield at, len(text), None


def _end(text: str, match: re.Match[str], unclosed: set[str]) -> int:
    """Where the noise ends: behind the closing tag if it has one. ``unclosed`` saves looking twice for none."""
    name = "comment" if match["comment"] else (match["name"] or "").lower()
    silent = name == "comment" or (name in SILENT_TAGS and match[0][1] != "/" and not match[0].endswith("/>"))
    if not silent or name in unclosed:
        return match.end()
    close = re.compile("-->" if name == "comment" else rf"</{name}\s*>", re.IGNORECASE).search(text, match.end())
    if close is None:
        unclosed.add(name)
        return match.end()
    return close.end()


def _replacement(match: re.Match[str]) -> str:
    if match["tag"]:
        name = match["name"].lower()
        return "\n" if name == "br" else "\n\n" if name in BLOCK_TAGS else ""
    if match["entity"]:
        return _decoded(match["entity"])
    if match["blob"] or match["again"]:
        return " "
    if match["rule"]:
        return "\n\n"
    return "\n" if match["cr"] else match[0].translate(_PLAIN) if match["swap"] else ""


def _decoded(entity: str) -> str:
    """The character behind an entity, once or twice escaped; an unknown entity stays as it is."""
    once = html.unescape(entity)
    plain = html.unescape(once) if once.endswith(";") and once != entity else once
    return re.sub(rf"[{_DROPPED}\r]", "", plain).translate(_PLAIN)


def _runs(pieces: list[_Piece]) -> Iterator[Run]:
    """Join neighbours that map one to one and leave out what was dropped."""
    run = (0, 0, 0, 0)
    for start, end, new in pieces:
        width = end - start if new is None else len(new)
        at = run[0] + run[2]
        if run[2] == run[3] and width == end - start and run[1] + run[3] == start:
            run = (run[0], run[1], run[2] + width, run[3] + width)
        elif width:
            if run[2]:
                yield run
            run = (at, start, width, end - start)
    yield run


# --- lines of capitals --------------------------------------------------------------------------

_FEWEST_WORDS, _CAPITAL_SHARE = 4, 0.6
_ACRONYMS = _words(
    """AIIB ANC APEC ASEAN AU BBC BRICS CARICOM CIA CIS CNN COP COVID CSTO DPRK DRC EAC ECB ECOWAS EEU EFTA ELN EU FAO FARC
    FBI FDI GATT GCC GDP IAEA ICAO ICC ICJ IGAD ILO IMF INF IRA ISIS JCPOA KGB LNG MERCOSUR MEP MP NAFTA NATO NGO OAS OAU
    OECD OIC OPCW OPEC OSCE PA PKK PLO PM POW PRC QUAD ROK SAARC SADC SCO SIPRI TPP TV UAE UAR UK UN UNESCO UNHCR UNICEF
    UNIFIL UNRWA UNSC US USA USAID USSR WEU WFP WTO"""
)
_SHORT_TITLES = frozenset({"mr", "mrs", "ms", "dr", "st", "sr", "jr", "gen", "col", "lt"})
FUNCTION_WORDS = _words(
    """a about above across after again against ago all along also although am amid among an and any are around as at away
    back be because been before behind being below between both but by can cannot could despite did do does down during each
    ever every few for from had has have he her hers herself him himself his how if in into is it its itself just may me might more most much
    must my near neither no nor not now of off on once one only onto or other our out over own per put set shall she
    should since so some such than that the their them themselves then there these they this those through till to together too
    toward towards two under until up upon via was we were what when where whether which while who whom whose why will
    with within without would yet you your"""
)
_ENDINGS = frozenset({"", "s", "t", "d", "ll", "re", "ve", "m"})  # behind an apostrophe
_TOKEN = re.compile(r"\w+(?:\.\w+)+\.?|\w+(?:'\w+)?")
_SCOTS = re.compile(r"(Mc|Mac)([A-Z]{2,})")
_STOP = re.compile(r"(?<![.\s]\w)[.!?] $")  # not that of "U.S."
_MAY = re.compile(r"\bMAY(?=,? [0-9])|(?<=[0-9] )MAY\b")


def _lower_capitals(text: str, casing: Casing) -> str:
    """Write lines of capitals as prose, length for length, each with the capital lines that it runs on into."""
    lines, running = text.split("\n"), False
    for n, line in enumerate(lines):
        capitals = _is_capitals(line)
        runs_on = running and line.isupper()
        if capitals or runs_on:
            lines[n] = casing.with_names(_lowered(line, casing, start=not runs_on))
        running = capitals or runs_on
    return "\n".join(lines)


def _is_capitals(line: str) -> bool:
    if line.islower() or len(line) < 2 * _FEWEST_WORDS - 1:
        return False
    upper, lower = sum(map(str.isupper, line)), sum(map(str.islower, line))
    return upper >= _CAPITAL_SHARE * (upper + lower) and len(_TOKEN.findall(line)) >= _FEWEST_WORDS and upper > 0


def _lowered(line: str, casing: Casing, start: bool) -> str:
    first = _TOKEN.search(line) if start else None

    def recased(match: re.Match[str]) -> str:
        word = _recase(match[0], casing)
        opens = first is not None and match.start() == first.start()
        begins = opens or _STOP.search(line[max(0, match.start() - 4) : match.start()])
        word = word[0].upper() + word[1:] if begins and match[0].isupper() else word
        return word if len(word) == len(match[0]) else match[0]

    return _TOKEN.sub(recased, _MAY.sub("May", line))


def _recase(token: str, casing: Casing) -> str:
    """Lower a common word, keep an acronym, and leave a name its first letter."""
    if scots := _SCOTS.fullmatch(token):  # McKENZIE
        return scots[1] + scots[2][0] + scots[2][1:].lower()
    if not token.isupper() or "." in token or any(map(str.isdigit, token)):
        return token
    word, mark, ending = token.partition("'")
    if ending.lower() not in _ENDINGS:  # O'BRIEN
        return word + mark + ending[0] + ending[1:].lower()
    return _recase_word(word, casing) + mark + ending.lower()


def _recase_word(word: str, casing: Casing) -> str:
    low = word.lower()
    if word in _ACRONYMS:
        return word
    if low in FUNCTION_WORDS or casing.is_common(low):
        return low
    return word if _is_spelled(low) else word[0] + low[1:]


def _is_spelled(low: str) -> bool:
    """Tell whether a word is read letter by letter, having no vowel: an acronym that is not in the list."""
    return low.isascii() and low not in _SHORT_TITLES and re.search("[aeiouy]", low) is None


# --- line breaks --------------------------------------------------------------------------------

_NARROWEST, _WIDEST = 40, 120  # columns at which people wrap prose
_BLOCK = re.compile(r"^[^\S\n]*+\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)+", re.MULTILINE)
_MARK = r"[-*•–—‣▪●◦·]"
_BULLET = re.compile(rf" *+{_MARK} ")
_NUMBER = re.compile(r" *+\(?[0-9]{1,2}[.)] ")
_BODY = re.compile(rf"^[^\S\n]*+(?:(?:{_MARK}|\(?[0-9]{{1,2}}[.)]) ++)?(?P<body>\S(?:[^\n]*\S)?)", re.MULTILINE)
_FIELD = re.compile(r" *+[A-Z][A-Za-z]*(?: [A-Za-z]+){0,3}: ")
_CLOSED = re.compile(r"[.!?:;][\"')\]]{0,2}$")
_OPEN_ENDS = (
    FUNCTION_WORDS
    | _SHORT_TITLES
    | _words(
        """ambassador chairman chancellor commissioner counterpart crown deputy emperor envoy foreign general governor judge king
    leader leaders minister ministers premier president prime prince princess queen secretary senator sheikh sir
    spokesman spokesperson spokeswoman special vice"""
    )
)


def _join_wrapped(block: re.Match[str]) -> str:
    lines = block[0].split("\n")
    width = max(len(line.rstrip()) for line in lines)
    marks = ("\n" if _ends(before, after, width) else " " for before, after in pairwise(lines))
    return "".join(chain.from_iterable(zip(lines, chain(marks, [""]), strict=True)))


def _ends(before: str, after: str, width: int) -> bool:
    """Tell whether the break between two lines ends a bullet, field, headline or paragraph, or only wraps prose."""
    before, first = before.rstrip(), after.split(None, 1)[0]
    closed = _CLOSED.search(before[-4:]) is not None
    full = _NARROWEST <= width <= _WIDEST and len(before) + 1 + len(first) > width
    if _is_item(before, after, closed=closed, full=full):
        return True
    if full:  # the next word had no room; yet no sentence goes on with "The" or "She"
        return not closed and first[0].isupper() and first.lower() in FUNCTION_WORDS and first != "I"
    return closed or bool(_FIELD.match(after)) or (_may_end(before) and not first[0].islower())


def _is_item(before: str, after: str, *, closed: bool, full: bool) -> bool:
    """Tell whether a line is a bullet, a number of a list, or a field such as "Place: Windhoek"."""
    if _NUMBER.match(after):  # "on\n16. August" goes on
        return closed or not full or bool(_NUMBER.match(before))
    return bool(_BULLET.match(after)) or (closed and bool(_FIELD.match(after)))


def _may_end(line: str) -> bool:
    """Tell whether a line without a full stop may be a headline: it stops at no comma, "of" or "Minister"."""
    return line[-1] not in ",-(" and line.rsplit(None, 1)[-1].lower() not in _OPEN_ENDS


# --- datelines ----------------------------------------------------------------------------------

_LONGEST_DATELINE = 160
_CAPS = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]{2,}(?:[ /][A-ZÀ-Þ'’.-]+){0,3}"
_CITY = r"[A-ZÀ-Þ][\w'’.-]+(?: [\w'’.-]+){0,3}"
_REGION = r"(?:, [A-Z][\w.'’ -]{1,30}?)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Za-z]{0,6}\.?"
_ON = rf"(?:[A-Z][a-z]+day,? )?(?:[0-9]{{1,2}} {_MONTH}|{_MONTH} [0-9]{{1,2}})(?:,? [0-9]{{4}})?\.?"
_AGENCY = r"(?:\([^()\n]{2,40}\)|/[^/\n]{2,20}/|\[[^][\n]{2,40}\])"
_DASH = r"(?:\s*(?:--+|—|–)\s*|(?:\s+|(?<=[)\]/]))[-_](?:\s+|$))"
_WIRE = r"(?:[A-Z]{3,16}|[A-Z][a-z]+[A-Z]{2,6})"  # "IRNA", "KazTAG"
_DATELINE = re.compile(
    rf"\s*(?:(?:{_CAPS}|{_CITY}){_REGION}(?:[,.]? {_ON})?,?\s*{_AGENCY}(?:{_DASH}|\.\s+)"
    rf"|(?:{_CAPS}|{_CITY}){_REGION}[,.]? {_ON},?(?: {_WIRE}(?:{_DASH}|\.\s+)|{_DASH})"
    rf"|(?P<bare>{_CAPS}){_REGION}{_DASH}(?=[\"'“‘]?[A-ZÀ-Þ][a-zß-ÿ ’'.])"
    rf"|{_AGENCY}{_DASH})"
)
