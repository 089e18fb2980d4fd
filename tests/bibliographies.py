"""Bibliographies read back by other people's libraries: pybtex and pylatexenc, rispy, citeproc-py."""

import json
from typing import Any

import pytest

Entry = dict[str, str]


def read_bibtex(text: str) -> dict[str, Entry]:
    """Return the entries by their keys, with ``type``, and every field as LaTeX sets it; addresses are as they stand."""
    database, latex = pytest.importorskip("pybtex.database"), _latex()
    found = database.parse_string(text, "bibtex")
    return {
        key: {"type": entry.type, **{n: v if n == "url" else latex(v) for n, v in entry.fields.items()}}
        for key, entry in found.entries.items()
    }


def _latex() -> Any:
    """Return what sets LaTeX as text; braces have names that the library does not know."""
    latex2text = pytest.importorskip("pylatexenc.latex2text")
    known = latex2text.get_default_latex_context_db()
    braces = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [latex2text.MacroTextSpec(name, simplify_repl=sign) for name, sign in braces.items()]
    known.add_context_category("braces", macros=macros, prepend=True)
    return latex2text.LatexNodes2Text(known, math_mode="verbatim", keep_comments=True).latex_to_text


def read_ris(text: str) -> list[dict[str, Any]]:
    """Return the records."""
    records: list[dict[str, Any]] = pytest.importorskip("rispy").loads(text)
    return records


def read_csl(text: str) -> dict[str, str]:
    """Return what stands in a list of references, in Harvard's style, by the keys of the items."""
    citeproc = pytest.importorskip("citeproc")
    items = json.loads(text)
    source = pytest.importorskip("citeproc.source.json").CiteProcJSON(items)
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    listed = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
    for item in items:
        listed.register(citeproc.Citation([citeproc.CitationItem(item["id"])]))
    return dict(zip(listed.keys, map(str, listed.bibliography()), strict=True))
