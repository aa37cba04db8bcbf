"""Who and what a report names: bodies, persons, places and places of detention, and the acronyms that stand for them."""

from collections.abc import Iterator, Sequence
from typing import Literal

import attrs

from amparo.ingest.reports.who.described import apposed_kind, descriptor_after, descriptor_before, is_title_case, names_state_body
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import is_number_word
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Sentence, Text, Token

type EntityKind = Literal["person", "ngo", "igo", "government", "parliament", "opposition", "press", "body", "place", "facility", "network"]

BODIES = frozenset({"ngo", "igo", "government", "parliament", "opposition", "press", "body"})
_INNER = small_words("inside_names")
_LINKS = small_words("name_links")
_OPENERS = small_words("openers")
_DAYS = small_words("days")
_NETWORKS = small_words("networks")


@attrs.frozen
class Entity:
    """A name in a text: tokens ``first`` to before ``last``; ``name`` is how its fullest mention reads."""

    kind: EntityKind
    first: int
    last: int
    name: str
    tag: str = ""


def entities_of(text: Text, marks: Sequence[Mark]) -> list[Entity]:
    """Return the names of a text in its order, each under the name that it is printed with."""
    by_layer: dict[str, list[Mark]] = {}
    for mark in marks:
        by_layer.setdefault(mark.layer, []).append(mark)
    known = list(_known(text, by_layer))
    taken = {at for entity in known for at in range(entity.first, entity.last)}
    facilities = _facilities(text, by_layer, taken)
    lower = {token.norm for token in text.tokens if not token.is_capital}
    found = known + [entity for sentence in text.sentences for entity in _runs(text, sentence, by_layer, taken, lower)]
    found = [_as_press(text, one) for one in found if not _holds_facility(facilities, one)] + facilities
    return sorted(found, key=lambda one: (one.first, -one.last))


def _facilities(text: Text, marks: dict[str, list[Mark]], taken: set[int]) -> list[Entity]:
    """Return the places of detention that a word of the lexicon tells: Grimhold prison, penal de La Mora."""
    found = []
    for mark in marks.get("facility_words", []):
        if _is_word_of_name(text, mark):
            continue
        if mark.tag == "after":
            first = mark.first
            while (
                first > 0
                and first > mark.first - 4
                and _is_name_word(text.tokens[first - 1])
                and text.tokens[first - 1].norm not in _OPENERS
            ):
                first -= 1
            if first < mark.first and not taken & set(range(first, mark.last)):
                found.append(Entity("facility", first, mark.last, text.words(first, mark.last), "none"))
        else:
            first = mark.last + (mark.last < len(text.tokens) and text.tokens[mark.last].norm in {"de", "del", "of"})
            if first < len(text.tokens) and "\n" in text.text[text.tokens[mark.last - 1].end : text.tokens[first].start]:
                continue  # in jail; the next paragraph begins
            last = first
            while (
                last < len(text.tokens)
                and last < first + 5
                and (_is_name_word(text.tokens[last]) or (last > first and text.tokens[last].norm in {"de", "del", "la"}))
            ):
                last += 1
            while last > first and not _is_name_word(text.tokens[last - 1]):
                last -= 1
            if last > first and not taken & set(range(first, last)):
                found.append(Entity("facility", first, last, text.words(first, last), "none"))
    return found


def _is_word_of_name(text: Text, mark: Mark) -> bool:
    """Say whether a word of a place of detention is one of a longer name: Andes Penal Forum, Penal Alerta."""
    token = text.tokens[mark.first]
    if not token.is_capital or mark.tag == "after":
        return False
    before = text.tokens[mark.first - 1] if mark.first else None
    return token.norm == "penal" or (before is not None and before.is_capital and before.is_word and before.norm not in _OPENERS)


def _holds_facility(facilities: Sequence[Entity], one: Entity) -> bool:
    return any(one.first < place.last and place.first < one.last for place in facilities)


