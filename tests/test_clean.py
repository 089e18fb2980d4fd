"""Cleaning: what the parser gets to read, and the way back to the text as given."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplograph.extract.lexicon.casing import EnglishCasing
from diplograph.extract.text.clean import clean, dateline_end, paragraphs
from diplograph.extract.text.cleaned import Cleaned


def _blocks(text: str) -> list[str]:
    cleaned = clean(text)
    return [cleaned.text[start:end] for start, end in paragraphs(cleaned)]


def _back(text: str, part: str) -> str:
    cleaned = clean(text)
    start = cleaned.text.index(part)
    given_start, given_end = cleaned.original(start, start + len(part))
    return text[given_start:given_end]


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Lavrov met Blinken.", "Lavrov met Blinken."),
        ("<p>Lavrov <b>met</b> Blinken.</p>", "\n\nLavrov met Blinken.\n\n"),
        ("a<script>if (1 < 2) { met() }</script>b<style>p {}</style >c", "abc"),
        ("a<!-- Lavrov met <b>no one</b> -->b<!DOCTYPE html>c", "abc"),
        ("<a href='x' title=\"Lavrov > Blinken\">met</a>", "met"),
        ("Tour&eacute; &amp; Sons&nbsp;met &#8220;Li&#x201d;", 'Touré & Sons met "Li"'),
        ("Tour&amp;eacute; &amp;nbsp;spoke", "Touré  spoke"),
        ("AT&T; R&D &bogus; &lt;b&gt;", "AT&T; R&D &bogus; <b>"),
        ("‘Putin’s’ “call” «was»\u00a0it", '\'Putin\'s\' "call" "was" it'),
        ("Er\u00addo\u200bgan\u202e met\x07 Xi\ufeff", "Erdogan met Xi"),
        ("2 < 3 and x <3 <4", "2 < 3 and x <3 <4"),
        ("mail <lavrov@mid.example> now", "mail <lavrov@mid.example> now"),
        ("ﬁrst\tline", "ﬁrst line"),
        ("one<!-- never closed <b>two</b>", "one never closed two"),
        ("Hull[3] met Xi [4], and Li [5](#f5).", "Hull met Xi, and Li."),  # footnotes
        ("see [12] and a[1234] or [x]", "see and a[1234] or [x]"),
        ("_July 4th._--The _Lee_ sailed by snake_case", "July 4th.--The Lee sailed by snake_case"),
        (f"met {'QmFzZTY0' * 60} Xi", "met   Xi"),  # data, not a word
        (f"met {'Donau' * 70} Xi", f"met {'Donau' * 70} Xi"),
    ],
)
def test_text(given_text: str, expected: str) -> None:
    assert clean(given_text).text == expected


def test_plain_text_is_its_own_cleaning() -> None:
    text = "Lavrov met Blinken in Geneva.\n\nThe US and the EU had said so."
    cleaned = clean(text)
    assert cleaned == Cleaned(text, ((0, 0, len(text), len(text)),), len(text))


@pytest.mark.parametrize(
    ("given_text", "part", "expected"),
    [
        ("<p>Hello <b>Tour&eacute;</b>, he met</p>", "Touré", "Tour&eacute;"),
        ("x&nbsp;&amp;&nbsp;Li\r\n\r\nmet", "Li", "Li"),
        ("x&nbsp;&amp;&nbsp;Li", "&", "&amp;"),
        ("Er\u00addogan", "Erdogan", "Er\u00addogan"),
        ("\ufeffErdogan\u200b", "Erdogan", "Erdogan"),
        ("Lavrov <i>met</i> Li", "met Li", "met</i> Li"),
        ("PUTIN TO MEET XI", "Xi", "XI"),
    ],
)
def test_way_back(given_text: str, part: str, expected: str) -> None:
    assert _back(given_text, part) == expected


_COMMON = {"meets", "talks", "minister", "hold", "foreign", "calls"}


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("LAVROV MEETS BLINKEN IN VIENNA", "Lavrov meets Blinken in Vienna"),
        (
            "FOREIGN MINISTER O'BRIEN CALLS XI'S U.S. TALKS OFF",
            "Foreign minister O'Brien calls Xi's U.S. talks off",
        ),
        ("EU, NATO AND UAE HOLD TALKS AT UN", "EU, NATO and UAE hold talks at UN"),
        ("G7 MINISTER MEETS THE DPRK'S KIM ON 5 MAY", "G7 minister meets the DPRK's Kim on 5 May"),
        ("- TALKS HOLD. MINISTER CALLS AL-SISI", "- Talks hold. Minister calls Al-Sisi"),
        ("THREE CAPITAL WORDS", "THREE CAPITAL WORDS"),
        ("The NATO and the UN hold talks", "The NATO and the UN hold talks"),
        ("LAVROV MEETS BLINKEN IN\nVIENNA TALKS", "Lavrov meets Blinken in Vienna talks"),
        ("İZMİR TALKS HOLD IN İSTANBUL", "İZMİR talks hold in İSTANBUL"),
    ],
)
def test_capitals(given_text: str, expected: str) -> None:
    assert clean(given_text, EnglishCasing(_COMMON)).text == expected


def test_capitals_without_a_word_list_keep_every_name() -> None:
    assert clean("LAVROV MEETS BLINKEN IN VIENNA").text == "Lavrov Meets Blinken in Vienna"


_PROSE = (
    "The foreign minister of Kenya met her Ugandan counterpart in\n"
    "Kampala on Monday, and then flew on to Kigali, where President\n"
    "Paul Kagame received her. The visit ended on Wednesday."
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_PROSE, [_PROSE.replace("\n", " ")]),
        ("One.\n\nTwo\n \nthree", ["One.", "Two", "three"]),
        ("Envoys meet in Oslo\n" + _PROSE, ["Envoys meet in Oslo", _PROSE.replace("\n", " ")]),
        ("Topics raised\n- Trade with Chad\n- Water\n* Fish", ["Topics raised", "Trade with Chad", "Water", "Fish"]),
        ("He met:\n1. Ann Low\n2. Bo Yi", ["He met:", "Ann Low", "Bo Yi"]),
        ("• Met the envoy of Chad\n  and his deputy\n• Left", ["Met the envoy of Chad   and his deputy", "Left"]),
        ("Date: 5 May\nPlace: Oslo\nParticipants: Ann Low", ["Date: 5 May", "Place: Oslo", "Participants: Ann Low"]),
        ("She met Prime Minister\nAnn Low in Oslo.", ["She met Prime Minister Ann Low in Oslo."]),
        ("The talks, held in Oslo with\nthe envoy, ended.", ["The talks, held in Oslo with the envoy, ended."]),
        ("Lavrov and Blinken to meet in Geneva on Ukraine\nThe two spoke on Friday.", None),
        ("<h1>Envoys meet</h1><p>They met<br>\nin Oslo.</p>", ["Envoys meet", "They met", "in Oslo."]),
        ("<ul><li>Met Low</li><li>Met Yi</li></ul>", ["Met Low", "Met Yi"]),
        ("<td>Low</td><td>Yi</td>", ["Low", "Yi"]),
        ("  \n\n  ", []),
    ],
)
def test_blocks(text: str, expected: list[str] | None) -> None:
    assert _blocks(text) == (expected if expected is not None else text.split("\n"))


@pytest.mark.parametrize(
    ("dateline", "rest"),
    [
        ("KAMPALA, 8 May (Nile Wire) — ", "The minister met"),
        ("MADRID (Reuters) - ", "Spain's king"),
        ("WASHINGTON, Aug. 16 (Xinhua) -- ", "The US secretary"),
        ("GENEVA, Sept 7 - ", "Talks went on"),
        ("GENEVA, Sept 7 -", ""),
        ("UNITED NATIONS (AP) — ", "The envoy"),
        ("MOSCOW, May 5. /TASS/. ", "Sergei Lavrov"),
        ("Cairo, 5 May 2021 – ", "The minister"),
        ("TEHRAN, Iran (AP) — ", "Iran's foreign minister"),
        ("PARIS/BERLIN (Reuters) - ", "The two"),
        ("ABUJA — ", "Nigeria's president"),
        ("", "NATO - Russia talks were held"),
        ("", "Lavrov - a veteran - met Blinken"),
        ("", "SECRETARY BLINKEN: Good morning"),
        ("", "The minister (right) met - briefly - the envoy of Chad"),
        ("", "Lavrov met Blinken in Geneva."),
        ("", ""),
    ],
)
def test_dateline(dateline: str, rest: str) -> None:
    assert (dateline + rest)[: dateline_end(dateline + rest)] == dateline


_BITS = [
    "<p>",
    "</p>",
    "<br/>",
    "<!--",
    "-->",
    "<script>",
    "</script>",
    "&amp;",
    "&nbsp;",
    "&eacute;",
    "&",
    "<",
    ">",
    "\r\n",
]
_BITS += [
    "\n",
    "\u00ad",
    "\u200b",
    "’",
    "“",
    "- ",
    "1. ",
    "LAVROV MEETS XI NOW",
    "Date: ",
    "The ",
    "met ",
    "İ",
    "&NotEqualTilde;",
    '"',
]
_NOISY = st.text(max_size=80) | st.lists(st.sampled_from(_BITS), max_size=25).map("".join)


@given(_NOISY)
def test_mapping_is_total_monotone_and_in_bounds(text: str) -> None:
    cleaned = clean(text)
    spans = [cleaned.original(n, n + 1) for n in range(len(cleaned.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    assert all(b[0] >= a[1] or b == a for a, b in pairwise(spans))
    assert cleaned.original(0, len(cleaned.text)) == ((spans[0][0], spans[-1][1]) if spans else (len(text), len(text)))
    assert 0 <= dateline_end(text) <= len(text)


@given(_NOISY)
def test_letters_keep_their_place(text: str) -> None:
    cleaned = clean(text)
    for n, char in enumerate(cleaned.text):
        start, end = cleaned.original(n, n + 1)
        if end - start == 1 and char.isalnum():
            assert text[start] in {char, char.upper()}


@given(_NOISY)
def test_blocks_are_apart_and_hold_no_line_break(text: str) -> None:
    cleaned = clean(text)
    spans = paragraphs(cleaned)
    edges = [0, *(edge for span in spans for edge in span), len(cleaned.text)]
    assert edges == sorted(edges)
    assert all(cleaned.text[a:b].strip() == cleaned.text[a:b] != "" and "\n" not in cleaned.text[a:b] for a, b in spans)


_HOSTILE = [
    "<",
    "&",
    "<a",
    '<a "',
    "<a '",
    "<!--",
    "<script>",
    "</p>",
    "&amp;",
    "\u00ad",
    "\n",
    " ",
    "A ",
    "- \n",
    "<a href=\"x'",
    "<!",
    "&#",
    "x",
    "\"'(",
]


@pytest.mark.parametrize("bit", _HOSTILE)
def test_time_is_linear(bit: str) -> None:
    text = bit * (250_000 // len(bit))
    began = time.perf_counter()
    paragraphs(clean(text))
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("bit", ["<", "&"])
def test_a_megabyte_of_nothing_takes_less_than_a_second(bit: str) -> None:
    began = time.perf_counter()
    clean(bit * 1_000_000)
    assert time.perf_counter() - began < 1
