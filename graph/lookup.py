"""Find the party that a user means, by any name that it goes by."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from diplograph.errors import InputError
from diplograph.extract.ids import slug
from diplograph.extract.model import Contact
from diplograph.graph.assemble import assemble

_SUGGESTIONS = 3


def find_party(contacts: Iterable[Contact], name: str) -> str:
    """Return the id of the party that goes by ``name``, whatever its case; a party's own name comes before its aliases.

    Raises:
        InputError: No party goes by it, or several do; the message tells names to try.
    """
    graph = assemble(contacts)
    labels = {str(node): str(data["label"]) for node, data in graph.nodes(data=True)}
    own = [(slug(word), node) for node, label in labels.items() for word in (node, label)]
    aliases = [(slug(alias), str(node)) for node, data in graph.nodes(data=True) for alias in _aliases(data)]
    wanted = slug(name)
    for names in (own, aliases):
        found = sorted({node for word, node in names if word == wanted}, key=lambda n: labels[n])
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(f"{name!r} may be {_either([labels[n] for n in found])}: give the full name.")
    raise InputError(f"No party is called {name!r}{_suggestion(wanted, [*own, *aliases], labels)}")


def _aliases(data: dict[str, str]) -> Iterator[str]:
    yield from (alias for alias in data.get("aliases", "").split("; ") if alias)


def _suggestion(wanted: str, names: list[tuple[str, str]], labels: dict[str, str]) -> str:
    """Name the parties that have all the words, else those that are spelt alike."""
    words = set(wanted.split("-"))
    near = sorted({labels[node] for word, node in names if words <= set(word.split("-"))})
    if not near:
        close = get_close_matches(wanted, sorted({word for word, _ in names}), n=_SUGGESTIONS)
        near = [labels[node] for word in close for other, node in names if other == word]
    unique = list(dict.fromkeys(near))[:_SUGGESTIONS]
    return f"; did you mean {_either(unique)}?" if unique else "; `diplograph report` lists who is there."


def _either(names: list[str]) -> str:
    return ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
