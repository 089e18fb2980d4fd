"""Reads the pages of the documentation and does what they show: commands with what they print, blocks of code, links.

What a page shows runs in its order, in one folder:

    $ COMMAND        in an indented block: a command, and below it what it prints, "..." standing for anything
    ```python        runs, in one namespace a page; lines that begin with "# > " say what it prints
    $ cat NAME       makes the file if it is not there, of what the page shows

Commands without a $ are not run; that their options exist is asked elsewhere.

    python tests/manual.py [PAGE...]    writes anew what has changed of what is shown; look at the difference afterwards
"""

import difflib
import doctest
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from diplograph.cli import main

ROOT = Path(__file__).parents[1]
PAGES = ["README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md"))]

_BLOCK = re.compile(
    r"^```(?P<language>\w*)\n(?P<code>(?s:.*?))^```$|(?<=\n\n)(?P<indented>(?: {4}.*\n|\n(?= {4}))+)", re.MULTILINE
)
_PRINTED = re.compile(r"^# > (.*)$", re.MULTILINE)
_COMMAND = re.compile(r"^\$ (?P<command>.*)\n(?P<shown>(?:(?!\$ ).*\n?)*)", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)\s]+)\)|<img src=\"(?P<source>[^\"]+)\"")
_HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Step:
    """What a page shows in one place.

    Attributes:
        line: Where it stands.
        language: ``console`` for a command, else what the block says.
        code: The command or the block.
        shown: What it prints, by the page.
    """

    line: int
    language: str
    code: str
    shown: str


def text_of(page: str) -> str:
    """Return the text of a page."""
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    """Return the fenced blocks of one language."""
    return [match["code"] for match in _BLOCK.finditer(text_of(page)) if match["language"] == language]


def indented(page: str) -> str:
    """Return the indented lines of a page, without their indentation."""
    return "\n".join(_unindented(m["indented"]) for m in _BLOCK.finditer(text_of(page)) if m["indented"])


def steps(page: str) -> Iterator[Step]:
    """Yield what a page shows, in its order."""
    text = text_of(page)
    for block in _BLOCK.finditer(text):
        line = text.count("\n", 0, block.start()) + 1
        if block["language"] is not None:
            yield Step(line, block["language"], block["code"], "\n".join(_PRINTED.findall(block["code"])))
            continue
        for match in _COMMAND.finditer(_unindented(block["indented"])):
            yield Step(line, "console", match["command"], match["shown"])


def _unindented(block: str) -> str:
    return re.sub(r"^ {4}", "", block, flags=re.MULTILINE)


def prepare(folder: Path) -> None:
    """Put into a folder what the pages take for granted: the seeds, what ``build seeds`` wrote, a table of documents."""
    shutil.copytree(ROOT / "seeds", folder / "seeds")
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert CliRunner().invoke(main, ["build", "seeds", "-o", "outputs", "-q"]).exit_code == 0
    finally:
        os.chdir(before)
    with suppress(ImportError):
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.table({"id": ["one"], "text": ["Sergei Lavrov met Wang Yi in Moscow."]})
        pq.write_table(table, folder / "dump.parquet")


def wrong(page: str) -> Iterator[str]:
    """Do what a page shows, in the working folder, and yield what prints something else."""
    for step, printed in differing(page):
        yield f"{page}, line {step.line}: {step.code.rstrip()}\nprints\n{printed}"


def differing(page: str) -> Iterator[tuple[Step, str]]:
    """Do what a page shows, in the working folder, and yield each step that prints something else, with that."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for step in steps(page):
        if step.language == "console":
            printed = _run(step.code, step.shown)
        elif step.language == "python":
            printed = [_executed(step.code, page, namespace)]
        else:
            continue
        if not any(_fits(one, step.shown) for one in printed):
            yield step, printed[0] or printed[-1]


def _fits(printed: str, shown: str) -> bool:
    lines = re.sub(r"^\.\.\.\n", "...", _ended(shown), flags=re.MULTILINE)  # may stand for no line at all
    return doctest.OutputChecker().check_output(lines, _ended(printed), doctest.ELLIPSIS)


def _ended(text: str) -> str:
    return text.strip("\n") + "\n"


def _executed(code: str, page: str, namespace: dict[str, Any]) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(code, page, "exec"), namespace)  # noqa: S102 - our own text
    return printed.getvalue()


def _run(command: str, shown: str) -> list[str]:
    """Return what a pipeline prints: on standard output, and with the messages of its last command."""
    printed = every = ""
    for words in stages(command):
        if words[0] == "diplograph":
            done = CliRunner().invoke(main, words[1:], input=printed)
            printed, every = done.stdout, done.output
        else:
            if words[0] == "cat" and not Path(words[1]).exists():
                Path(words[1]).write_text(_ended(shown), encoding="utf-8")
            printed = every = subprocess.run(words, input=printed, stdout=-1, text=True, check=True).stdout
    return [printed, every]


def stages(command: str) -> Iterator[list[str]]:
    """Yield the words of each command of a pipeline."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|")
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    for word in lexer:
        if word == "|":
            yield words
            words = []
        else:
            words.append(word)
    yield words


