"""How words that a text has in capitals are written in prose."""


class Casing:
    """Knows no words; what knows some tells more of them."""

    def is_common(self, word: str) -> bool:
        """Whether a word in lower case is an ordinary one, and no name."""
        return False

    def with_names(self, line: str) -> str:
        """Return a line in which the names of several words that are known are in their own case."""
        return line
