"""TEI: which elements are documents, what they say of themselves, whom they name, and files made to do harm."""

import datetime as dt
import gzip
import resource
import time
from pathlib import Path

import pytest
from reading import PROSE, SHARED, messages, needs_shared, read, write
from volumes import pieces

from diplograph.errors import InputError
from diplograph.extract.named import NamedPerson
from diplograph.extract.pipeline import extract_contacts
from diplograph.extract.read import read_raw
from diplograph.extract.read.names import natural

DAY = dt.date(1961, 6, 3)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<?xml-model href="https://example.org/x.rng"?>\n<!-- <rss> -->\n'
NAMESPACES = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'
TITLE = '<title type="complete">Example Relations,\n 1961</title><title type="series">Example Relations</title>'
PERSONS = """<div type="section" subtype="index" xml:id="persons"><head>Persons</head><list>
<item><hi rend="strong"><persName xml:id="p_KNS1">Khrushchev, Nikita Sergeyevich</persName>,</hi> Chairman</item>
<item><persName xml:id="p_RD1"><hi>Rusk, Dean,</hi></persName> Secretary of State</item></list></div>"""
SPAN = 'frus:doc-dateTime-min="{}T00:00:00-05:00" frus:doc-dateTime-max="{}T23:59:59-05:00"'


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def volume(body: str, front: str = PERSONS, header: str = "", back: str = "") -> str:
    """Return a volume of documents."""
    described = f"<fileDesc><titleStmt>{TITLE}</titleStmt></fileDesc>{header}"
    text = f"<text><front>{front}</front><body>{body}</body><back>{back}</back></text>"
    return f'{HEAD}<TEI {NAMESPACES} xml:id="x61"><teiHeader>{described}</teiHeader>{text}</TEI>'


def document(content: str, attributes: str = 'n="83" xml:id="d83"') -> str:
    """Return a document of a volume."""
    return f'<div type="document" {attributes}>{content}</div>'


MEMORANDUM = document(
    """<head>83. Memorandum of Conversation<note n="1" type="source" xml:id="d83fn1">Source: Files. Drafted by
    <persName corresp="#p_RD1">Rusk</persName>.</note></head>
    <opener><dateline rendition="#right"><placeName>Vienna</placeName>, <date when="1961-06-03">June 3,
    1961</date>, <time>12:45 p.m.</time></dateline></opener>
    <list type="subject"><head>SUBJECT</head><item>Meeting of the two leaders</item></list>
    <list type="participants"><head>PARTICIPANTS:</head><item><list><head>US</head><item>The President</item>
    <item><persName corresp="#p_RD1">Mr. Rusk</persName></item></list></item><item><list><head>USSR</head>
    <item>Chairman <persName corresp="#p_KNS1">Khrushchev</persName></item></list></item></list>
    <p>Mr. <persName corresp="#p_RD1">Rusk</persName> met Chairman <persName corresp="#p_KNS1">Khrushchev</persName> at
    the<note n="2">Not <hi>printed</hi>.</note> Resi<lb break="no"/>dence.<pb n="12"/></p>
    <p>They agreed to <choice><sic>met</sic><corr>meet</corr></choice> again<del>st</del>.</p>"""
)


# --- documents ----------------------------------------------------------------------------------


def test_a_document_of_a_volume() -> None:
    """It tells all of itself, and notes are apart from its text."""
    (found,), problems = read(write("a.xml", volume(MEMORANDUM)))

    assert (found.source.id, found.source.title, found.source.date) == ("x61/d83", "Memorandum of Conversation", DAY)
    assert (found.source.publisher, found.source.url) == ("Example Relations, 1961", None)
    assert found.text == (
        "Vienna, June 3, 1961, 12:45 p.m.\n\nSUBJECT\n\nMeeting of the two leaders\n\n"
        "PARTICIPANTS: US: The President; Mr. Rusk; USSR: Chairman Khrushchev\n\n"
        "Mr. Rusk met Chairman Khrushchev at the Residence.\n\nThey agreed to meet again."
    )
    assert [(found.text[p.start : p.end], p.name) for p in found.persons] == [
        ("Mr. Rusk", "Dean Rusk"), ("Khrushchev", "Nikita Sergeyevich Khrushchev"),
        ("Rusk", "Dean Rusk"), ("Khrushchev", "Nikita Sergeyevich Khrushchev"),
    ]  # fmt: skip
    assert problems == []


