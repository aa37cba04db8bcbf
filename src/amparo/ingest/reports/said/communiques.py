"""Texts that speak for themselves: communiqués, bulletins and statements, whose figures are those of the body that publishes them."""

from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Text

_COMMUNIQUES = frozenset(
    ["comunicado", "communique", "boletin", "bulletin", "statement", "informe", "pronunciamiento", "immediate", "update", "nota"]
)
_WE = frozenset({"we", "our", "nuestra", "nuestro", "nuestras", "nuestros"})


def is_communique(text: Text) -> bool:
    """Say whether a text calls itself at its head a communiqué, whose figures are those of the body that publishes it."""
    if not text.sentences:
        return False
    head = text.sentences[0]
    words = [token.norm for token in text.tokens[head.first : min(head.last, head.first + 12)]]
    return words[0] in _COMMUNIQUES or (head.is_heading and bool(_COMMUNIQUES & set(words)))


def speaks_as_we(text: Text) -> bool:
    """Say whether somebody speaks in the first person of several outside quotations: we have recorded, exigimos."""
    at = (token for token in text.tokens if token.norm in _WE or (text.language == "es" and _is_first_person(token.norm)))
    return any(not text.in_quotes(token.start) for token in at)


def _is_first_person(word: str) -> bool:
    return len(word) > 5 and word.endswith(("amos", "emos", "imos")) and word not in small_words("not_of_us")
