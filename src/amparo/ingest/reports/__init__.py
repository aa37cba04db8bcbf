"""Reports (articles, communiqués) to proposals that a person confirms; nothing here records anything."""

from datetime import date

from amparo.ingest.reports.gate import Dropped, through_gate
from amparo.ingest.reports.originals.canonical import CanonicalText, canonical_text
from amparo.ingest.reports.proposals import Field, Proposal, Span
from amparo.ingest.reports.rules import propose
from amparo.ingest.reports.words.lexicon import NO_WORDS, OwnWords
from amparo.ingest.reports.words.own_words import own_words
from amparo.ingest.reports.words.text import Language

__all__ = [
    "CanonicalText",
    "Dropped",
    "Field",
    "OwnWords",
    "Proposal",
    "Span",
    "canonical_text",
    "own_words",
    "propose",
    "read",
    "through_gate",
]


def read(text: str, *, published_on: date, language: Language | None = None, own: OwnWords = NO_WORDS) -> list[Proposal]:
    """
    Return what a report proposes to the record, by the built-in rules and through the gate, in the order of the text.

    Spans are code points of ``text``. The same text and day give the same
    proposals, byte for byte; nothing is recorded. ``own``: words beside those of
    the data files, see :func:`own_words`.

    >>> found = read("Al menos 30 presos siguen detenidos, dijo la ONG Voz Libre.", published_on=date(2026, 2, 6))
    >>> claim = next(one for one in found if one.kind == "claim")
    >>> claim.value("qualifier"), claim.value("value"), claim.value("measure"), claim.value("claimant")
    ('at_least', 30, 'still_detained', 'Voz Libre')
    """
    proposals, _dropped = through_gate(propose(text, published_on, language, own), text, published_on)
    return proposals