def test_a_whole_volume() -> None:
    """Front matter, compilations, chapters, notes, attachments with days of their own: each document is what it should be."""
    made = list(pieces(80, 300))
    expected = [one for _, one in made if one]
    found, problems = read(write("a.xml", "".join(piece for piece, _ in made)))

    assert len(found) == len(expected) == 80
    for document, one in zip(found, expected, strict=True):
        source = document.source
        assert (source.id, source.title, source.date) == (one.id, one.title, one.date)
        assert {person.name for person in document.persons} == one.persons
        assert one.participants is None or f"{one.participants}\n\n" in document.text
        assert "Not printed" not in document.text and "Source: Files" not in document.text
    assert messages(problems) == "a.xml dates 20 of its documents by a span of days only: they have no day."


def test_front_and_back_are_no_documents() -> None:
    """But what is called a document there is one; text of the body that stands in none is counted."""
    preface = (
        f'<div type="section"><p>{PROSE * 40}</p><closer><dateline><date when="1989-01-01"/></dateline></closer></div>'
    )
    front = preface + document("<p>A met B.</p>", 'xml:id="d0"')
    body = f'<div type="chapter"><head>Chapter</head><p>{PROSE * 40}</p>{MEMORANDUM}</div>'
    found, problems = read(write("a.xml", volume(body, PERSONS + front, back=preface)))

    assert [d.source.id for d in found] == ["x61/d0", "x61/d83"]
    assert messages(problems).startswith("a.xml has 1,329 characters in its body that stand in no document")


@pytest.mark.parametrize(
    ("attributes", "dateline", "day"),
    [
        (SPAN.format("1961-06-03", "1961-06-03"), "", DAY),
        ('frus:doc-dateTime-min="1961-06-03T12:45:00-05:00"', "", DAY),
        (SPAN.format("1961-06-04", "1961-06-04"), '<date when="1961-06-03T22:00:00+02:00">June 3</date>', DAY),
        (SPAN.format("1961-06-03", "1961-06-03"), '<date when="1916-06-03">June 3</date>', DAY),
        (SPAN.format("1961-01-01", "1961-12-31"), '<date when="1961-06-03">June 3</date>', DAY),
        ("", '<date from="1961-06-03T10:00" to="1961-06-03T12:00">June 3</date>', DAY),
        ("", '<date when="1961-06-03">June 3</date>—<date when="1961-06-05">Received June 5</date>', DAY),
        ("", "<date>June 3, 1961</date>", DAY),
        ("", '<date when="1961-06">June, 1961</date>', None),
        ("", '<date from="1961-06-03" to="1961-06-05">June 3-5</date>', None),
        ("", "", None),
    ],
)
def test_days(attributes: str, dateline: str, day: dt.date | None) -> None:
    """The dateline's own day, unless the editor's says that it can't be; a time longer than a day is none."""
    content = f"<opener><dateline>Vienna, {dateline}</dateline></opener><p>A met B.</p>"
    (found,), problems = read(write("a.xml", volume(document(content, attributes))))

    assert (found.source.date, problems) == (day, [])


def test_a_span_of_days_is_no_day() -> None:
    """It is said, once for all."""
    note = document(f"<head>2. Editorial Note</head><p>{PROSE}</p>", SPAN.format("1961-01-01", "1961-12-31"))
    found, problems = read(write("a.xml", volume(note * 3)))

    assert [d.source.date for d in found] == [None] * 3
    assert "dates 3 of its documents by a span of days only" in messages(problems)


