"""TEI (P5 and P4): editions of documents such as the Foreign Relations of the United States, and single letters.

The file is a stream: what is held is one document, and the volume's list of persons. Notes are apart from the text, and
left out of it; so are lists, prefaces and indexes before and behind the documents.
"""

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from diplograph.errors import InputError, OnError
from diplograph.extract.read.columns import Columns
from diplograph.extract.read.edition import Edition, TooDeepError
from diplograph.extract.read.raw import Raw, row
from diplograph.extract.read.streams import Opened
from diplograph.extract.read.text import InputNotice

_PIECE = 65_536
_LONGEST_TAG = 4 * 2**20  # bytes in which nothing begins or ends
_MUCH = 1_000  # characters of the body that stand in no document, of which it is said


class _EntitiesError(Exception):
    """The file defines entities."""


class _EncodingError(Exception):
    """The file declares an encoding that the parser does not know."""


def read_tei(file: Opened, columns: Columns, report: OnError) -> Iterator[Raw]:
    """Yield the documents of an edition as records, with the places and the full names of the persons in their text.

    Args:
        report: Called with what is wrong with the file, what of its body stands in no document, and which days are not
            known.
    """
    name, edition = file.name, Edition(file.name)
    problem = None
    try:
        for number, fields in enumerate(_documents(file, edition), 1):
            yield row(name, number, fields, "document")
    except expat.ExpatError as error:
        why = expat.ErrorString(error.code)
        problem = f"is no well-formed XML from its line {error.lineno:,} on ({why}): what stands there was not read"
    except _EntitiesError:
        problem = "defines entities, which are not expanded: it isn't read; replace them by what they stand for"
    except _EncodingError:
        problem = "declares an encoding that can't be read: save it as UTF-8, and declare that"
    except TooDeepError as error:
        problem = f"{error}, as no edition has: what stands there was not read"
    if problem:
        report(InputError(f"{name.shown} {problem}."))
    for notice in _notices(edition, broken=problem is not None):
        report(InputNotice(f"{name.shown} {notice}."))


def _documents(file: Opened, edition: Edition) -> Iterator[dict[str, Any]]:
    """Yield what is complete, also before what is wrong."""
    parser = _parser(edition)
    idle, events = 0, 0
    problem: Exception | None = None
    while problem is None:
        data = file.stream.read(_PIECE)
        try:
            parser.Parse(data, not data)
        except (expat.ExpatError, _EntitiesError, TooDeepError) as error:
            problem = error
        except (LookupError, ValueError):
            if edition.events:  # not of the encoding, which is settled before anything begins
                raise
            problem = _EncodingError()
        yield from edition.taken()
        if not data:
            break
        idle, events = (idle + len(data), events) if edition.events == events else (0, edition.events)
        if idle > _LONGEST_TAG:
            raise TooDeepError(f"has a tag of over {_LONGEST_TAG:,} bytes")
    if problem is not None:
        raise problem


def _parser(edition: Edition) -> expat.XMLParserType:
    """Return a parser that opens no other file and refuses entities, before one could be expanded."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = edition.start
    parser.EndElementHandler = edition.end
    parser.CharacterDataHandler = edition.characters
    parser.EntityDeclHandler = _refuse
    return parser


def _refuse(*declaration: Any) -> None:
    raise _EntitiesError


def _notices(edition: Edition, *, broken: bool) -> Iterator[str]:
    if not edition.count and not broken:
        yield "holds no text: nothing was read from it"
    if edition.outside >= _MUCH:
        yield (
            f"has {edition.outside:,} characters in its body that stand in no document "
            "(a `div` of the type document or letter, or with an opener): they were not read"
        )
    if edition.spans:
        yield f"dates {edition.spans:,} of its documents by a span of days only: they have no day"
    if edition.strangers:
        yield (
            f"refers {edition.strangers:,} times to persons whom no list before names: contacts call them as the text does"
        )
