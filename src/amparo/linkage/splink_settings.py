"""The model as Splink settings, and back: what others can read, run, chart and train further."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from amparo.errors import BadInput
from amparo.linkage.model import COMPARISONS, LEVELS, MOST_LEVELS, SMALLEST, Model, heed
from amparo.linkage.pair_loops import GENERATION_DAYS, NEAR, ROUGH

type Settings = dict[str, Any]  # Any: Splink's own document
type Condition = tuple[str | None, dict[str, str]]  # when a comparison is unsaid, and its levels

_SLOTS = {name: slot for slot, name in enumerate(COMPARISONS[:4])}
_GAP = "greatest(born_lo_l - born_hi_r, born_lo_r - born_hi_l, 0)"
_EVENT_GAP = "greatest(event_lo_l - event_hi_r, event_lo_r - event_hi_l, 0)"
_SAME_PARTS = (
    "(cast(born_year_l = born_year_r as int) + cast(born_month_l = born_month_r as int) + cast(born_day_l = born_day_r as int)) = 2"
)
_SWAPPED = "(born_year_l = born_year_r and born_month_l = born_day_r and born_day_l = born_month_r)"
_BOTH_DAYS = "(born_lo_l = born_hi_l and born_lo_r = born_hi_r)"
_BOTH_EVENTS = "(event_lo_l = event_hi_l and event_lo_r = event_hi_r)"


def _there(slot: int) -> str:
    """Return when one of two words stands in another place of the other name."""
    sound, others = f"sound_{slot}", [other for other in range(6) if other != slot]
    return " or ".join([f"{sound}_l = sound_{other}_r" for other in others] + [f"{sound}_r = sound_{other}_l" for other in others])


def _word_levels(slot: int, listed: bool) -> dict[str, str]:  # noqa: FBT001 (handed on)
    """Return the condition of each level of a word of the name (``pair_loops.word_level``)."""
    word, sound, short = f"word_{slot}", f"sound_{slot}", f"short_{slot}"
    initials = f"({short}_l or {short}_r)"
    nicknames = " or ".join(
        f"nickname_{slot}_{column}_{side} = {sound}_{back}" for column in "ab" for side, back in (("l", "r"), ("r", "l"))
    )
    near, rough = (_listed(f"{name}_{slot}", word) for name in ("near", "rough")) if listed else _similar(slot)
    return {
        "same": f"{word}_l = {word}_r",
        "same_sound": f"not {initials} and {sound}_l = {sound}_r",
        "nickname": f"not {initials} and ({nicknames})",
        "nearly": f"not {initials} and {near}",
        "initial": f"{initials} and substr({word}_l, 1, 1) = substr({word}_r, 1, 1)",
        "elsewhere": _there(slot),
        "roughly": f"not {initials} and {rough}",
        "other": "ELSE",
    }


def _listed(column: str, of: str) -> str:
    """Return when a value stands among those that are like the other, worked out beforehand: every engine gives the same answer."""
    return f"{column}_l like concat('%|', {of}_r, '|%')"


def _similar(slot: int) -> tuple[str, str]:
    """Return when two words are nearly, and roughly, the same."""
    word = f"word_{slot}"
    edit = f"(least(length({word}_l), length({word}_r)) >= 4 and damerau_levenshtein({word}_l, {word}_r) <= 1)"
    forms = " or ".join(f"coalesce(form_{slot}_{column}_l = form_{slot}_{column}_r, false)" for column in "ab")
    similar = f"jaro_winkler_similarity({word}_l, {word}_r)"
    return f"({edit} or {forms} or {similar} >= {NEAR})", f"{similar} >= {ROUGH}"


# What kinship is worth where day, place and rarity of what a family shares cannot be left out: m and u of each level.
_KIN_ALONE = {"siblings": (1e-4, 0.05), "namesakes": (1e-2, 0.05), "generations": (1e-4, 0.05), "neither": (0.9798, 0.85)}


def _alike(levels: dict[str, str]) -> str:
    """Return when two words are the same, or nearly."""
    return "coalesce(" + " or ".join(f"({levels[name]})" for name in ("same", "same_sound", "nickname", "nearly")) + ", false)"


def _unlike(slot: int, levels: dict[str, str]) -> str:
    """Return when two words are neither alike nor standing elsewhere."""
    others = " or ".join(f"coalesce({levels[name]}, false)" for name in ("initial", "elsewhere", "roughly"))
    return f"({_said(slot)} and not {_alike(levels)} and not ({others}))"


def _said(slot: int) -> str:
    return f"(word_{slot}_l is not null and word_{slot}_r is not null)"


def _kin() -> dict[str, str]:
    """Return the conditions of kinship, which look at the words of three slots at once."""
    levels = [_word_levels(slot, listed=False) for slot in range(3)]
    one, two, given = (_alike(level) for level in levels)
    births = f"{_GAP} >= {GENERATION_DAYS} and not coalesce({_BOTH_DAYS} and ({_SAME_PARTS} or {_SWAPPED}), false)"
    births = f"born_lo_l is not null and born_lo_r is not null and {births}"
    return {
        "siblings": f"{one} and {two} and {_unlike(2, levels[2])}",
        "namesakes": f"{one} and {given} and {_unlike(1, levels[1])}",
        "generations": f"{one} and {given} and not {_said(1)} and {births}",
        "neither": "ELSE",
    }


def _found(comparison: str) -> dict[str, str]:
    """Return the conditions of levels that were worked out beforehand: the other row stands in the list of the one (``splink_frame``)."""
    return {level: _listed(f"{comparison}_{level}", "row") for level in LEVELS[comparison]}


def _together(unsaid: Mapping[str, str], where: Mapping[str, str], *, listed: bool) -> dict[str, Condition]:
    """Return the comparisons that look at several columns at once; what a query cannot say in few words only where it is listed."""
    scenes = {level: f"event_day_l = event_day_r and {condition}" for level, condition in where.items()}
    found: dict[str, Condition] = {
        "kin": (None, _kin()),
        "scene": (f"{unsaid['event']} or {unsaid['where']}", scenes | {"neither": "ELSE"}),
    }
    if listed:
        rest = _found("rest")
        found["kin"] = (None, _found("kin") | {"neither": "ELSE"})
        found["rest"] = ("not (" + " or ".join(f"coalesce({one}, false)" for one in rest.values()) + ")", rest)
        found["words"] = (None, {level: one for level, one in _found("words").items() if level != "few"} | {"few": "ELSE"})
    return found


def _conditions(*, listed: bool) -> dict[str, Condition]:
    """Return for each comparison when it is unsaid, and the condition of each level but the last."""
    levels = [_word_levels(slot, listed) for slot in range(4)]
    found: dict[str, Condition] = {name: (f"not {_said(slot)}", levels[slot]) for name, slot in _SLOTS.items()}
    half = "(municipality_l is null or municipality_r is null)"
    where = {"municipality": "municipality_l = municipality_r", "region": f"region_l = region_r and {half}"}
    unsaid = {
        "event": "event_lo_l is null or event_lo_r is null", "where": f"({half} and (region_l is null or region_r is null))",
        "id_number": "id_number_l is null or id_number_r is null", "place": "place_l is null or place_r is null",
    }  # fmt: skip
    digit = _listed("id_near", "id_number") if listed else "damerau_levenshtein(id_number_l, id_number_r) <= 1"
    if listed:  # what a family shares is unsaid (``pair_loops.compare``)
        related = "(" + " or ".join(f"coalesce({one}, false)" for level, one in _found("kin").items() if level != "neither") + ")"
        same_days = f"({_EVENT_GAP} = 0 or ({_BOTH_EVENTS} and {_EVENT_GAP} <= 3))"
        here = " or ".join(f"coalesce({condition}, false)" for condition in where.values())
        near = f"id_number_l <> id_number_r and {digit} and {_alike(levels[0])} and {_unlike(2, levels[2])}"
        more = {"event": f"{same_days} and {related}", "where": f"({here}) and {related}", "place": f"place_l = place_r and {related}"}
        unsaid = {name: f"{one} or ({(more | {'id_number': near})[name]})" for name, one in unsaid.items()}
    found["lists"] = (None, {"same": "list_l = list_r", "other": "ELSE"})
    found["id_number"] = (unsaid["id_number"], {"same": "id_number_l = id_number_r", "one_digit": digit, "other": "ELSE"})
    found["birth"] = (
        "born_lo_l is null or born_lo_r is null",
        {
            "same_day": f"{_BOTH_DAYS} and born_lo_l = born_lo_r",
            "part_wrong": f"{_BOTH_DAYS} and ({_SAME_PARTS} or {_SWAPPED})",
            "may_be_same": f"{_GAP} = 0", "one_year": f"{_GAP} <= 366", "two_years": f"{_GAP} <= 731", "six_years": f"{_GAP} <= 2192",
            "other": "ELSE",
        },
    )  # fmt: skip
    found["event"] = (
        unsaid["event"],
        {
            "same_day": "event_day_l = event_day_r", "three_days": f"{_BOTH_EVENTS} and {_EVENT_GAP} <= 3",
            "may_be_same": f"{_EVENT_GAP} = 0", "month": f"{_EVENT_GAP} <= 31", "year": f"{_EVENT_GAP} <= 366", "other": "ELSE",
        },
    )  # fmt: skip
    found["where"] = (unsaid["where"], where | {"other_municipality": "region_l = region_r", "other": "ELSE"})
    for name in ("place", "occupation", "sex", "nationality"):
        found[name] = (unsaid.get(name, f"{name}_l is null or {name}_r is null"), {"same": f"{name}_l = {name}_r", "other": "ELSE"})
    return found | _together(unsaid, where, listed=listed)


_RARE_COLUMNS = {**{name: f"word_{slot}" for name, slot in _SLOTS.items()}, "event": "event_day", "where": "municipality"}


def splink_settings(model: Model, *, listed: bool = False) -> Settings:
    """
    Return the model as the settings of a Splink linker over the columns of ``splink_frame``.

    With ``listed`` likeness, and what several columns show together, are looked up in columns (``splink_frame.with_likes``), since
    engines differ in how they measure it; without, Splink measures it, and what it has no short words for is left out.
    """
    heeded, comparisons = heed(), []
    conditions = _conditions(listed=listed)
    for row, name in enumerate(COMPARISONS):
        if name not in conditions:
            continue
        unsaid, levels = conditions[name]
        made: list[Settings] = [] if unsaid is None else [{"sql_condition": unsaid, "label_for_charts": "unsaid", "is_null_level": True}]
        for level in levels:
            place = LEVELS[name].index(level)
            shares = (float(model.m[row, place]), float(model.u[row, place])) if listed or name != "kin" else _KIN_ALONE[level]
            one: Settings = {
                "sql_condition": levels[level], "label_for_charts": level,
                "m_probability": max(shares[0], SMALLEST), "u_probability": max(shares[1], SMALLEST),
            }  # fmt: skip
            if heeded[row, place]:
                one |= {"tf_adjustment_column": _RARE_COLUMNS[name], "tf_adjustment_weight": float(heeded[row, place])}
            made.append(one)
        comparisons.append({"output_column_name": name, "comparison_levels": made})
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "unique_id",
        "probability_two_random_records_match": model.match_share,
        "retain_intermediate_calculation_columns": True,
        "retain_matching_columns": False,
        "blocking_rules_to_generate_predictions": [{"blocking_rule": "l.sound_0 = r.sound_0 and l.sound_2 = r.sound_2"}],
        "comparisons": comparisons,
    }


def model_of_settings(settings: Mapping[str, Any], prior: Model) -> Model:  # Any: Splink's own document
    """
    Return the model of Splink settings that ``splink_settings`` wrote, however they were trained since.

    Levels are found by their labels; a level without trained probabilities, kinship, and a comparison that is left out keep the prior's.
    """
    m, u = prior.m.copy(), prior.u.copy()
    by_name = {one.get("output_column_name"): one for one in settings.get("comparisons", ())}
    missing = [name for name in _conditions(listed=False) if name not in by_name and name != "scene"]
    if missing:
        raise BadInput("linkage.settings_foreign", missing=", ".join(missing))
    for row, name in enumerate(COMPARISONS):
        for level in by_name.get(name, {}).get("comparison_levels", ()):
            label = level.get("label_for_charts")
            if label in LEVELS[name] and name != "kin":
                place = LEVELS[name].index(label)
                m[row, place] = _number(level.get("m_probability"), m[row, place])
                u[row, place] = _number(level.get("u_probability"), u[row, place])
    share = _number(settings.get("probability_two_random_records_match"), prior.match_share)
    assert m.shape == (len(COMPARISONS), MOST_LEVELS)
    return Model(m, u, float(np.clip(share, 1e-12, 0.5)))


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1 else float(otherwise)
