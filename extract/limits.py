"""What one document may take, in whichever process it is read."""

SECONDS = 120
"""How long one document may take; a million characters of prose take less than half of that."""

MOST_MEMORY = 3 * 2**30
"""Bytes that a process which reads may take for its data, where the system can limit it; usual documents need a fifth."""


class OutOfTime(BaseException):
    """A document took too long. No ``Exception``, so that no library takes it for one of its own."""

    def __init__(self, limit: float = SECONDS) -> None:
        super().__init__(f"it took longer than {limit:g} seconds")
