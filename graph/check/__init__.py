"""What Gephi will keep of a GraphML or GEXF file, by the rules that its importers were seen to follow.

The rules were measured with Gephi 0.10.1 (gephi-toolkit) at the defaults of its import dialog: edges of weight 0 are
dropped, edges of a known id too, parallel edges of one type are merged into one that mixes what they say, and values
that don't fit their column's type are lost. The file is read as a stream; entities are refused.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from diplograph.errors import InputError
from diplograph.graph.check.findings import Findings, Problem, lines
from diplograph.graph.check.gexf import Gexf
from diplograph.graph.check.graphml import GraphML
from diplograph.graph.check.rules import Rules

__all__ = ["Findings", "Problem", "check", "lines"]


def check(path: str | Path) -> Findings:
    """Tell what Gephi will keep of a file.

    Raises:
        InputError: The file can't be read, is neither GraphML nor GEXF, is no XML, or declares entities.
    """
    reader = _Reader(str(path))
    try:
        with Path(path).open("rb") as handle:
            reader.parser.ParseFile(handle)
    except OSError as error:
        raise InputError(f"Can't read {path}: {error.strerror}; give a GraphML or GEXF file.") from None
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        raise InputError(f"{path}, line {error.lineno}: {what}; Gephi can't open the file at all.") from None
    except (LookupError, ValueError) as error:  # the encoding that it declares
        raise InputError(f"Can't read {path}: {error}; save it as UTF-8.") from None
    return reader.done()


class _Reader:
    """Follows the parser from element to element."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._entity
        self.found: Findings | None = None
        self._rules: Rules | None = None
        self._words: list[str] = []

    def _entity(self, *_: Any) -> None:
        raise InputError(f"{self._file}, line {self.parser.CurrentLineNumber}: it declares an entity; remove it.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        element = name.rpartition(" ")[2]
        if self._rules is None:
            kinds: Mapping[str, Callable[[Findings], Rules]] = {"graphml": GraphML, "gexf": Gexf}
            if element not in kinds:
                raise InputError(f"{self._file} is neither GraphML nor GEXF: it begins with <{element}>.")
            self.found = Findings(element)
            self._rules = kinds[element](self.found)
        self._words.clear()
        self._rules.line = self.parser.CurrentLineNumber
        self._rules.start(element, {k.rpartition(" ")[2]: v for k, v in attributes.items()})

    def _end(self, name: str) -> None:
        if self._rules is not None:
            self._rules.end(name.rpartition(" ")[2], "".join(self._words))
        self._words.clear()

    def _text(self, words: str) -> None:
        self._words.append(words)

    def done(self) -> Findings:
        assert self.found is not None and self._rules is not None
        self._rules.done()
        return self.found
