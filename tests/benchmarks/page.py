"""How soon a browser shows the whole picture, and how soon it follows a filter; beside it plain pyvis, as a ratio.

Usage: PYTHONPATH=. python tests/benchmarks/page.py [--plain-up-to N | --review] [CONTACTS:PARTIES ...]

``ready`` and ``plain pyvis`` run from opening the file to the first whole drawing, the median of three for ours. ``filter``
is the slowest of eight changes, from the click to the drawing that shows it, with every pair on the map; ``opening`` the same
with what a large page opens with. ``file / JSON`` is the page's size beyond 0.8 MB in terms of its contacts as JSON Lines.
What the page promises stands under the table, kept or not. ``--review`` measures a page for review instead: the file, until it is
ready, and the slowest of 20 keys, at first and after 2,000 decisions.
"""

import argparse
import io
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import networkx as nx
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as Late
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).parents[1]))

from desk import Desk, placed, review
from factories import many

from diplograph.extract.model import Contact
from diplograph.graph.assemble import assemble
from diplograph.graph.formats import jsonl
from diplograph.graph.layout import positions
from diplograph.graph.page import render

_LIMIT = 120_000  # milliseconds that plain pyvis is given
_SIZES = ["500:150", "2000:500", "10000:2000", "20000:5000"]
_LAYOUT = (50_000, 10_000, 15)  # contacts, parties, seconds
_READY = "window.diplograph && window.diplograph.ready"
_PROMISED = {500: 0.7, 2000: 1.0, 10_000: 2.0, 20_000: 3.0}  # seconds until ready
_HEADS = (
    "contacts",
    "parties",
    "layout",
    "write",
    "ready",
    "opening",
    "filter",
    "file",
    "file / JSON",
    "plain pyvis",
    "ratio",
)
_CHANGES = """async () => {
    const drawn = () => new Promise(done => window.diplograph.network.once("afterDrawing", () => requestAnimationFrame(done)));
    const times = [];
    for (const [group, value] of [["kind", "call"], ["status", "planned"], ["kind", "visit"], ["type", "state"]]) for (const again of [0, 1]) {
        const box = document.querySelector(`#by-${group} input[data-value=${value}]`), start = performance.now(), seen = drawn();
        box.click();
        await seen;
        times.push(performance.now() - start);
        await new Promise(done => setTimeout(done, 300));
    }
    return Math.max(...times);
}"""

_KEY = """times => {
    const key = () => {
        const start = performance.now();
        document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "y", bubbles: true}));
        return performance.now() - start;
    };
    return Math.max(...Array.from({length: times}, key));
}"""


