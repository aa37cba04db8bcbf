"""The model as Splink settings, and back: what others can read, run, chart and train further."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from amparo.errors import BadInput
from amparo.linkage.model import COMPARISONS, LEVELS, MOST_LEVELS, SMALLEST, Model, heed
from amparo.linkage.pair_loops import NEAR, ROUGH

type Settings = dict[str, Any]  # Any: Splink's own document

_SLOTS = {name: slot for slot, name in enumerate(COMPARISONS[:4])}
_GAP = "greatest(born_lo_l - born_hi_r, born_lo_r - born_hi_l, 0)"
_EVENT_GAP = "greatest(event_lo_l - event_hi_r, event_lo_r - event_hi_l, 0)"
_SAME_PARTS = (
    "(cast(born_year_l = born_year_r as int) + cast(born_month_l = born_month_r as int) + cast(born_day_l = born_day_r as int)) = 2"
)
_SWAPPED = "(born_year_l = born_year_r and born_month_l = born_day_r and born_day_l = born_month_r)"
_BOTH_DAYS = "(born_lo_l = born_hi_l and born_lo_r = born_hi_r)"
_BOTH_EVENTS = "(event_lo_l = event_hi_l and event_lo_r = event_hi_r)"


def _word_levels(slot: int) -> dict[str, str]:
    """Return the condition of each level of a word of the name (``pair_loops.word_level``)."""
    word, sound, short = f"word_{slot}", f"sound_{slot}", f"short_{slot}"
    others = [other for other in range(6) if other != slot]
    there = " or ".join([f"{sound}_l = sound_{other}_r" for other in others] + [f"{sound}_r = sound_{other}_l" for other in others])
    initials = f"({short}_l or {short}_r)"
    edit = f"(least(length({word}_l), length({word}_r)) >= 4 and damerau_levenshtein({word}_l, {word}_r) <= 1)"
    nicknames = " or ".join(
        f"nickname_{slot}_{column}_{side} = {sound}_{back}" for column in "ab" for side, back in (("l", "r"), ("r", "l"))
    )
    similar = f"jaro_winkler_similarity({word}_l, {word}_r)"
    return {
        "same": f"{word}_l = {word}_r",
        "same_sound": f"not {initials} and {sound}_l = {sound}_r",
        "nickname": f"not {initials} and ({nicknames})",
        "nearly": f"not {initials} and ({edit} or {similar} >= {NEAR})",
        "initial": f"{initials} and substr({word}_l, 1, 1) = substr({word}_r, 1, 1)",
        "elsewhere": there,
        "roughly": f"not {initials} and {similar} >= {ROUGH}",
        "other": "ELSE",
    }


def _kin_levels() -> dict[str, str]:
    """Return the conditions of kinship, which look at the words of three slots at once."""

    def alike(slot: int) -> str:
        levels = _word_levels(slot)
        return "(" + " or ".join(f"({levels[name]})" for name in ("same", "same_sound", "nickname", "nearly")) + ")"

    def unlike(slot: int) -> str:
        levels = _word_levels(slot)
        said = f"word_{slot}_l is not null and word_{slot}_r is not null"
        return f"({said} and not coalesce({alike(slot)}, false) and not coalesce(({levels['initial']}), false)" + (
            f" and not coalesce(({levels['elsewhere']}), false) and not coalesce(({levels['roughly']}), false))"
        )

    return {
        "siblings": f"{alike(0)} and {alike(1)} and {unlike(2)}",
        "namesakes": f"{alike(0)} and {alike(2)} and {unlike(1)}",
        "neither": "ELSE",
    }


def _conditions() -> dict[str, tuple[str | None, dict[str, str]]]:
    """Return for each comparison when it is unsaid, and the condition of each level but the last."""
    found: dict[str, tuple[str | None, dict[str, str]]] = {
        name: (f"word_{slot}_l is null or word_{slot}_r is null", _word_levels(slot)) for name, slot in _SLOTS.items()
    }
    found["kin"] = (None, _kin_levels())
    found["lists"] = (None, {"same": "list_l = list_r", "other": "ELSE"})
    found["id_number"] = (
        "id_number_l is null or id_number_r is null",
        {"same": "id_number_l = id_number_r", "one_digit": "damerau_levenshtein(id_number_l, id_number_r) <= 1", "other": "ELSE"},
    )
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
        "event_lo_l is null or event_lo_r is null",
        {
            "same_day": "event_day_l = event_day_r", "three_days": f"{_BOTH_EVENTS} and {_EVENT_GAP} <= 3",
            "may_be_same": f"{_EVENT_GAP} = 0", "month": f"{_EVENT_GAP} <= 31", "year": f"{_EVENT_GAP} <= 366", "other": "ELSE",
        },
    )  # fmt: skip
    unsaid = "((municipality_l is null or municipality_r is null) and (region_l is null or region_r is null))"
    half = "(municipality_l is null or municipality_r is null)"
    found["where"] = (
        unsaid,
        {
            "municipality": "municipality_l = municipality_r", "region": f"region_l = region_r and {half}",
            "other_municipality": "region_l = region_r", "other": "ELSE",
        },
    )  # fmt: skip
    for name in ("place", "occupation", "sex", "nationality"):
        found[name] = (f"{name}_l is null or {name}_r is null", {"same": f"{name}_l = {name}_r", "other": "ELSE"})
    return found


_RARE_COLUMNS = {**{name: f"word_{slot}" for name, slot in _SLOTS.items()}, "event": "event_day", "where": "municipality"}


def splink_settings(model: Model) -> Settings:
    """Return the model as the settings of a Splink linker over the columns of ``splink_scorer.splink_frame``."""
    heeded, comparisons = heed(), []
    conditions = _conditions()
    for row, name in enumerate(COMPARISONS):
        unsaid, levels = conditions[name]
        made: list[Settings] = [] if unsaid is None else [{"sql_condition": unsaid, "label_for_charts": "unsaid", "is_null_level": True}]
        for place, level in enumerate(LEVELS[name]):
            one: Settings = {
                "sql_condition": levels[level], "label_for_charts": level,
                "m_probability": max(float(model.m[row, place]), SMALLEST), "u_probability": max(float(model.u[row, place]), SMALLEST),
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

    Levels are found by their labels; a level without trained probabilities keeps the prior's.
    """
    m, u = prior.m.copy(), prior.u.copy()
    by_name = {one.get("output_column_name"): one for one in settings.get("comparisons", ())}
    missing = [name for name in COMPARISONS if name not in by_name]
    if missing:
        raise BadInput("linkage.settings_foreign", missing=", ".join(missing))
    for row, name in enumerate(COMPARISONS):
        for level in by_name[name]["comparison_levels"]:
            label = level.get("label_for_charts")
            if label in LEVELS[name]:
                place = LEVELS[name].index(label)
                m[row, place] = _number(level.get("m_probability"), m[row, place])
                u[row, place] = _number(level.get("u_probability"), u[row, place])
    share = _number(settings.get("probability_two_random_records_match"), prior.match_share)
    assert m.shape == (len(COMPARISONS), MOST_LEVELS)
    return Model(m, u, float(np.clip(share, 1e-12, 0.5)))


def _number(value: object, otherwise: float) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 1 else float(otherwise)