def test_letters_without_types() -> None:
    """A division with an opener is a document; one within it is part of it, and a closer may hold the dateline."""
    first = """<div><head>[1] To a friend</head><opener><dateline>Rome, <date when="1861-05-02"/></dateline>
    <salute>Sir,</salute></opener><p>I saw the Count.</p><div><opener><salute>Enclosed</salute></opener><p>A copy.</p></div>
    <postscript><p>Burn this.</p></postscript></div>"""
    second = '<div1><p>The King came.</p><closer><signed>A. B.</signed><dateline><date when="1861-05-09"/></dateline></closer></div1>'
    (one, two), problems = read(write("a.tei", volume(f"<div>{first}{second}</div>")))

    assert one.text == "Rome,\n\nSir,\n\nI saw the Count.\n\nEnclosed\n\nA copy.\n\nBurn this."
    assert (one.source.title, one.source.date, one.source.id) == ("[1] To a friend", dt.date(1861, 5, 2), "a.tei:1")
    assert (two.text, two.source.date) == ("The King came.\n\nA. B.", dt.date(1861, 5, 9))
    assert problems == []


def test_a_letter_alone() -> None:
    """A file of one text is one document, dated by its header where it does not tell."""
    sent = '<profileDesc><correspDesc><correspAction type="sent"><date when="1961-06-03"/></correspAction></correspDesc></profileDesc>'
    text = f"<text><body><div><p>{PROSE}</p></div><div><head>More</head><p>They wrote.</p></div></body></text>"
    publisher = "<publicationStmt><publisher>Example Archive</publisher></publicationStmt>"
    one = f"<TEI {{}}><teiHeader><fileDesc><titleStmt><title>A to B</title></titleStmt>{publisher}</fileDesc>{sent}</teiHeader>{text}</TEI>"
    (found,), _ = read(write("a.xml", one.format(NAMESPACES)))
    both = "".join(one.format(f"xml:id='{id}'") for id in ("a", "b"))
    many, _ = read(write("b.xml", f"<teiCorpus><teiHeader/>{both}</teiCorpus>"))

    assert (found.source.title, found.source.date, found.source.publisher) == ("A to B", DAY, "Example Archive")
    assert found.text == f"{PROSE}\n\nMore\n\nThey wrote."
    assert [(d.source.id, d.text) for d in many] == [("a", found.text), ("b", found.text)]


def test_speakers_stand_before_what_they_say() -> None:
    """On one line, as a transcript has them; so do numbers of lists."""
    body = document(
        "<sp><speaker>The President</speaker><p>We met.</p></sp><p>Points: <list><label>1.</label><item>Berlin</item>"
        "<label>2.</label><item>Laos</item></list></p><table><row><cell>a</cell><cell>b</cell></row></table>"
    )
    (found,), _ = read(write("a.xml", volume(body)))

    assert found.text == "The President: We met.\n\nPoints:\n\n1. Berlin\n\n2. Laos\n\na b"


# --- persons ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("Khrushchev, Nikita Sergeyevich", "Nikita Sergeyevich Khrushchev"),
        ("Cabell, Lt. Gen. C.P.", "C.P. Cabell"),
        ("Lodge, Henry Cabot, Jr.", "Henry Cabot Lodge"),
        ("Radford, Rear Admiral Arthur W.,", "Arthur W. Radford"),
        ("Eden, Sir Anthony (Lord Avon)", "Anthony Eden"),
        ("Bundy, M. George", "M. George Bundy"),
        ("Hussein, King of Jordan", "Hussein"),
        ("Mao Tse-tung", "Mao Tse-tung"),
        ("General Charles de Gaulle", "Charles de Gaulle"),
        (" , ", ""),
        ("", ""),
    ],
)
def test_names_of_lists(listed: str, name: str) -> None:
    """They are turned, and lose what is no name."""
    assert natural(listed) == name


