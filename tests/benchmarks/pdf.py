"""How well and how fast libraries read PDF files: the layouts of tests/pdfs.py, and files of your own.

    PYTHONPATH=.:tests python tests/benchmarks/pdf.py [FILE.pdf ...]

Libraries that are not installed are left out: pip install pypdf pdfminer.six pypdfium2 pdf-oxide reportlab.
"""

import importlib.util
import io
import logging
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pdfs import layouts

from diplograph.extract.read.pdf import read_pdf
from diplograph.extract.read.text import InputName

ROUNDS = 5


def _pypdf(data: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _pdfminer(data: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(data)))


def _pdfium(data: bytes) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_bounded() for page in PdfDocument(data))


def _oxide(data: bytes) -> str:
    from pdf_oxide import PdfDocument

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(data)
        document = PdfDocument(str(path))
        return "\n".join(document.extract_text(number) for number in range(document.page_count()))


def _ours(data: bytes) -> str:
    document = read_pdf(data, InputName("a", "a"), None, lambda problem: None)
    return document.text if document else ""


READERS: dict[str, tuple[str, Callable[[bytes], str]]] = {
    "pypdf": ("pypdf", _pypdf),
    "pdfminer.six": ("pdfminer", _pdfminer),
    "pdf-oxide": ("pdf_oxide", _oxide),
    "pypdfium2 alone": ("pypdfium2", _pdfium),
    "diplograph": ("pypdfium2", _ours),
}


def _words(text: str) -> str:
    return " ".join(text.split())


def _found(read: Callable[[bytes], str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield of each layout how many paragraphs are found whole, of how many, and how much of what must not be there."""
    for name, layout in layouts():
        try:
            text = _words(read(layout.data))
        except Exception as error:  # noqa: BLE001 - a library may fail at anything
            print(f"{name}: {error!r:.100}", file=sys.stderr)
            text = ""
        whole = sum(_words(paragraph) in text for paragraph in layout.wanted)
        yield name, whole, len(layout.wanted), sum(words in text for words in layout.absent), len(layout.absent)


def _seconds(read: Callable[[bytes], str], data: bytes) -> float:
    begun = time.perf_counter()
    for _ in range(ROUNDS):
        read(data)
    return (time.perf_counter() - begun) / ROUNDS


def main(paths: list[str]) -> None:
    """Print a line a reader, and its layouts that are not read whole."""
    logging.disable(logging.CRITICAL)
    files = [Path(path).read_bytes() for path in paths]
    for name, (module, read) in READERS.items():
        if importlib.util.find_spec(module) is None:
            continue
        found = list(_found(read))
        whole, wanted, left, absent = map(sum, zip(*(row[1:] for row in found), strict=True))
        layouts_whole = len([row for row in found if row[1] == row[2] and not row[3]])
        times = " ".join(f"{_seconds(read, data) * 1000:.0f}" for data in files)
        print(
            f"{name}: layouts {layouts_whole}/{len(found)}, paragraphs {whole}/{wanted}, margins left {left}/{absent}; ms {times}"
        )
        print("   ", "; ".join(row[0] for row in found if row[1] < row[2] or row[3]))


if __name__ == "__main__":
    main(sys.argv[1:])
