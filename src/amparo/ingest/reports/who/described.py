"""What a body is, by the common noun beside its name: la ONG X, the X rights group, X, an independent monitor, the X department."""

from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Sentence, Text


def apposed_kind(text: Text, last: int, marks: dict[str, list[Mark]]) -> str | None:
    """Return the kind of a body that is said right after its name: Cristal, una organización; APT, a monitoring group."""
    if last + 1 >= len(text.tokens) or text.tokens[last].text != "," or text.tokens[last + 1].norm in {"de", "del", "of", "from", "head"}:
        return None
    after = text.tokens[last + 1].norm
    of_one = after in small_words("of_a_person") | small_words("kin_of_one") | {"todos", "both"}
    if of_one or (after == "a" and text.language == "es"):
        return None  # X, who heads the opposition; contó su mujer, X, a la ONG Y
    office = min((mark.first for mark in marks.get("titles", []) if last < mark.first <= last + 3), default=last + 9)
    for mark in marks.get("descriptors", []):
        if not (last + 1 <= mark.first <= last + 3 and mark.first < office and mark.tag in {"ngo", "igo", "opposition"}):
            continue
        several = text.tokens[mark.last - 1].norm in {"activistas", "activists", "defensores", "defenders"}
        of_one = any(role.first == mark.last for layer in ("people", "titles") for role in marks.get(layer, []))
        if not several and not of_one:  # not X, a Ruvian opposition politician
            return mark.tag
    return None


def descriptor_before(text: Text, marks: dict[str, list[Mark]], first: int) -> str | None:
    """Return the kind of a body whose kind is said right before its name: la ONG X, rights group X; not of several: activists X and Y."""
    opened = first - (first > 0 and text.tokens[first - 1].text in _QUOTES)
    for mark in marks.get("descriptors", []):
        several = text.tokens[mark.last - 1].norm.endswith("s") and text.tokens[mark.last - 1].norm not in {"campus", "news"}
        if several or mark.tag not in {"ngo", "igo", "opposition", "press"} or not 0 <= opened - mark.last <= _ADJECTIVES:
            continue
        if mark.last == opened or (mark.tag in {"ngo", "press"} and _only_describes(text, mark.last, opened)):
            return mark.tag
    return None


_QUOTES = frozenset("'‘’\"“«")
_ADJECTIVES = 5  # words between what a body is and its name: la ONG bielorrusa de derechos humanos Nadzeya


def _only_describes(text: Text, first: int, last: int) -> bool:
    """Say whether words between what a body is and its name only describe it: no verb, no break."""
    words = text.tokens[first:last]
    if any(not token.is_word or token.is_capital or token.norm in small_words("not_describing") for token in words):
        return False
    return text.language == "es" and (words[0].norm in {"de", "pro"} or words[0].norm.endswith(_OF_A_KIND))


_OF_A_KIND = ("a", "o", "al", "ar", "ense", "ente", "ante", "ble", "es", "i")


def descriptor_after(text: Text, marks: dict[str, list[Mark]], last: int) -> str | None:
    """Return the kind of a body whose kind is said right after its name, in English: the Nadzeya rights group, the Zoria news agency."""
    if text.language != "en" or last >= len(text.tokens) or text.tokens[last].is_capital:
        return None
    for mark in marks.get("descriptors", []):
        named_after = mark.last < len(text.tokens) and text.tokens[mark.last].is_capital  # Venezuelan NGO Mesa Penal
        if mark.first == last and mark.tag in {"ngo", "press"} and not named_after and not text.tokens[mark.last - 1].norm.endswith("s"):
            return mark.tag
    return None


def is_title_case(text: Text, sentence: Sentence) -> bool:
    """Say whether a headline writes all its words with a capital, so that none of them shows a name: Eritrea Lets Go Prisoners."""
    words = [token for token in text.tokens[sentence.first : sentence.last] if token.is_word and len(token.text) > _SHORT_WORD]
    return sentence.is_heading and len(words) > _LEAST_TITLE and sum(token.is_capital for token in words) > _TITLE_CASE * len(words)


_SHORT_WORD, _LEAST_TITLE, _TITLE_CASE = 3, 4, 0.8


def names_state_body(text: Text, first: int, end: int, last: int, marks: dict[str, list[Mark]]) -> bool:
    """Say whether an English name is completed by a common noun of the state: Prisons department, Managua appeals court."""
    if text.language != "en" or end >= last or text.tokens[end].norm not in small_words("state_nouns"):
        return False
    known = {mark.first for layer in ("not_names", "given", "titles") for mark in marks.get(layer, [])}
    return end - first <= _LEAST_TITLE - 1 and not known & set(range(first, end))