def test_ways_to_list_and_to_refer() -> None:
    """``listPerson`` in the header, forename and surname, ``ref`` and ``key``; who is not listed keeps the name of the text."""
    header = (
        '<profileDesc><particDesc><listPerson><person xml:id="a"><persName>Castro, Ana</persName><persName>X</persName></person>'
        '<person xml:id="b"><persName><surname>Ito</surname>, <forename>Jun</forename> <forename>K.</forename></persName></person>'
        "</listPerson></particDesc></profileDesc>"
    )
    text = (
        '<p><persName ref="#a">Castro</persName>, <persName key="b">Ito</persName>, <persName ref="#z">Z</persName>,'
        ' <persName ref="persons.xml#a">C.</persName>, <persName ref="https://example.org/7">W</persName>,'
        ' <persName ref="#b"> </persName><persName>V</persName> met.</p>'
    )
    (found,), problems = read(write("a.xml", volume(document(text), "", header)))

    assert found.text == "Castro, Ito, Z, C., W, V met."
    assert found.persons == (
        NamedPerson(0, 6, "Ana Castro"),
        NamedPerson(8, 11, "Jun K. Ito"),
        NamedPerson(16, 18, "Ana Castro"),
    )
    assert "refers 1 times to persons whom no list before names" in messages(problems)


@pytest.mark.real
def test_contacts_have_the_names_of_the_list() -> None:
    """Of marked names, of pronouns and offices that stand for them; who is not marked keeps his name."""
    text = """<p>Secretary <persName corresp="#p_RD1">Rusk</persName> met Soviet Chairman <persName corresp="#p_KNS1">Khrushchev</persName>
    in Vienna on June 2. Khrushchev then met French President Charles de Gaulle in Paris. On Friday Rusk telephoned Foreign Minister
    Gromyko.</p>"""
    (found,), _ = read(write("a.xml", volume(document(text, SPAN.format("1961-06-03", "1961-06-03")))))
    contacts = list(extract_contacts([found]))

    assert [sorted(p.name for p in c.parties) for c in contacts] == [
        ["Dean Rusk", "Nikita Sergeyevich Khrushchev"],
        ["Charles de Gaulle", "Nikita Sergeyevich Khrushchev"],
        ["Dean Rusk", "Gromyko"],
    ]
    assert {p.id for c in contacts for p in c.parties} >= {"dean-rusk", "nikita-sergeyevich-khrushchev"}
    assert all(found.text[p.start : p.end] == p.mention for c in contacts for p in c.parties)


# --- what is no TEI, or is made to do harm --------------------------------------------------------


