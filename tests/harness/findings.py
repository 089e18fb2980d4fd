"""What broke, made as small as it gets, and kept."""

import json
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness.inputs import Files, put
from harness.promises import Marks

_TRIES = 25  # commands are slow


def tried(broken: Callable[[Files, Marks, Path], str | None], files: Files, marks: Marks) -> str | None:
    """Try a promise in a new folder."""
    with tempfile.TemporaryDirectory(prefix="harness-") as name:
        return broken(files, marks, Path(name))


def smallest(broken: Callable[[Files, Marks, Path], str | None], files: Files, marks: Marks) -> Files:
    """Leave out files, half of them or one by one, as long as the promise stays broken."""
    tries, size = _TRIES, max(1, len(files) // 2)
    while tries and len(files) > 1:
        names = sorted(files)
        for start in range(0, len(names), size):
            gone = set(names[start : start + size])
            fewer = {name: data for name, data in files.items() if name not in gone}
            tries -= 1
            if fewer and tried(broken, fewer, {m: f for m, f in marks.items() if f in fewer}):
                files = fewer
                break
            if not tries:
                break
        else:
            if size == 1:
                break
            size = max(1, size // 2)
    return files


def keep(folder: Path, name: str, seed: str, story: str, files: Files) -> Path:
    """Write a finding into a folder of its own: the files, and ``finding.json`` with how it came about."""
    place = folder / re.sub(r"[^a-z0-9]+", "-", f"{name} {seed}".lower()).strip("-")
    shutil.rmtree(place, ignore_errors=True)
    put(files, place / "news")
    told = {"promise": name, "seed": seed, "story": story}
    (place / "finding.json").write_text(json.dumps(told, indent=2, ensure_ascii=False), encoding="utf-8")
    return place
