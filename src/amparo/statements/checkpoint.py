"""
A checkpoint: what the log was at one moment, as three lines of text.

The text is the body of a C2SP checkpoint (origin, size, base64 root), so that a
signature can be added below it without changing what was signed. Whoever keeps
one can later tell whether anything before it was edited, dropped or replaced.
"""

import base64

import attrs

from amparo.errors import BadInput

ROOT_BYTES = 32


@attrs.frozen
class Checkpoint:
    """The size and root of a log with a name."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """Return the three lines that are kept or exchanged."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """
    Return the checkpoint that a text holds; lines after the third (signatures) are left alone.

    Raises BadInput where the text is no checkpoint.
    """
    lines = text.split("\n")
    try:
        found = Checkpoint(lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True))
    except (IndexError, ValueError) as error:
        raise BadInput("statements.not_a_checkpoint") from error
    # One checkpoint has one text: "+5", "05" or a base64 with stray bits were written by nobody we know.
    if not found.origin or found.size < 0 or len(found.root) != ROOT_BYTES or found.text().split("\n")[:3] != lines[:3]:
        raise BadInput("statements.not_a_checkpoint")
    return found