def test_xml_is_told_by_its_beginning() -> None:
    """A feed is a feed, an edition one, in any encoding; anything else is refused."""
    feed = f"<rss><channel><item><title>TEI</title><description>{PROSE}</description></item></channel></rss>"
    edition = volume(MEMORANDUM)
    write("a.xml", feed)
    write("b.xml", edition.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16"))
    write("c.xml.gz", gzip.compress(edition.replace("<TEI", "<tei:TEI", 1).replace("</TEI>", "</tei:TEI>").encode()))
    write("d.xml", "<html><p>TEI</p></html>")
    found, problems = read("a.xml", "b.xml", "c.xml.gz", "d.xml")

    assert [d.source.title for d in found] == ["TEI", "Memorandum of Conversation", "Memorandum of Conversation"]
    assert messages(problems).startswith("d.xml is XML, but neither RSS, Atom nor TEI")


@pytest.mark.parametrize(
    "kind",
    [
        '<!DOCTYPE TEI [<!ENTITY a "x">]>',
        '<!DOCTYPE TEI SYSTEM "x.dtd" [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "<!DOCTYPE TEI ["
        + '<!ENTITY a0 "x">'
        + "".join(f'<!ENTITY a{n + 1} "&a{n};&a{n};">' for n in range(40))
        + "]>",
        '<!DOCTYPE TEI [<!ENTITY % p SYSTEM "x">%p;]>',
    ],
)
def test_entities_are_refused(kind: str) -> None:
    """Nothing is expanded or opened, in text or attributes."""
    text = volume(document("<p>A met B &a;.</p>", 'n="&a40;"')).replace("<TEI", f"{kind}<TEI", 1)
    found, problems = read(write("a.xml", text))

    assert found == []
    assert "a.xml defines entities" in messages(problems)


def test_a_document_type_alone_does_no_harm() -> None:
    """It is not opened."""
    found, problems = read(write("a.xml", volume(MEMORANDUM).replace("<TEI", '<!DOCTYPE TEI SYSTEM "x.dtd"><TEI', 1)))

    assert (len(found), problems) == (1, [])


def test_what_stands_before_a_break_is_read() -> None:
    """And the break is named, with its line."""
    broken = volume(MEMORANDUM + document("<p>A met B.")[:-6], back="").replace("</body>", "</bod>")
    found, problems = read(write("a.xml", broken))

    assert [d.source.id for d in found] == ["x61/d83"]
    assert "a.xml is no well-formed XML from its line" in messages(problems)


@pytest.mark.parametrize("encoding", ["UTF-255", "gb18030", "utf-7", "punycode", "hex"])
def test_encodings_that_no_parser_reads(encoding: str) -> None:
    """They are the file's fault, and named."""
    found, problems = read(write("a.xml", volume(MEMORANDUM).replace("UTF-8", encoding, 1)))

    assert found == []
    assert "a.xml declares an encoding that can't be read" in messages(problems) or "well-formed" in messages(problems)
    assert all(isinstance(problem, InputError) for problem in problems)


def test_latin_1() -> None:
    """A declared encoding of one byte a character is read."""
    data = volume(document("<p>Pr\u00e9s met Ito.</p>")).replace("UTF-8", "ISO-8859-1", 1).encode("latin-1")
    (found,), problems = read(write("a.xml", data))

    assert (found.text, problems) == ("Pr\u00e9s met Ito.", [])


HOSTILE = {
    "deep": volume("<div>" * 100_000),
    "long tag": f'<TEI a="{"x" * 6_000_000}"/>',
    "many attributes": "<TEI><text><body><p "
    + " ".join(f'a{n}=""' for n in range(200_000))
    + ">x</p></body></text></TEI>",
    "many names": volume(document("<p>" + '<persName ref="#a">A</persName>' * 100_000 + "</p>")),
    "many persons": volume("<p>x</p>", "".join(f'<persName xml:id="p{n}">x{n}</persName>' for n in range(100_000))),
    "many dates": volume(document("<opener>" + '<date when="1961-06-03">x</date>' * 100_000 + "</opener><p>x</p>")),
    "captured in captured": volume("<p>x</p>", "<persName xml:id='a'>" * 900 + "x" * 100_000 + "</persName>" * 900),
    "one word": volume(document(f"<p>{'x' * 4_000_000}</p>")),
    "divisions": volume("<div>" * 900 + f"<p>{'word ' * 200_000}</p>" + "</div>" * 900),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_editions_take_seconds(kind: str) -> None:
    """Each is read or named."""
    begun = time.process_time()
    found, problems = read(write("a.xml", HOSTILE[kind]))

    assert time.process_time() - begun < 5
    assert found or problems


def test_a_large_volume_is_a_stream() -> None:
    """Of 60 MB never more than a document is held."""
    paragraphs = f"<p>{PROSE * 30}</p>" * 10
    with Path("a.xml").open("w") as handle:
        start, _, end = volume("\0").partition("\0")
        handle.write(start)
        notes = ((f"<head>{n}. Note</head>{paragraphs}", f'n="{n}" xml:id="d{n}"') for n in range(6_000))
        handle.writelines(document(*note) for note in notes)
        handle.write(end)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert sum(1 for _ in read_raw(["a.xml"])) == 6_000
    assert Path("a.xml").stat().st_size > 60_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


@needs_shared
def test_the_imitation_of_a_volume() -> None:
    """One document, its day in its dateline and its attributes."""
    (found,), problems = read(SHARED / "cases" / "docs" / "frus_tei.xml")

    assert (found.source.id, found.source.title, found.source.date) == ("frusEx/d83", "Memorandum of Conversation", DAY)
    assert problems == []
