"""In a notebook: the page in a frame that is kept apart from it, and docs/notebook.ipynb run from its first cell to its last."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browse import hostile_contacts, trio
from factories import many
from lxml import html
from manual import ROOT, anchors

import diplograph
from diplograph.errors import OutputError
from diplograph.graph import notebook
from diplograph.graph.page import render

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Frame, Page

Host = Callable[..., "Page"]
NOTEBOOK = ROOT / "docs" / "notebook.ipynb"
READY = (
    "new Promise(done => { const wait = () => window.diplograph?.ready ? done(true) : setTimeout(wait, 20); wait(); })"
)


# --- the frame ----------------------------------------------------------------------------------


def test_the_frame_holds_the_page_and_can_touch_nothing_else() -> None:
    """It is the page that a file would be, to the letter, and may not act as the notebook does."""
    page = diplograph.show(hostile_contacts(), title="A & B's <talks>", height=300)
    (frame,) = html.fromstring(f"<div>{page._repr_html_()}</div>").iter("iframe")

    assert page.html == render(hostile_contacts(), title="A & B's <talks>")
    assert frame.get("srcdoc") == page.html.replace("\r\n", "\n").replace("\r", "\n")  # as HTML is read anywhere
    assert set(str(frame.get("sandbox")).split()) == {
        "allow-scripts", "allow-downloads", "allow-popups", "allow-popups-to-escape-sandbox",
    }  # fmt: skip
    assert "height:300px" in str(frame.get("style"))


def test_how_large_it_is_is_told() -> None:
    """Below the frame, and where there is none."""
    page = diplograph.show(iter(trio()))

    assert page._repr_html_().endswith("<p>3 contacts of 1 document; this output has 0.6 MB.</p>")
    assert (
        repr(page) == "<a page of 3 contacts of 1 document, 0.6 MB: a notebook shows it, .save('graph.html') writes it>"
    )


def test_what_is_too_large_is_not_put_into_a_notebook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It says what to do, and can be saved."""
    monkeypatch.setattr(notebook, "LIMIT", 500_000)
    page = diplograph.show(many(100, 20))

    assert page._repr_html_() == (
        "<p>The page of 100 contacts of 25 documents has 0.6 MB, more than the 0.5 MB that a notebook carries well: show fewer"
        " contacts, as diplograph.graph.select.select chooses them, or write the page with .save('graph.html') and open it in"
        " a browser.</p>"
    )
    assert page.save(tmp_path / "graph.html").read_text(encoding="utf-8") == page.html


def test_saving_where_one_can_not(tmp_path: Path) -> None:
    """As ``write`` would say it."""
    with pytest.raises(OutputError, match="create the folder first"):
        diplograph.show(trio()).save(tmp_path / "none" / "graph.html")


@pytest.mark.parametrize(
    ("given", "options", "words"),
    [
        (
            diplograph.assemble(trio()),
            {},
            "A graph of networkx holds no sentences: give the contacts that it was assembled of",
        ),
        ("graph.html", {}, "'graph.html' is no collection of contacts"),
        (trio(), {"height": 20}, "Can't show a page 20 high: choose from 200 to 4,000 pixels."),
        (trio(), {"height": "50%"}, "Can't show a page '50%' high"),
    ],
)
def test_what_is_wrong_is_told(given: Any, options: dict[str, Any], words: str) -> None:
    """In one sentence, with what to do."""
    with pytest.raises((TypeError, OutputError)) as error:
        diplograph.show(given, **options)
    assert words in str(error.value)


# --- the notebook -------------------------------------------------------------------------------


