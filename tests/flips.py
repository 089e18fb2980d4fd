"""Turn bits of a corpus, copy by copy: what is whole is exported, what is not is named, nothing crashes, and repair mends.

python tests/flips.py [--copies 50] [--seed 1]
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from factories import contact

from diplograph.errors import CorpusError, DiplographError
from diplograph.extract.corpus import Corpus, check, repair
from diplograph.extract.corpus.update import versions
from diplograph.extract.model import Contact, Document, Source
from diplograph.extract.read import read_raw
from diplograph.extract.run.analysis import Outcome, Settings

DOCUMENTS = 80


@dataclass(slots=True)
class Count:
    """What has happened so far.

    Attributes:
        unseen: Copies that are as good as before: the bit lies where nothing is.
        unreadable: Copies of which nothing can be read at all; each is named, and left as it is.
        left_out: Contacts that an export left out, of all copies; each copy is named.
        exported: Contacts that were exported, of all copies.
        mended: Copies that hold all again after a repair.
        without: Contacts that are missing after a repair without sources.
    """

    copies: int = 0
    unseen: int = 0
    unreadable: int = 0
    left_out: int = 0
    exported: int = 0
    mended: int = 0
    without: int = 0


def outcomes(raws: Any, settings: Settings, *, jobs: int = 1) -> Iterator[Outcome]:
    """Take the words of a file for the names of who met Ana, so that no language model is needed."""
    for raw in raws:
        names = raw.data.decode().split()
        source = Source(raw.id, "Ministers speak")
        met = tuple(contact("Ana Castro", f"{name} Ito", document=source) for name in names if name[0].isupper())
        yield Outcome(raw, Document(raw.data.decode(), source), met)


def news(folder: Path) -> Path:
    """Write documents of one to six names and some words."""
    chance, place = random.Random(1), folder / "news"
    place.mkdir()
    for n in range(DOCUMENTS):
        names = [f"N{n}x{m}" for m in range(chance.randint(1, 6))]
        words = " ".join(chance.choices(["met", "said", "talks"], k=chance.choice([50, 50, 800])))
        (place / f"{n:03}.txt").write_text(f"{' '.join(names)} {words}", encoding="utf-8")
    return place


def grown(path: Path, place: Path) -> None:
    """Make a corpus of the documents."""
    version = versions(Settings())
    with Corpus(path, create=True) as corpus:
        for outcome in outcomes(read_raw([place]), Settings()):
            corpus.put(outcome, version(outcome.raw))
        corpus.index()


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Turn some bits, anywhere."""
    changed = bytearray(data)
    for _ in range(chance.choice([1, 1, 1, 3, 20])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def exported(path: Path) -> tuple[list[Contact], list[DiplographError]]:
    """Read what can be read; return it with what was said of the rest."""
    problems: list[DiplographError] = []
    try:
        with Corpus(path) as corpus:
            return list(corpus.contacts(on_error=problems.append)), problems
    except CorpusError as error:
        return [], [*problems, error]


def try_one(path: Path, wanted: list[Contact], place: Path, count: Count) -> None:
    """Export, check and repair one damaged copy, with the sources and without."""
    found, problems = exported(path)
    try:
        damage = check(path).damage
    except CorpusError:
        assert not found, "a check fails where an export does not"
        count.unreadable += 1
        return
    count.exported += len(found)
    missing = [one for one in wanted if one not in found]
    strange = [one for one in found if one not in wanted]
    assert len(found) == len({one.id + one.document.id for one in found}) or damage, "contacts are told twice"
    count.left_out += len(missing)
    count.unseen += not damage
    assert not missing or damage, "contacts are missing, and a check finds nothing"
    assert len(missing) <= len(strange) or problems, "contacts are missing, and nobody says so"
    assert not strange or damage, "contacts are altered, and a check finds nothing"
    if damage:
        _mend(path, found, wanted, place, count)


def _mend(path: Path, found: list[Contact], wanted: list[Contact], place: Path, count: Count) -> None:
    bare = path.with_name("bare.db")
    bare.write_bytes(path.read_bytes())
    hidden = place.rename(place.with_name("elsewhere"))
    repair(bare, Settings())
    hidden.rename(place)
    kept, _ = exported(bare)
    assert all(one in kept for one in found), "a repair without sources loses contacts"
    count.without += sum(one not in kept for one in wanted)
    done = repair(path, Settings())
    now, _ = exported(path)
    assert done.kept is not None and done.kept.exists()
    assert [one for one in wanted if one not in now] == [] or done.left, "a repair leaves contacts out and says nothing"
    count.mended += now == wanted and not done.left


def flip(copies: int, seed: int) -> Count:
    """Turn bits in so many copies; raise AssertionError at the first sign of silent loss."""
    count, chance = Count(), random.Random(seed)
    repairing: Any = sys.modules["diplograph.extract.corpus.repair"]
    usual, repairing.analyse_all = repairing.analyse_all, outcomes
    try:
        with tempfile.TemporaryDirectory() as name:
            place = news(Path(name))
            grown(Path(name) / "whole.db", place)
            whole = (Path(name) / "whole.db").read_bytes()
            wanted, _ = exported(Path(name) / "whole.db")
            for n in range(copies):
                path = Path(name) / f"{n}" / "news.db"
                path.parent.mkdir()
                path.write_bytes(flipped(whole, chance))
                try:
                    try_one(path, wanted, place, count)
                except Exception as error:
                    raise AssertionError(f"copy {n} of seed {seed}: {error!r}") from error
                count.copies += 1
    finally:
        repairing.analyse_all = usual
    return count


def main() -> None:
    """Read the command line and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--copies", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    count = flip(options.copies, options.seed)
    print(
        f"{count.copies} copies: {count.exported:,} contacts exported, {count.left_out} left out or altered, each named by the"
        f" export or the check; {count.unseen} copies without a sign of damage, {count.unreadable} of which nothing can be read;"
        f" {count.mended} wholly mended from the sources, {count.without} contacts short without them"
    )


if __name__ == "__main__":
    main()
