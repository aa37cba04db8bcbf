"""Tests of `amparo.questions.rule`: the rule of a count and its sentence."""

import re
import tomllib
from datetime import date
from importlib.resources import files
from string import Formatter
from typing import Any

import pytest

from amparo.errors import WrongUse
from amparo.questions.rule import Rule
from amparo.statements import kinds, kinds_of, label, vocabulary
from amparo.words import LANGUAGES, Language

STOCK: dict[str, Any] = {"states": ("deprived",), "on": date(2026, 3, 17)}
FLOW: dict[str, Any] = {"kinds": ("release",), "since": date(2026, 1, 8), "until": date(2026, 2, 4)}

OPTIONS: list[tuple[dict[str, Any], dict[str, Any], dict[Language, str]]] = [
    (STOCK, {}, {"es": "17 de marzo de 2026", "en": "17 March 2026"}),
    (STOCK, {}, {"es": "entre las personas documentadas", "en": "among the persons documented"}),
    (
        STOCK,
        {"states": ("deprived", "house_arrest")},
        {"es": "privada de libertad o en arresto", "en": "deprived of liberty or under house"},
    ),
    (STOCK, {"fresh_within": None}, {"es": "sin límite de tiempo", "en": "without limit"}),
    (STOCK, {"fresh_within": 30}, {"es": "hasta 30 días", "en": "up to 30 days"}),
    (STOCK, {"min_sources": 2}, {"es": "al menos 2 fuentes", "en": "at least 2 independent sources"}),
    (STOCK, {"known_at": date(2026, 2, 1)}, {"es": "hasta el 1 de febrero de 2026", "en": "up to 1 February 2026"}),
    (STOCK, {"by": ("sex", "facility")}, {"es": "sexo y centro de reclusión", "en": "sex and facility"}),
    (STOCK, {"where": (("sex", "f"),)}, {"es": "solo sexo: mujer", "en": "only sex: female"}),
    (STOCK, {"where": (("facility", "El Faro"),)}, {"es": "El Faro", "en": "El Faro"}),
    (FLOW, {}, {"es": "excarcelaciones", "en": "releases"}),
    (FLOW, {}, {"es": "del 8 de enero de 2026 al 4 de febrero de 2026", "en": "from 8 January 2026 to 4 February 2026"}),
    (FLOW, {"unit": "events"}, {"es": "Hechos de este tipo", "en": "Events of this kind"}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("base", "option", "words"), OPTIONS, ids=[f"{number}: {option or 'plain'}" for number, (_, option, _) in enumerate(OPTIONS)]
)
def test_the_sentence_says_every_option(
    base: dict[str, Any], option: dict[str, Any], words: dict[Language, str], language: Language
) -> None:
    """Everything that makes a figure what it is stands in its rule, in both languages."""
    assert words[language] in Rule(**(base | option)).text(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", [state for state in vocabulary()["states"] if state != "no_record"])
def test_every_state_has_its_sentence(state: str, language: Language) -> None:
    """Each state that can be counted is named by its own word."""
    assert label("states", state, language) in Rule(states=(state,), on=date(2026, 1, 1)).text(language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [*kinds(), *vocabulary()["kind_groups"]])
def test_every_kind_has_its_sentence(kind: str, language: Language) -> None:
    """Each kind of event, and each group of them, is named by its own word, and never by its token."""
    section = "kind_groups" if kind in vocabulary()["kind_groups"] else "kinds"
    text = Rule(**(FLOW | {"kinds": (kind,)})).text(language)
    assert label(section, kind, language) in text
    assert "_" not in text


def test_two_rules_that_differ_have_two_sentences() -> None:
    """No two of the rules above read alike unless they are alike."""
    rules = {Rule(**(base | option)) for base, option, _ in OPTIONS}
    for language in LANGUAGES:
        assert len({rule.text(language) for rule in rules}) == len(rules)


@pytest.mark.parametrize(("fields", "code", "words"), [
    pytest.param({}, "questions.state_or_kind", "--state", id="nothing"),
    pytest.param({**STOCK, **FLOW}, "questions.state_or_kind", "--kind", id="both"),
    pytest.param({"states": ("deprived",)}, "questions.stock_needs_a_day", "--on", id="no day"),
    pytest.param({"kinds": ("release",)}, "questions.flow_needs_a_window", "--until", id="no window"),
    pytest.param({**FLOW, "until": date(2025, 1, 1)}, "questions.window_reversed", "2025-01-01", id="reversed"),
    pytest.param({**STOCK, "since": date(2026, 1, 1)}, "questions.stock_has_no_window", "--from", id="a stock since"),
    pytest.param({**STOCK, "until": date(2026, 1, 1)}, "questions.stock_has_no_window", "--until", id="a stock until"),
    pytest.param({**FLOW, "on": date(2026, 1, 9)}, "questions.flow_has_no_day", "--on", id="a flow on a day"),
    pytest.param({**STOCK, "unit": "events"}, "questions.stock_counts_persons", "--unit", id="events of a stock"),
    pytest.param({**STOCK, "states": ("deprivd",)}, "questions.word_unknown", '"deprived"', id="a state misspelt"),
    pytest.param({**STOCK, "by": ("facilty",)}, "questions.word_unknown", '"facility"', id="a dimension misspelt"),
    pytest.param({**STOCK, "where": (("sexx", "f"),)}, "questions.word_unknown", '"sex"', id="a condition misspelt"),
    pytest.param({**FLOW, "kinds": ("relase",)}, "questions.word_unknown", '"release"', id="a kind misspelt"),
    pytest.param({**STOCK, "states": ("no_record",)}, "questions.no_record_uncounted", "unknown", id="nothing on record"),
])  # fmt: skip
def test_what_makes_no_rule_is_refused_with_the_nearest_word(fields: dict[str, Any], code: str, words: str) -> None:
    """A rule that asks for nothing, for what would be passed over, or in unknown words, is refused in both languages with what to do."""
    with pytest.raises(WrongUse) as refusal:
        Rule(**fields)
    assert refusal.value.code == code
    assert all(words in refusal.value.message(language) for language in LANGUAGES)


def test_a_group_stands_for_its_kinds() -> None:
    """Asking for releases asks for every kind of release, once."""
    rule = Rule(**(FLOW | {"kinds": ("release", "release_full")}))
    assert rule.single_kinds == set(kinds_of("release"))


def test_the_rule_as_data_is_whole() -> None:
    """The rule as data says all that its sentence says, and its sentence in both languages."""
    stock, flow = Rule(**STOCK, fresh_within=None).to_dict(), Rule(**FLOW).to_dict()
    assert (stock["moment"], stock["states"], stock["on"], stock["fresh_within"]) == ("stock", ["deprived"], "2026-03-17", "forever")
    assert (flow["moment"], flow["kinds"], flow["from"], flow["until"]) == ("flow", ["release"], "2026-01-08", "2026-02-04")
    assert set(stock["text"]) == set(LANGUAGES)
    assert stock["population"] == "documented"


def test_every_sentence_of_the_package_is_there_in_both_languages() -> None:
    """Each code that the package names is in the table, and both languages fill in the same places."""
    table = tomllib.loads((files("amparo.locale") / "questions.toml").read_text("utf-8"))
    source = "\n".join(part.read_text("utf-8") for part in files("amparo.questions").iterdir() if part.name.endswith(".py"))
    assert set(re.findall(r'"questions\.([a-z_]+)"', source)) <= set(table)
    for code, forms in table.items():
        places = [{name for _, name, _, _ in Formatter().parse(forms[language]) if name} for language in LANGUAGES]
        assert places[0] == places[1], code
