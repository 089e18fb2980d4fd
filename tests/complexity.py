"""How complex the functions are, by McCabe's measure as radon counts it, and which are excused.

python tests/complexity.py            tells of every function above the limit
python tests/complexity.py --write    writes the list of the excused anew: what is in it may only become less
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("diplograph", "extract", "graph")
LIST = Path(__file__).with_suffix(".json")
LIMIT, MOST, SHARE = 15, 25, 0.03
"""What a function may have but for a small share of them, and what none may."""

_EXCUSED = re.compile(r"#\s*noqa:.*\b(?:C901|PLR0916)\b")


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method.

    Attributes:
        name: Its file and, behind two colons, its name within that.
        excused: Whether a comment in it keeps ruff from complaining of its complexity.
    """

    name: str
    complexity: int
    excused: bool

    @property
    def is_over(self) -> bool:
        """Whether it has to be on the list."""
        return self.complexity > LIMIT or self.excused


def modules() -> list[Path]:
    """Return every module of diplograph, sorted by folder."""
    return [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]


def functions() -> Iterator[Function]:
    """Yield every function of diplograph, by file and place."""
    for path in modules():
        yield from _of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def _of(file: str, source: str) -> Iterator[Function]:
    from radon.complexity import cc_visit

    lines = source.splitlines()
    for block in cc_visit(source):
        if block.letter != "C":  # a class is the sum of its methods, which come by themselves
            excused = any(_EXCUSED.search(line) for line in lines[block.lineno - 1 : block.endline])
            yield Function(f"{file}::{block.fullname}", block.complexity, excused)


def listed() -> dict[str, int]:
    """Return the list: what each function that is excused may have."""
    allowed: dict[str, int] = json.loads(LIST.read_text(encoding="utf-8"))
    return allowed


def problems(found: list[Function], allowed: dict[str, int]) -> Iterator[str]:
    """Yield what is wrong: functions over the limit that are not on the list or above what it has, and needless lines."""
    over = {function.name: function for function in found if function.is_over}
    for name, function in over.items():
        if function.complexity > allowed.get(name, LIMIT) or name not in allowed:
            yield f"{name} has {function.complexity}, and may have {allowed.get(name, LIMIT)}: make it simpler."
    for name in allowed.keys() - over.keys():
        yield f"{name} needs no excuse any more: take it off tests/complexity.json."


def main() -> int:
    """Tell of what is over, or write the list."""
    parser = argparse.ArgumentParser(description="How complex the functions are.")
    parser.add_argument("--write", action="store_true", help="write tests/complexity.json anew")
    asked = parser.parse_args()
    found = list(functions())
    over = {function.name: function.complexity for function in found if function.is_over}
    if asked.write:
        LIST.write_text(json.dumps(dict(sorted(over.items())), indent=1) + "\n", encoding="utf-8")
    for name, complexity in sorted(over.items(), key=lambda item: -item[1]):
        print(f"{complexity:4} {name}")
    for folder in FOLDERS:
        own = [function.complexity for function in found if function.name.startswith(f"{folder}/")]
        above = [sum(c > limit for c in own) for limit in (LIMIT, MOST)]
        share = f"{above[0]} above {LIMIT} ({above[0] / len(own):.1%})"
        print(f"{folder}: {len(own)} functions, {share}, {above[1]} above {MOST}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
