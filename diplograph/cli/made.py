"""What made an output, as the commands tell it: how the contacts were extracted, and by which options they were chosen."""

import os
import shlex
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from functools import reduce
from hashlib import sha256
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from diplograph.cli.common import is_corpus
from diplograph.cli.contacts import shards_in
from diplograph.cli.intake import Intake, Reading
from diplograph.errors import CorpusError

if TYPE_CHECKING:
    from diplograph.graph.provenance import Provenance

# options that say where to, how fast, or how it looks, or are told otherwise
_ASIDE = frozenset(
    [
        "--output",
        "--to",
        "--quiet",
        "--debug",
        "--open",
        "--jobs",
        "--title",
        "--model",
        "--json",
        "--csv",
        "--corpus",
        "--prune",
        "--shards",
        "--dask",
        "--decisions",
        "--no-decisions",
    ]
)
_FILES = frozenset({"--actors"})  # whose content matters, not their name


def step(intake: Intake) -> str:
    """Return the command that runs, with the options that decide what comes and were not left at their default.

    Files count by their content: decisions too that were found beside the contacts.
    """
    ctx = click.get_current_context()
    words = ctx.command_path.split()[1:]
    for option in ctx.command.params:
        if isinstance(option, click.Option) and _ASIDE.isdisjoint(option.opts):
            words += _words(option, ctx.params.get(option.name or ""), option.get_default(ctx))
    decisions = filter(None, map(_decided, intake.deciding.files))
    words += [word for one in sorted(decisions) for word in ("--decisions", one)]
    return " ".join(words)


def _words(option: click.Option, value: Any, default: object) -> list[str]:
    """Return an option as one types it; nothing where it is as if it had not been given."""
    if value is None or value == default or value == ():
        return []
    name = max(option.opts, key=len)
    if option.is_flag:
        return [name]
    values = sorted(map(str, value)) if option.multiple else [str(value)]
    return [word for one in values for word in (name, _content(one) if name in _FILES else shlex.quote(one))]


def _content(file: str) -> str:
    from diplograph.graph.formats.manifest import digest

    return f"sha256:{digest(Path(file))}" if Path(file).is_file() else "pipe"


def _decided(place: str) -> str:
    """Return what a file or a corpus holds of decisions, by content; nothing of a corpus that holds none."""
    if not is_corpus(place):
        return _content(place)
    from diplograph.extract.corpus import Corpus

    with Corpus(place) as corpus:
        lines = "\n".join(corpus.decisions())
    return f"sha256:{sha256(lines.encode('utf-8', 'surrogatepass')).hexdigest()}" if lines else ""


def extracted(intake: Intake, reading: Reading) -> "Provenance":
    """Return what made the contacts that a command has just extracted."""
    from diplograph.extract.provenance import installed
    from diplograph.graph.provenance import Provenance

    return Provenance(installed(reading.settings().model, intake.digest))


def write_beside(target: str, made: "Provenance") -> None:
    """Write what made a file beside it, if it is one and no device."""
    from diplograph.graph.formats.manifest import beside, write_manifest

    path = Path(target)
    if path.is_file():
        write_manifest(beside(path), made, [path])


def provenance_of(sources: Iterable[str]) -> "Provenance":
    """Return what made the contacts of some files, folders of shards and corpora together."""
    return reduce(add, map(_provenance, sources))


def _provenance(source: str) -> "Provenance":
    from diplograph.extract.provenance import of_corpus
    from diplograph.graph.formats.manifest import read_manifest
    from diplograph.graph.provenance import Provenance

    if is_corpus(source):
        from diplograph.extract.corpus import Corpus

        with suppress(CorpusError), Corpus(source) as corpus:  # one that is damaged is read as far as it goes
            return Provenance(of_corpus(corpus))
        return Provenance()
    if shards := shards_in(source):
        from diplograph.shards import provenance

        return provenance(shards)
    path = Path(source)
    return read_manifest(path) if path.is_file() else Provenance()


def digests(given: Iterable[str], read: Collection[str], without: Path) -> Iterator[dict[str, str]]:
    """Yield the files that documents came from, each with its name as given and its SHA-256; pipes can't be read again.

    Args:
        read: The absolute paths of the files that were read.
        without: The folder of the results, whose files are none.
    """
    from diplograph.extract.read.walk import files
    from diplograph.graph.formats.manifest import digest

    results, named = without.resolve(), dict[str, str]()
    for source in given:
        for path, shown in files(source, lambda error: None) if source != "-" else ():
            named.setdefault(os.path.abspath(path), shown)  # noqa: PTH100 - as it was read
    for place, shown in named.items():
        path = Path(place)
        if place in read and path.is_file() and results not in path.resolve().parents:
            yield {"name": shown, "sha256": digest(path)}