def _as_press(text: Text, one: Entity) -> Entity:
    """Return the agency of a dateline as press: "PUERTO IMAGEN, 6 feb (APX).-"."""
    tokens = text.tokens
    if (
        one.kind != "body"
        or one.first == 0
        or tokens[one.first - 1].text != "("
        or one.last + 1 >= len(tokens)
        or tokens[one.last].text != ")"
    ):
        return one
    return attrs.evolve(one, kind="press") if tokens[one.last + 1].text in {".", "-", "–", "—", "/"} else one


def _known(text: Text, marks: dict[str, list[Mark]]) -> Iterator[Entity]:
    """Yield the names that stand in the lexicon, written with a capital."""
    for layer in ("bodies", "places", "facilities"):
        for mark in marks.get(layer, []):
            first = text.tokens[mark.first]
            short = mark.last - mark.first == 1 and len(first.text) <= 3
            if (
                not first.is_capital
                or (short and not first.text.isupper() and layer != "places")
                or (short and first.norm in {"us", "van"} and first.text != "US")
            ):
                continue
            if layer == "places" and _within_name(text, mark):
                continue
            kind: EntityKind = {"places": "place", "facilities": "facility"}.get(layer, mark.tag)  # type: ignore[assignment]
            yield Entity(kind, mark.first, mark.last, text.words(mark.first, mark.last), mark.tag)


def _within_name(text: Text, mark: Mark) -> bool:
    """Say whether a word that names a place is part of a longer name: Gobierno de Venezuela, Miranda Ruiz, Human Rights Egypt."""
    before = text.tokens[mark.first - 1] if mark.first else None
    after = text.tokens[mark.last] if mark.last < len(text.tokens) else None
    beside = (
        before is not None
        and before.is_capital
        and before.is_word
        and before.norm not in _OPENERS
        and text.text[before.end : text.tokens[mark.first].start] == " "
    )
    return beside or (
        after is not None and after.is_capital and after.is_word and text.text[text.tokens[mark.last - 1].end : after.start] == " "
    )


def _runs(text: Text, sentence: Sentence, marks: dict[str, list[Mark]], taken: set[int], lower: set[str]) -> Iterator[Entity]:
    """Yield the runs of capital words of a sentence that name somebody or some body."""
    tokens, at = text.tokens, sentence.first
    shouting = sum(token.text.isupper() and len(token.text) > 2 for token in tokens[sentence.first : sentence.last])
    if shouting > 0.5 * (sentence.last - sentence.first) or is_title_case(text, sentence):
        return
    body_words = {mark.first: mark.tag for mark in marks.get("body_words", [])}
    described = {mark.last for mark in marks.get("descriptors", []) if mark.tag == "ngo"}  # la ONG Observadores por Cuba
    joins = {mark.first for layer in ("not_names", "body_words") for mark in marks.get(layer, [])}
    while at < sentence.last:
        tagged = tokens[at].start > 0 and text.text[tokens[at].start - 1] in "#@"
        if at in taken or tagged or tokens[at].norm in _DAYS or not _is_name_word(tokens[at]) or _opens(text, sentence, at, lower, marks):
            at += 1
            continue
        end = _end_of_run(text, at, sentence.last, taken, body_words, joins, described)
        at = _after_titles(text, at, end, marks, body_words)
        if names_state_body(text, at, end, sentence.last, marks):
            yield Entity("government", at, end + 1, text.words(at, end + 1))  # the Prisons department
            at = end + 1
            continue
        entity = _classified(text, sentence, at, end, marks, body_words)
        if entity is not None:
            yield entity
        at = end


def _after_titles(text: Text, at: int, end: int, marks: dict[str, list[Mark]], body_words: dict[int, str]) -> int:
    """Return where the name begins in a run that begins with what somebody is: Turkish Interior Minister Kaan Demirsoy."""
    if at in body_words and body_words.get(at) == "ngo":
        return at  # Coordinadora de Familiares
    ends = [mark.last for mark in marks.get("titles", []) if at < mark.last < end and mark.first >= at - 1]  # Prime opens the sentence
    given = {mark.first for mark in marks.get("given", [])}
    offices = small_words("within_office")
    for place in range(at + 1, end - 1):
        before = text.tokens[place - 1]
        if place in given and (before.norm in offices or (before.text.isupper() and len(before.text) > 1)):
            return place  # Secretary of State Andrew Bellamy, el dirigente de la AD Pedro Ruiz
    if not ends or at in given or any(place in body_words for place in range(max(ends), end)):
        return at
    return max(ends)