# --- writing anew what is shown


def refreshed(page: str) -> str:
    """Do what a page shows, in the working folder, and return its text with what comes in place of what is shown.

    What the page leaves out by "..." stays left out, as far as that can be told.
    """
    text, at = text_of(page), 0
    for step, printed in differing(page):
        if step.language == "console":
            lines = reshown(_ended(step.shown).splitlines(), printed.strip("\n").splitlines())
            old, new = (_as_block(step.code, shown) for shown in (step.shown.strip("\n").splitlines(), lines))
        else:
            old, new = step.code, _reprinted(step.code, printed.splitlines())
        at = text.index(old, at)
        text = text[:at] + new + text[at + len(old) :]
        at += len(new)
    return text


def _as_block(command: str, shown: list[str]) -> str:
    return "\n".join(f"    {line}" if line else "" for line in (f"$ {command}", *shown)) + "\n"


def _reprinted(code: str, printed: list[str]) -> str:
    """Put what comes behind "# > ", where there are as many lines as before."""
    if len(_PRINTED.findall(code)) != len(printed):
        return code
    lines = iter(printed)
    return _PRINTED.sub(lambda _: f"# > {next(lines)}", code)


def reshown(shown: list[str], printed: list[str]) -> list[str]:
    """Return the printed lines that stand for those shown, with a line "..." for each gap that these have."""
    found, at, gap = [], 0, False
    for line in shown:
        if line.strip() == "...":
            gap = True
            found.append(line)
            continue
        place = _likest(line, printed, at) if gap else at
        gap = line.endswith("...")  # which may stand for further lines
        if place < len(printed):
            found.append(_elided(line, printed[place]))
            at = place + 1
    return found if gap else found + printed[at:]


def _likest(line: str, printed: list[str], at: int) -> int:
    """Return which of the lines from a place on is most like one that was shown; of equals, the first."""
    likeness = [difflib.SequenceMatcher(None, line, other, autojunk=False).ratio() for other in printed[at:]]
    return at + likeness.index(max(likeness)) if likeness else len(printed)


def _elided(shown: str, printed: str) -> str:
    """Leave out of a printed line what the shown one left out of it, where they differ by numbers and spaces only."""
    match = re.fullmatch("(.*?)".join(map(_pattern, shown.split("..."))), printed)
    if match is None:
        short = printed[: len(shown) - 3].rpartition(" ")[0].rstrip()
        return f"{short} ..." if shown.endswith(" ...") and len(printed) > len(shown) else printed
    for group in range(match.re.groups, 0, -1):
        printed = printed[: match.start(group)] + "..." + printed[match.end(group) :]
    return printed


def _pattern(words: str) -> str:
    """Return an expression for the same words with any numbers and any spaces between."""
    return "".join(
        r"\d[\d,.]*" if part[:1].isdecimal() else r"\s+" if part.isspace() else re.escape(part)
        for part in re.split(r"(\d[\d,.]*|\s+)", words)
    )


def _refresh(pages: list[str]) -> None:
    """Write pages anew where what they show has changed, and tell which."""
    warnings.filterwarnings("ignore", category=UserWarning)  # of spaCy, of files that name no title
    with tempfile.TemporaryDirectory() as ready:
        prepare(Path(ready))
        for page in pages:
            with tempfile.TemporaryDirectory() as folder:
                shutil.copytree(ready, folder, dirs_exist_ok=True)
                os.chdir(folder)
                before, after = text_of(page), refreshed(page)
                os.chdir(ROOT)
            (ROOT / page).write_text(after, encoding="utf-8")
            print(f"{page}: {'changed' if after != before else 'as it was'}")


def links(page: str) -> Iterator[str]:
    """Yield what a page points to, but for the web."""
    text = _BLOCK.sub("", text_of(page))
    for match in _LINK.finditer(text):
        target = match["target"] or match["source"]
        if not re.match(r"[a-z]+:", target):
            yield target


def anchors(page: str) -> set[str]:
    """Return the anchors that GitHub gives to the headings of a page."""
    seen: Counter[str] = Counter()
    found = set()
    for heading in _HEADING.findall(_BLOCK.sub("", text_of(page))):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        anchor = "".join(c for c in plain.lower().replace(" ", "-") if c in "-_" or unicodedata.category(c)[0] in "LN")
        found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
        seen[anchor] += 1
    return found


def dead(page: str, known: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the links of a page that lead nowhere; ``known`` are the anchors of each page."""
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = ((ROOT / page).parent / path).resolve() if path else ROOT / page
        name = target.relative_to(ROOT).as_posix() if target.is_relative_to(ROOT) else ""
        if not name or not target.exists() or (anchor and anchor not in known.get(name, set())):
            yield link


if __name__ == "__main__":
    _refresh(sys.argv[1:] or PAGES)