def main() -> None:
    """Print one line a size, then what was promised and whether it held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plain-up-to", type=int, default=2000, metavar="N", help="contacts; more is ours alone")
    parser.add_argument("--review", action="store_true", help="a page in which contacts are decided on")
    parser.add_argument("sizes", nargs="*", help="CONTACTS:PARTIES")
    options = parser.parse_args()
    kept: list[tuple[str, bool]] = []
    if options.review:
        _reviews(options.sizes or _SIZES)
        return
    print("  ".join(f"{h:>11}" for h in _HEADS))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = _browser(playwright)
        for size in options.sizes or _SIZES:
            count, parties = map(int, size.split(":"))
            _line(browser, Path(folder) / "page.html", many(count, parties), count <= options.plain_up_to, kept)
        browser.close()
    count, parties, seconds = _LAYOUT
    laid = _laid(assemble(many(count, parties)))
    kept.append((f"{parties:,} parties laid out within {seconds} s: {laid:.2f} s", laid <= seconds))
    for promise, held in kept:
        print(f"{'kept' if held else 'NOT KEPT':>8}  {promise}")


def _browser(playwright: Playwright) -> Browser:
    path = shutil.which("chromium") or shutil.which("google-chrome")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])


def _line(browser: Browser, file: Path, contacts: list[Contact], beside: bool, kept: list[tuple[str, bool]]) -> None:
    count, graph = len(contacts), assemble(contacts)
    laid = _laid(graph)
    start = time.perf_counter()
    file.write_text(render(contacts), encoding="utf-8")
    written, size = time.perf_counter() - start, file.stat().st_size
    with io.StringIO() as lines:
        jsonl.dump(contacts, lines)
        share = (size - 0.8e6) / len(lines.getvalue().encode())
    ready = statistics.median(_opened(browser, file, _READY)[0] for _ in range(3))
    _, opening, all_pairs = _opened(browser, file, _READY, measure=True)
    cells = [f"{count:,}", f"{len(graph):,}", f"{laid:.2f} s", f"{written:.2f} s", f"{ready:.2f} s"]
    cells += [f"{opening:.0f} ms", f"{all_pairs:.0f} ms", f"{size / 1e6:.2f} MB", f"{max(share, 0):.2f}"]
    if beside:
        file.write_text(_plain(contacts), encoding="utf-8")
        theirs = _opened(browser, file, "window.drawn")[0]
        cells += [f"{'> ' if theirs > _LIMIT / 1000 else ''}{theirs:.2f} s", f"{theirs / ready:.0f}"]
        if count == 2000:
            kept.append(("2,000 contacts: 20 times as fast as plain pyvis", theirs / ready >= 20))
    print("  ".join(f"{c:>11}" for c in cells), flush=True)
    if count in _PROMISED:
        kept.append((f"{count:,} contacts: whole picture within {_PROMISED[count]} s", ready <= _PROMISED[count]))
    if len(graph) == 2000:
        kept.append(("2,000 parties laid out within 2 s", laid <= 2))
    if count == 10_000:
        kept.append(("10,000 contacts: a filter change within 150 ms", max(opening, all_pairs) <= 150))
    kept.append((f"{count:,} contacts: file at most 1.5 times its JSON and 0.8 MB", share <= 1.5))


def _reviews(sizes: list[str]) -> None:
    print("  ".join(f"{h:>11}" for h in ("contacts", "file", "ready", "key", "after 2,000")))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser, file = _browser(playwright), Path(folder) / "page.html"
        for size in sizes:
            contacts = [placed(c, c.document) for c in many(*map(int, size.split(":")))]
            file.write_text(render(contacts, review=review(contacts)), encoding="utf-8")
            ready = statistics.median(_opened(browser, file, _READY)[0] for _ in range(3))
            page = browser.new_page()
            page.goto(file.as_uri())
            page.locator("#least").evaluate("e => { e.value = 1; e.dispatchEvent(new Event('input')); }")  # every pair
            Desk(page)
            first = page.evaluate(_KEY, 20)
            page.evaluate(_KEY, 1960)
            cells = [f"{len(contacts):,}", f"{file.stat().st_size / 1e6:.2f} MB", f"{ready:.2f} s"]
            print("  ".join(f"{c:>11}" for c in [*cells, f"{first:.0f} ms", f"{page.evaluate(_KEY, 20):.0f} ms"]))
            page.close()
        browser.close()


def _laid(graph: nx.Graph) -> float:
    start = time.perf_counter()
    positions(graph)
    return time.perf_counter() - start


def _plain(contacts: list[Contact]) -> str:
    """The page as pyvis makes it by default, but that it says when it has drawn and rested."""
    network = Network(directed=True, cdn_resources="in_line")
    graph = assemble(contacts, level="contact")
    for node, data in graph.nodes(data=True):
        network.add_node(node, label=data["label"])
    network.edges = [{"from": a, "to": b, "arrows": "to"} for a, b in graph.edges()]
    told_when = (
        'network.once("stabilizationIterationsDone", () => network.once("afterDrawing", () => window.drawn = 1));'
    )
    page = str(network.generate_html())
    return page.replace("return network;", told_when + " return network;")


def _opened(browser: Browser, file: Path, condition: str, *, measure: bool = False) -> tuple[float, float, float]:
    """Seconds until the condition holds, and where asked milliseconds of a filter change, at first and with all pairs."""
    context = browser.new_context(bypass_csp=True, viewport={"width": 1400, "height": 900})
    context.route("https://**", lambda route: route.abort())
    page = context.new_page()
    start = time.perf_counter()
    try:
        page.goto(file.as_uri(), timeout=_LIMIT)
        page.wait_for_function(condition, timeout=_LIMIT)
        took = time.perf_counter() - start
        return (took, *(_changes(page) if measure else (0.0, 0.0)))
    except Late:
        return time.perf_counter() - start, 0.0, 0.0
    finally:
        context.close()


def _changes(page: Page) -> tuple[float, float]:
    opening = float(page.evaluate(_CHANGES))
    page.locator("#least").fill("1")
    page.wait_for_timeout(500)
    return opening, float(page.evaluate(_CHANGES))


if __name__ == "__main__":
    main()