def _is_name_word(token: Token) -> bool:
    """Say whether a word may be one of a name: a capital word, or a day by which something is called (11J, 8M)."""
    if token.text == "X":
        return False  # the network
    joined = token.norm.startswith(("al-", "el-", "as-", "ad-", "ibn-", "bin-")) and token.text[3:4].isupper()  # Bashar al-Assad
    short = len(token.text) <= 3 and token.text[:1].isdigit() and token.text[-1].isupper()
    return (token.is_word and token.is_capital) or joined or short


def _opens(text: Text, sentence: Sentence, at: int, lower: set[str], marks: dict[str, list[Mark]]) -> bool:
    """Say whether a capital is that of a sentence or quotation, on a word which is no name."""
    token = text.tokens[at]
    begins = at == sentence.first or (not text.tokens[at - 1].text[-1].isalnum() and text.tokens[at - 1].text not in {",", "(", "-", ")"})
    if any(mark.last == at and mark.tag in {"ngo", "igo"} for mark in marks.get("descriptors", [])) and at > sentence.first + 1:
        return False  # la ONG Sin Rejas
    if is_number_word(token.norm) or token.norm.endswith("-based"):
        return True  # Five of those released
    if token.norm in _OPENERS or (token.text.isupper() and any(mark.first <= at < mark.last for mark in marks.get("descriptors", []))):
        return True
    if not begins:
        return False
    given = any(mark.first == at for mark in marks.get("given", []))
    if given:
        return False
    common = any(
        mark.first <= at < mark.last
        for layer in ("people", "events", "descriptors", "qualifiers", "titles", "speech", "source")
        for mark in marks.get(layer, [])
    )
    follows = at + 1 < sentence.last and _is_name_word(text.tokens[at + 1]) and text.text[token.end : text.tokens[at + 1].start] == " "
    follows = follows or _goes_on(text, sentence, at, marks)
    given_next = any(mark.first == at + 1 for mark in marks.get("given", []))
    if follows and not given_next and any(mark.first == at and mark.tag == "ngo" for mark in marks.get("body_words", [])):
        return False  # Writers Without Walls
    return token.norm in lower or (common and not follows) or (common and any(mark.first == at for mark in marks.get("titles", [])))


def _goes_on(text: Text, sentence: Sentence, at: int, marks: dict[str, list[Mark]]) -> bool:
    """Say whether a word that may open a body's name is joined to a capital word by a small one: Lawyers for Human Dignity."""
    if not any(mark.first == at for mark in marks.get("body_words", [])) or at + 2 >= sentence.last:
        return False
    end = at + 2 + (at + 3 < sentence.last and text.tokens[at + 2].norm in {"la", "el", "los", "las", "the"})
    return text.tokens[at + 1].norm in {"for", "of", "por", "para", "de", "against", "contra"} and _is_name_word(text.tokens[end])


