"""What kind of body a name is of, in the words of the table of claims."""

from amparo.ingest.reports.words.lexicon import NO_WORDS, OwnWords, lexicon
from amparo.ingest.reports.words.text import Language, read_text

CLAIMANT_KINDS = {
    "ngo": "ngo",
    "igo": "igo",
    "government": "government",
    "parliament": "parliament",
    "press": "press",
    "relatives": "family_committee",
}


def kind_of_body(name: str, language: Language, own: OwnWords = NO_WORDS) -> str:
    """
    Return ngo, government, parliament, igo, press, family_committee or other for the name of a body.

    >>> [kind_of_body(name, "es") for name in ("Observatorio de Prisiones", "Ministerio de Justicia", "Ana Ruiz")]
    ['ngo', 'government', 'other']
    """
    marks = lexicon(language, own).marks(read_text(name, language).tokens)
    for layer in ("bodies", "descriptors", "body_words"):
        found = next((mark.tag for mark in marks if mark.layer == layer and mark.tag in CLAIMANT_KINDS), None)
        if found is not None:
            return CLAIMANT_KINDS[found]
    return "other"
