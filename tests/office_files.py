"""Files of office programs, made by hand from the little that their standards ask for: the same bytes each time."""

from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from fuzz.samples import zipped

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_STYLES = (("Normal", "Normal"), ("Titel", "Title"), ("berschrift1", "heading 1"))
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def paragraph(text: str, style: str | None = None) -> str:
    """Return a paragraph of a Word file; a line end becomes a break."""
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r>{runs}</w:r></w:p>"


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return a table of a Word file."""
    made = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in made)}</w:tbl>"


def docx(*blocks: str, title: str = "", head: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """Return a Word file of paragraphs, given as text or, beginning with ``<w:``, as XML.

    Args:
        title: The title in its properties.
        head: What stands before the root element of its text.
        parts: Further parts of the archive.
    """
    body = "".join(block if block.startswith("<w:") else paragraph(block) for block in blocks)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>' for id, name in _STYLES
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{escape(title)}</dc:title>'
        '<dcterms:created xsi:type="dcterms:W3CDTF">2013-12-23T23:15:00Z</dcterms:created></cp:coreProperties>'
    )
    made = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_CONTENT}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{kind}.styles+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        '<Relationship Id="r2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/></Relationships>',
        "word/document.xml": f'{_XML}{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml": f'{_XML}<w:styles xmlns:w="{_W}">{styles}</w:styles>',
        "docProps/core.xml": f"{_XML}{core}",
    }
    return zipped({name: text.encode() for name, text in made.items()} | (parts or {}))


def xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    """Return an Excel table; a cell is text, a number, None, or a tuple of one number, which is a date."""
    names = list(sheets)
    listed = "".join(f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names, 1))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, len(names) + 1)
    )
    relations = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    made = {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_CONTENT}">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">{relations}'
        f'<Relationship Id="s" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill><patternFill/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for at, rows in enumerate(sheets.values(), 1):
        made[f"xl/worksheets/sheet{at}.xml"] = _sheet(rows)
    return zipped({name: text.encode() for name, text in made.items()})


def _sheet(rows: Sequence[Sequence[object]]) -> str:
    body = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(value, f"{chr(65 + at)}{number}") for at, value in enumerate(row))
        body.append(f'<row r="{number}">{cells}</row>')
    return f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(body)}</sheetData></worksheet>'


def _cell(value: object, place: str) -> str:
    match value:
        case None:
            return ""
        case (serial,):
            return f'<c r="{place}" s="1"><v>{serial}</v></c>'
        case str():
            return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case _:
            return f'<c r="{place}"><v>{value}</v></c>'


def odt(*blocks: str, title: str = "", head: str = "") -> bytes:
    """Return an OpenDocument text of paragraphs, given as text or, beginning with ``<t``, as XML."""
    body = "".join(block if block.startswith("<t") else f"<text:p>{escape(block)}</text:p>" for block in blocks)
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "text", "table"))
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    about = (
        f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>'
        f"<dc:title>{escape(title)}</dc:title><dc:date>2013-12-23T23:15:00</dc:date></office:meta></office:document-meta>"
    )
    made = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"{_XML}{head}{content}".encode(),
        "meta.xml": f"{_XML}{about}".encode(),
    }
    return zipped(made)


def rtf(*blocks: str, title: str = "") -> bytes:
    """Return an RTF file of paragraphs, given as text or, beginning with a backslash, as RTF."""
    body = "".join(block if block.startswith("\\") else f"\\pard {_escaped(block)}\\par\n" for block in blocks)
    about = f"{{\\info{{\\title {title}}}{{\\creatim\\yr2013\\mo12\\dy23}}}}" if title else ""
    fonts = "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\froman\\fcharset204 Times;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}{{\\colortbl;\\red0\\green0\\blue0;}}{about}\n{body}}}".encode(
        "ascii"
    )


def _escaped(text: str) -> str:
    made = []
    for char in text:
        if char in "\\{}":
            made.append(f"\\{char}")
        elif char == "\n":
            made.append("\\line ")
        elif char < "\x80":
            made.append(char)
        else:
            units = char.encode("utf-16-le")
            numbers = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
            made += [f"\\u{number - 65_536 * (number > 32_767)}?" for number in numbers]
    return "".join(made)
