"""How long a browser takes from opening a page to the first whole picture: ours beside plain pyvis, as a ratio.

Usage: PYTHONPATH=. python tests/benchmarks/page.py [CONTACTS:PARTIES ...]
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as Late
from pyvis.network import Network

sys.path.insert(0, str(Path(__file__).parents[1]))

from factories import many

from diplograph.extract.model import Contact
from diplograph.graph.assemble import assemble
from diplograph.graph.page import render

_LIMIT = 60_000  # milliseconds that plain pyvis is given


def main() -> None:
    """Print one line a size: seconds to write, seconds until ready, size of the file, and the ratio."""
    sizes = [tuple(map(int, a.split(":"))) for a in sys.argv[1:]] or [(100, 50), (500, 150), (10_000, 2_000)]
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        print(f"{'contacts':>9} {'parties':>8} {'write':>8} {'ready':>8} {'file':>9} {'plain pyvis':>12} {'ratio':>7}")
        for count, parties in sizes:
            print(_line(browser, Path(folder) / "page.html", many(count, parties), parties), flush=True)
        browser.close()


def _line(browser: Browser, file: Path, told: list[Contact], parties: int) -> str:
    start = time.perf_counter()
    file.write_text(render(told), encoding="utf-8")
    written, megabytes = time.perf_counter() - start, file.stat().st_size / 1e6
    ours = _ready(browser, file, "window.diplograph && window.diplograph.ready")
    file.write_text(_plain(told), encoding="utf-8")
    theirs = _ready(browser, file, "window.drawn")
    ratio = f"{theirs / ours:.1f}" if theirs and ours else "-"
    shown = f"{theirs:.2f} s" if theirs else f"> {_LIMIT // 1000} s"
    return f"{len(told):9} {parties:8} {written:6.2f} s {ours or 0:6.2f} s {megabytes:6.2f} MB {shown:>12} {ratio:>7}"


def _plain(told: list[Contact]) -> str:
    """The page as pyvis makes it by default, but that it says when it has drawn and rested."""
    network = Network(directed=True, cdn_resources="in_line")
    graph = assemble(told, level="contact")
    for node, data in graph.nodes(data=True):
        network.add_node(node, label=data["label"])
    network.edges = [{"from": a, "to": b, "arrows": "to"} for a, b in graph.edges()]
    told_when = (
        'network.once("stabilizationIterationsDone", () => network.once("afterDrawing", () => window.drawn = 1));'
    )
    page = str(network.generate_html())
    return page.replace("return network;", told_when + " return network;")


def _ready(browser: Browser, file: Path, condition: str) -> float | None:
    context = browser.new_context(bypass_csp=True, viewport={"width": 1400, "height": 900})
    context.route("https://**", lambda route: route.abort())
    page = context.new_page()
    start = time.perf_counter()
    try:
        page.goto(file.as_uri(), timeout=_LIMIT)
        page.wait_for_function(condition, timeout=_LIMIT)
    except Late:
        return None
    finally:
        took = time.perf_counter() - start
        context.close()
    return took


if __name__ == "__main__":
    main()