def _end_of_run(text: Text, at: int, last: int, taken: set[int], body_words: dict[int, str], joins: set[int], described: set[int]) -> int:
    """Return where a run of capital words ends; small words are inside it where a capital word follows them."""
    tokens, end = text.tokens, at + 1
    has_body = at in body_words or at in described
    while end < last:
        token = tokens[end]
        if (end in taken and not has_body) or token.norm in _NETWORKS:
            break
        if _is_name_word(token) and text.text[tokens[end - 1].end : token.start] in {" ", "\n"} | (
            {""} if tokens[end - 1].text == "-" else set()
        ):
            has_body = has_body or end in body_words
            end += 1
            continue
        if end == at + 1 and tokens[end].norm in {"y", "and", "&", "e"} and at in joins and _owns(tokens, end, last, body_words):
            end, has_body = end + 2, True  # Peace and Life Foundation
            continue
        if tokens[end].norm in {"'", "'s"} and _owns(tokens, end, last, body_words):
            end, has_body = end + 2, True
            continue
        size = next(
            (
                n
                for n in (1, 2)
                if end + n < last and all(_inner(tokens[end + k], has_body=has_body) for k in range(n)) and _is_name_word(tokens[end + n])
            ),
            0,
        )
        apart = size == 2 and tokens[end].norm in {"y", "and", "e"} and tokens[end + 1].norm in {"la", "el", "los", "las", "the"}
        apart = apart or (size == 1 and tokens[end].norm in {"la", "el", "los", "las", "the"})  # según Eco, la ONG
        if not size or apart or (end + size in taken and not has_body):
            break
        if tokens[end].norm in {"of", "for", "to", "para", "por", "in", "en", "the"} and not has_body and end + size not in body_words:
            plural = end == at + 1 and tokens[end].norm == "of" and tokens[at].norm.endswith("s") and at not in joins  # Heralds of Zion
            if not plural or end + size in taken:
                break
            has_body = True
        has_body = has_body or end + size in body_words
        end += size + 1
    return end


def _owns(tokens: Sequence[Token], at: int, last: int, body_words: dict[int, str]) -> bool:
    """Say whether an apostrophe is inside the name of a body: Former Prisoners' Society, People's Defence Watch."""
    end = at + 1
    while end < last and _is_name_word(tokens[end]):
        if end in body_words:
            return True
        end += 1
    return False


def _inner(token: Token, *, has_body: bool) -> bool:
    if token.norm in _LINKS:
        return has_body and token.text != ","
    return token.norm in _INNER and not token.is_capital


def _classified(
    text: Text, sentence: Sentence, first: int, last: int, marks: dict[str, list[Mark]], body_words: dict[int, str]
) -> Entity | None:
    """Return what a run of capital words names, or None."""
    tokens = text.tokens
    name = text.words(first, last)
    given = any(mark.first == first and mark.last <= last for mark in marks.get("given", []))
    kinds = [body_words[at] for at in range(first, last) if at in body_words]
    inside = next((kind for kind in kinds if kind != "press"), kinds[0] if kinds else None)  # Press Freedom Yangon prints nothing
    if inside == "parliament" and "ngo" in kinds and not given:
        inside = "ngo"  # the Comisión de Derechos sits in no parliament
    titled = _is_titled(text, first, marks)
    described = descriptor_before(text, marks, first) or (None if given else apposed_kind(text, last, marks))
    demonym = last - first == 1 and any(mark.first == first for mark in marks.get("not_names", []))
    described = described or (None if given or demonym else descriptor_after(text, marks, last))
    counted = last - first == 1 and text.language == "en" and any(mark.first == last for mark in marks.get("people", []))
    if counted and described is None and not given:
        return None  # nine Tamil prisoners
    if described is not None:
        return Entity(described, first, last, name)  # type: ignore[arg-type]
    if inside is not None and not (given and (titled or _reads_as_person(text, first, last, body_words))):
        alone = body_words.get(first) in {"government", "parliament"}
        return Entity(inside, first, last, name) if last - first > 1 or alone else None  # type: ignore[arg-type]
    if _is_credit(text, first, last) or any(mark.first <= first and mark.last >= last for mark in marks.get("descriptors", [])):
        return None
    if last - first == 1 and name[0].isdigit():
        return None  # 11J is a day
    if last - first == 1 and name.isupper() and len(name) >= 2:
        if first == sentence.first and tokens[last : last + 1] and tokens[last].text in {"(", ",", "-", "–", "—"}:
            return None  # the place of a dateline
        return Entity("body", first, last, name)
    tag = _person_tag(text, sentence, first, last, marks, given=given, titled=titled)
    return None if tag is None else Entity("person", first, last, name, tag)


