"""What a web archive costs: memory over its length, and pages a second beside trafilatura alone on the same pages.

The archive is made of generated pages, the same each time: an article among menus, teasers and scripts.

Usage: PYTHONPATH=. python tests/benchmarks/warc.py [--gigabytes 1] [--sample 400] [--packed]
"""

import argparse
import gzip
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from diplograph.extract.read import Raw, convert, read_raw

_WORDS = [
    "the",
    "a",
    "of",
    "to",
    "in",
    "and",
    "minister",
    "president",
    "talks",
    "border",
    "trade",
    "grain",
    "treaty",
    "delegation",
    "week",
    "capital",
    "said",
    "agreed",
    "visit",
]
_SCRIPT = "<script>" + "window.x=window.x||[];window.x.push(1);" * 150 + "</script>"
_STEPS = 10


def main() -> None:
    """Print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gigabytes", type=float, default=1.0)
    parser.add_argument("--sample", type=int, default=400, help="pages that are converted, among those that are read")
    parser.add_argument("--packed", action="store_true", help="write .warc.gz")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.warc.gz" if options.packed else "a.warc")
        pages = _write(path, int(options.gigabytes * 10**9))
        print(f"{pages:,} pages, {options.gigabytes:g} GB of records, {path.stat().st_size:,} bytes on the disk")
        sample, seconds = _read(path, pages, options.sample)
    _compare(sample, seconds / pages)


def _write(path: Path, size: int) -> int:
    written = pages = 0
    with gzip.open(path, "wb", 1) if path.suffix == ".gz" else path.open("wb") as handle:
        while written < size:
            written += handle.write(_record(pages))
            pages += 1
    return pages


def _record(number: int) -> bytes:
    body = "".join(_page(number)).encode()
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2021-08-16T10:00:00Z\r\nContent-Length: {len(block)}\r\n"
    return f"{head}WARC-Target-URI: https://example.org/{number}\r\n\r\n".encode() + block + b"\r\n\r\n"


def _page(number: int) -> Iterator[str]:
    dice = Random(number)
    yield f"<!DOCTYPE html><html><head><title>Talks {number} | Example News</title>{_SCRIPT}"
    yield '<meta property="article:published_time" content="2021-08-16T10:00:00Z"></head><body><nav><ul>'
    yield "".join(f'<li><a href="/s{n}">{_sentence(dice, 3)}</a></li>' for n in range(80))
    yield f"</ul></nav><main><article><h1>Talks {number}</h1>"
    yield "".join(f"<p>{' '.join(_sentence(dice, 18) for _ in range(4))}</p>" for _ in range(dice.randint(6, 24)))
    yield "</article></main><aside>"
    yield "".join(f'<div class="teaser"><a href="/{n}"><h3>{_sentence(dice, 9)}</h3></a></div>' for n in range(40))
    yield f"</aside>{_SCRIPT * 2}</body></html>"


def _sentence(dice: Random, words: int) -> str:
    return " ".join(dice.choices(_WORDS, k=words)).capitalize() + "."


def _read(path: Path, pages: int, wanted: int) -> tuple[list[Raw], float]:
    sample: list[Raw] = []
    began, count = time.process_time(), 0
    for count, raw in enumerate(read_raw([path], on_error=print), 1):
        if count % max(1, pages // wanted) == 0 and len(sample) < wanted:
            sample.append(raw)
        if count % max(1, pages // _STEPS) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            held = sum(len(raw.data) for raw in sample) / 2**20
            print(f"{count:,} pages read: {peak:,.0f} MB of memory at most, {held:,.0f} of them the sample")
    seconds = time.process_time() - began
    assert count == pages, f"{count:,} of {pages:,} pages were found"
    print(f"{pages / seconds:,.0f} pages a second are found in the archive, before they are converted")
    return sample, seconds


def _compare(sample: list[Raw], finding: float) -> None:
    """Convert each page by ours and by trafilatura, in turns."""
    import trafilatura

    ours = theirs = 0.0
    for number, raw in enumerate(sample):
        assert isinstance(raw.data, bytes)
        page = raw.data.decode()
        for mine in (True, False) if number % 2 else (False, True):
            began = time.process_time()
            if mine:
                assert convert(raw, None, print)
                ours += time.process_time() - began
            else:
                assert trafilatura.bare_extraction(
                    page, with_metadata=True, include_comments=False, include_tables=False
                )
                theirs += time.process_time() - began
    ours, theirs = ours / len(sample) + finding, theirs / len(sample)
    print(
        f"{1 / ours:,.1f} pages a second, found and converted; trafilatura alone {1 / theirs:,.1f}; ratio {theirs / ours:.2f}"
    )


if __name__ == "__main__":
    main()
