"""Where a quotation of somebody else's reading stands in the text: exactly, or but for blanks and quotation marks; else nowhere."""

import re

from amparo.ingest.reports.proposals import Span

_LONGEST = 2_000
_MARKS = {"“": '"', "”": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "\u00a0": " "}


def realigned(quote: str, text: str) -> Span | None:
    """
    Return where a quotation stands in the text, once; None where it does not, or where it could be two places.

    >>> realigned("30  presos", "Hay 30 presos."), realigned("31 presos", "Hay 30 presos.")
    ((4, 13), None)
    """
    wanted = quote.strip()
    if not wanted or len(wanted) > _LONGEST:
        return None
    if text.count(wanted) == 1:
        start = text.index(wanted)
        return start, start + len(wanted)
    pattern = r"\s+".join(re.escape(_plain(word)) for word in wanted.split())
    found = list(re.finditer(pattern, _plain(text), re.IGNORECASE))
    return found[0].span() if len(found) == 1 else None


def _plain(text: str) -> str:
    """Return a text with plain marks, code point for code point."""
    return "".join(_MARKS.get(sign, sign) for sign in text)
