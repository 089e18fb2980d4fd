"""What hangs on a word, and the words of a text as an attribute shows them."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

_ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ")


def below(token: Token, *relations: str) -> Iterator[Token]:
    """Yield what hangs on a word by one of these relations."""
    return (child for child in token.children if child.dep_ in relations)


def shown(words: Iterable[Token]) -> str:
    """Return the words as one line, without a leading article."""
    text = "".join(t.text_with_ws for t in words).strip()
    for article in _ARTICLES:
        text = text.removeprefix(article)
    return " ".join(text.split())