def _reads_as_person(text: Text, first: int, last: int, body_words: dict[int, str]) -> bool:
    """Say whether a run with a given name in front is a person though one of its words may name a body: Ana Foro."""
    plain = not any(text.tokens[at].norm in {"de", "of", "for", "del", "para", "por"} for at in range(first, last))
    return plain and last - first <= 3 and first not in body_words and "ngo" in body_words.values()


_OF_A_PERSON = small_words("of_a_person")
_DONE_TO_ONE = small_words("done_to_one")


def _is_of_a_person(text: Text, last: int, marks: dict[str, list[Mark]]) -> bool:
    """Say whether what follows a name is said of one person: an age, "whose", was arrested, fue liberado."""
    after = [token.norm for token in text.tokens[last : last + 5]] + [""] * 5
    if after[0] == "," and (
        (after[1].isdigit() and len(after[1]) <= 2 and after[2] in {",", ")", "años"})
        or after[1] in _OF_A_PERSON
        or (after[1] in {"a", "an", "un", "una"} and (after[2].isdigit() or "-year-old" in after[2]))
        or (after[1] == "de" and after[2].isdigit())
    ):
        return True
    if after[0] == "," and tuple(after[1:4]) in {("una", "de", "las"), ("uno", "de", "los"), ("who", "is", "one"), ("one", "of", "those")}:
        return not any(last + 3 < mark.first <= last + 5 for mark in marks.get("descriptors", []))
    of_body = after[1] in {"de", "del", "of", "from"} and any(last + 1 < mark.first <= last + 3 for mark in marks.get("descriptors", []))
    if after[0] == "," and of_body:
        return True
    if after[0] == "," and any(last + 1 <= mark.first <= last + 3 for mark in marks.get("titles", [])):
        return True
    if after[0] in {"was", "fue", "is", "esta", "sigue"}:
        return any(word in _DONE_TO_ONE for word in after[1:4])
    return after[0] in _OF_A_PERSON


def _person_tag(
    text: Text, sentence: Sentence, first: int, last: int, marks: dict[str, list[Mark]], *, given: bool, titled: bool
) -> str | None:
    """Return "" for a person, "unknown" for a name that may be a body's, "surname" or "initial" for a lone capital word, None for none."""
    if text.language == "es" and text.tokens[first].norm in {"san", "santa", "santo"}:
        return None if last - first == 1 else "unknown"
    size, shouted = last - first, text.words(first, last).isupper()
    things = sum(first <= mark.first < last for mark in marks.get("not_names", []))
    if (given and size > 1 and things < 2) or (titled and not things):
        return ""
    said = any(mark.last == first for mark in marks.get("source", []))
    if things or shouted or (sentence.is_heading and size > 1 and not said):
        return None
    if size > 1:
        fits = size <= 4 and all(text.tokens[at].is_word for at in range(first, last))
        return None if not fits else "" if _is_of_a_person(text, last, marks) else "unknown"
    initial = first == sentence.first or not text.tokens[first - 1].text[-1].isalnum()
    if initial and text.tokens[first - 1].text not in {",", "("}:
        return "initial"
    return "surname" if text.tokens[first].end - text.tokens[first].start > 2 else None


def _is_credit(text: Text, first: int, last: int) -> bool:
    """Say whether a name is that of the photographer."""
    before = [token.norm for token in text.tokens[max(0, first - 2) : first]]
    after = text.tokens[last].text if last < len(text.tokens) else ""
    return after == "/" or any(word in {"photograph", "photo", "foto", "fotografia", "imagen", "picture"} for word in before)


def _is_titled(text: Text, first: int, marks: dict[str, list[Mark]]) -> bool:
    """Say whether what a person is stands before a name: el abogado X · la directora de la ONG, X."""
    comma, dot = text.tokens[first - 1].text == ",", text.tokens[first - 1].text == "."
    return any(
        mark.last == first or (dot and mark.last == first - 1) or (comma and 0 <= first - 1 - mark.last <= 6)
        for mark in marks.get("titles", [])
    )