def test_the_notebook_is_stored_without_outputs() -> None:
    """So that a change of it can be read."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]

    assert len(code) > 5
    assert [(cell["outputs"], cell["execution_count"]) for cell in code] == [([], None)] * len(code)


def test_links_of_the_notebook_lead_somewhere() -> None:
    """To pages beside it, and to headings that they have."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    text = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    links = [link.partition("#") for link in re.findall(r"\]\(([^)]+)\)", text)]

    assert links
    assert [page for page, _, _ in links if not (NOTEBOOK.parent / page).is_file()] == []
    assert [a for page, _, a in links if a and a not in anchors(f"docs/{page}")] == []


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The notebook with its outputs, run by a kernel of this Python in an empty folder."""
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    for library in ("ipykernel", "pandas", "pyarrow"):
        pytest.importorskip(library)
    folder = tmp_path_factory.mktemp("notebook")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(folder / name))
        found = nbformat.read(NOTEBOOK, as_version=4)
        client = nbclient.NotebookClient(
            found, timeout=300, kernel_name="python3", resources={"metadata": {"path": folder}}
        )
        yield client.execute()


def _shown(executed: Any, start: str) -> str:
    """Return the HTML, or else the text, of the cell that begins so."""
    (cell,) = (cell for cell in executed.cells if cell.cell_type == "code" and cell.source.startswith(start))
    (output,) = cell.outputs
    return str(output.data.get("text/html") or output.data["text/plain"])


@pytest.mark.slow
def test_the_notebook_runs(executed: Any) -> None:
    """Each cell shows what the text around it promises, and none warns."""
    outputs = [output for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    rows = html.fromstring(_shown(executed, "contacts =")).findall(".//tr")

    assert {output.output_type for output in outputs} == {"execute_result"}
    assert [row[3].text_content() for row in rows[1:]] == [
        "Sergei Lavrov – Wang Yi", "Wang Yi – Sergei Lavrov", "Angela Merkel – Russia", "Joe Biden – Boris Johnson",
        "Imran Khan – Ashraf Ghani",
    ]  # fmt: skip
    assert "<mark>" in _shown(executed, "encounters =")
    assert "'Example Wire'" in _shown(executed, "[(report") and "'Example Times'" in _shown(executed, "[(report")
    assert "Ashraf Ghani" in _shown(executed, "pairs =")


@pytest.mark.slow
def test_the_page_is_drawn_within_the_notebook(executed: Any, hosted: Host) -> None:
    """From the outputs alone, without a network: the map is drawn, a party can be chosen, a picture saved."""
    page = hosted("".join(_shown(executed, start) for start in ("contacts =", "diplograph.show(")))
    frame = page.frames[1]

    assert frame.evaluate(READY)
    assert frame.evaluate("document.title") == "Around Kabul, August 2021"
    assert _pixels(frame) > 500
    frame.locator("#query").fill("Wang")
    frame.locator("#hits li").first.click()
    assert "person, China" in frame.locator("body").inner_text()
    assert _saved(page, "png").startswith(b"\x89PNG")
    assert frame.evaluate("try { String(parent.document) } catch (error) { error.name }") == "SecurityError"


# what VS Code lets the outputs of a notebook do
POLICY = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src https: data:; child-src https:"


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["", POLICY], ids=["free", "as VS Code"])
def test_the_frame_works_where_the_notebook_is_restricted(policy: str, hosted: Host) -> None:
    """All is drawn, pictures and tables are saved, and a document opens in a tab of its own."""
    page = hosted(diplograph.show(trio())._repr_html_(), policy=policy)
    frame = page.frames[1]

    assert frame.evaluate(READY) and _pixels(frame) > 500
    assert _saved(page, "svg").startswith(b"<svg") and b"Ana Ito" in _saved(page, "csv")
    frame.locator("#query").fill("Ana")
    frame.locator("#hits li").first.click()
    with page.context.expect_page() as other:
        frame.locator("#panel a[target=_blank]").first.click()
    assert other.value.evaluate("opener") is None


@pytest.mark.slow
@pytest.mark.parametrize("width", [900, 960, 1100])
def test_nothing_covers_another_in_a_cell(width: int, hosted: Host) -> None:
    """A cell of a notebook is narrower than a window."""
    page = hosted(diplograph.show(trio())._repr_html_(), width=width)
    boxes = {name: page.frames[1].locator(name).bounding_box() for name in (".legend", ".zoom", "#find", "nav", "h1")}

    for one, other in ((".zoom", ".legend"), ("#find", "nav"), ("h1", "#find")):
        a, b = boxes[one], boxes[other]
        assert a and b and a["x"] + a["width"] <= b["x"], (one, other)


@pytest.fixture
def hosted(browser: "Browser", tmp_path: Path) -> "Iterator[Host]":
    """Put outputs of cells into a page without a network; afterwards check that nothing was asked of it, and nothing failed."""
    host = tmp_path / "host.html"
    requests, errors, contexts = list[str](), list[str](), list["BrowserContext"]()

    def start(shown: str, policy: str = "", width: int = 1100) -> "Page":
        meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">' if policy else ""
        host.write_text(f"<!doctype html><meta charset='utf-8'>{meta}<body>{shown}</body>", encoding="utf-8")
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, offline=True))
        page = contexts[-1].new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(host.as_uri())
        page.frames[1].evaluate(READY)
        return page

    yield start
    assert (set(requests), errors) == ({host.as_uri()}, [])
    for context in contexts:
        context.close()


def _saved(page: "Page", format: str) -> bytes:
    """Return what the page gives away in a format."""
    page.frames[1].locator("#take-button").click()
    with page.expect_download() as download:
        page.frames[1].locator(f"[data-take={format}]").click()
    return download.value.path().read_bytes()


def _pixels(frame: "Frame") -> int:
    """Return how many pixels of the map are drawn."""
    count = frame.evaluate(
        """() => {
            const canvas = document.querySelector("#canvas canvas");
            const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
            let drawn = 0;
            for (let at = 3; at < data.length; at += 4) drawn += data[at] > 0;
            return drawn;
        }"""
    )
    assert isinstance(count, int)
    return count
