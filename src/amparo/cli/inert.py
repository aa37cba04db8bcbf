"""Text of strangers on a terminal: shown, never obeyed."""

import re

# Control characters but for tab and line feed, and the marks that turn the direction of what follows.
_COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def inert(text: str) -> str:
    r"""
    Return text in which every character that a terminal would obey is written out, as JSON writes it.

    A list may hold them in any cell; printed raw they erase lines, forge answers or name the window.

    >>> print(inert("Ana\x1b[2J Irreal"))
    Ana\u001b[2J Irreal
    """
    return _COMMANDS.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
