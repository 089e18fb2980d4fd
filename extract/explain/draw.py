"""The parse of a text as a picture, drawn by spaCy's displacy."""

import re
from typing import Any

from spacy import displacy
from spacy.displacy.render import DependencyRenderer
from spacy.tokens import Doc

from diplograph.extract.model import Document
from diplograph.extract.pipeline import parse

# XML 1.0, production 2: what a document can't hold, even as a reference
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_OPENING = re.compile(r"<svg[^>]*>")
_GAP = 30  # pixels between two sentences


def draw(document: Document, *, model: str | None = None) -> str:
    """Return the parse of a document as one SVG image, a sentence below the other; the same text gives the same bytes.

    Raises:
        ModelError: The model is not installed, or lacks what extraction needs.
    """
    (doc,) = parse([document], model=model)
    return picture(doc)


def picture(doc: Doc) -> str:
    """Return the parse of a parsed text as one SVG image."""
    drawn = [_sentence(displacy.parse_deps(sent.as_doc()), number) for number, sent in enumerate(doc.sents)]
    top, parts = 0.0, []
    for body, _, height in drawn:
        parts.append(f'<g transform="translate(0 {top:g})">\n{body}\n</g>\n')
        top += height + _GAP
    width = max((w for _, w, _ in drawn), default=0)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{width:g}" '
        f'height="{top:g}" viewBox="0 0 {width:g} {top:g}" font-family="sans-serif" color="#000" '
        'style="background: #fff">\n'
    )
    return _FORBIDDEN.sub("\ufffd", head + "".join(parts) + "</svg>\n")


def _sentence(parsed: dict[str, Any], number: int) -> tuple[str, float, float]:
    """Return what displacy draws within its image, and the image's width and height in pixels."""
    renderer = DependencyRenderer({"compact": True})
    image = renderer.render_svg(f"sentence-{number}", parsed["words"], parsed["arcs"])
    return _OPENING.sub("", image, count=1).rsplit("</svg>", 1)[0].strip(), renderer.width, renderer.height
