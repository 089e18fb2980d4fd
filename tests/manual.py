"""Reads the pages of the documentation and does what they show: commands with what they print, blocks of code, links.

What a page shows runs in its order, in one folder:

    $ COMMAND        in an indented block: a command, and below it what it prints, "..." standing for anything
    ```python        runs, in one namespace a page; lines that begin with "# > " say what it prints
    $ cat NAME       makes the file if it is not there, of what the page shows

Commands without a $ are not run; that their options exist is asked elsewhere.
"""

import doctest
import io
import re
import shlex
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
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


def wrong(page: str) -> Iterator[str]:
    """Do what a page shows, in the working folder, and yield what prints something else."""
    namespace: dict[str, Any] = {"__name__": "__main__"}
    for step in steps(page):
        if step.language == "console":
            printed = _run(step.code, step.shown)
        elif step.language == "python":
            printed = [_executed(step.code, page, namespace)]
        else:
            continue
        if not any(_fits(one, step.shown) for one in printed):
            yield f"{page}, line {step.line}: {step.code.rstrip()}\nprints\n{printed[0]}"


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
