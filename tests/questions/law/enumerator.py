"""Every world that a case file allows, one by one, and what an instrument says in each: slow, plain, and written from the file alone."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from typing import Any, cast

from amparo.statements import interval

EARLY, LATE = date(2029, 12, 1), date(2030, 3, 1)  # before and after every border of the invented instruments

type World = dict[str, Any]


def worlds(instrument: Mapping[str, Any], case: Mapping[str, Any]) -> Iterator[World]:
    """Yield every completion of the facts that the rules name; days only at borders and beside them."""
    values, acts = choices(instrument, case)
    moments: list[Any] = [*acts] or [None]
    for act in moments:
        for chosen in product(*values.values()):
            yield {**dict(zip(values, chosen, strict=True)), "act": act}


def choices(instrument: Mapping[str, Any], case: Mapping[str, Any]) -> tuple[dict[str, list[Any]], list[tuple[date, date]]]:
    """Return the possible values of each fact that the rules name, and the possible days of the act, where any rule asks for them."""
    charge = case["charges"][0]
    names = sorted(set(_names(instrument)))
    values = {name: _values(name, instrument, case, charge) for name in names if name != "act"}
    return values, _acts(instrument, charge) if "act" in names else []


def answers(instrument: Mapping[str, Any], world: World) -> set[str]:
    """Return what the instrument says in one world under each reading of its questions."""
    return {answer_in(instrument, {**world, "Q1": asked, "straddle": inside}) for asked in (True, False) for inside in (True, False)}


def pairs(one: Mapping[str, Any], other: Mapping[str, Any], world: World) -> set[tuple[str, str]]:
    """Return what two instruments say together in one world: straddling is read alike in both, a question of one is none of the other's."""
    readings = product((True, False), repeat=3)
    return {
        (answer_in(one, {**world, "Q1": first, "straddle": inside}), answer_in(other, {**world, "Q1": second, "straddle": inside}))
        for first, second, inside in readings
    }


def answer_in(instrument: Mapping[str, Any], world: World) -> str:
    """Return what an instrument says in one world under one reading."""
    rules = {one["id"]: one["rule"] for one in instrument["provisions"]}
    decision = instrument["decision"]
    ask = (instrument.get("conventions") or {}).get("straddle") == "ask"
    covered, excluded = (_is_true(decision[key], rules, world, ask) for key in ("covered_if", "excluded_if"))
    return "covered" if covered and not excluded else "excluded"


def _is_true(rule: Any, rules: Mapping[str, Any], world: World, ask: bool) -> bool:  # noqa: PLR0911 - one for each word of the grammar
    match rule:
        case {"all": parts}:
            return all(_is_true(part, rules, world, ask) for part in parts)
        case {"any": parts}:
            return any(_is_true(part, rules, world, ask) for part in parts)
        case {"not": part}:
            return not _is_true(part, rules, world, ask)
        case {"ref": name}:
            return _is_true(rules[name], rules, world, ask)
        case {"question": name}:
            return bool(world[name])
        case {"event": name}:
            return bool(world[f"events.{name}"])
        case {"act": _}:
            return _is_in_time(rule, world, ask)
        case {"fact": name, "has_any": words}:
            return any(world[f"{name}.{word}"] for word in words)
        case {"fact": name, "in": words}:
            return world[name] in words
        case {"fact": name, **test} if test:
            [(sign, limit)] = cast("dict[str, Any]", test).items()
            return bool(
                {"gt": world[name] > limit, "ge": world[name] >= limit, "lt": world[name] < limit, "le": world[name] <= limit}[sign]
            )
        case {"fact": name}:
            return world[name] is True
    raise AssertionError(rule)


def _is_in_time(rule: Mapping[str, Any], world: World, ask: bool) -> bool:
    start, end = world["act"]
    match rule:
        case {"act": "starts_before", "date": border}:
            return bool(start < date.fromisoformat(border))
        case {"act": "ends_after", "date": border}:
            return bool(end > date.fromisoformat(border))
    first, last = date.fromisoformat(rule.get("from", "0001-01-01")), date.fromisoformat(rule.get("to", "9999-12-31"))
    if first <= start and end <= last:
        return True
    if end < first or start > last:
        return False
    return bool(ask and world["straddle"])


def _names(one: Any) -> Iterator[str]:
    match one:
        case {"event": name}:
            yield f"events.{name}"
        case {"fact": name, "has_any": words}:
            yield from (f"{name}.{word}" for word in words)
        case {"fact": name}:
            yield name
        case {"act": _}:
            yield "act"
        case dict():
            for part in one.values():
                yield from _names(part)
        case list():
            for part in one:
                yield from _names(part)


def _values(name: str, instrument: Mapping[str, Any], case: Mapping[str, Any], charge: Mapping[str, Any]) -> list[Any]:
    closed = not (instrument.get("conventions") or {}).get("open_world", True)
    section, _, member = name.partition(".")
    if section == "events":
        linked = charge["events"].get(member, ...)
        return [False] if linked is ... and (charge["events_complete"] or closed) else [True, False] if linked in (None, ...) else [linked]
    if section == "offences":
        if member in charge["offences"]:
            return [True]
        return [False] if charge["offences_complete"] or member in charge["offences_absent"] or closed else [True, False]
    if name == "status":
        return charge["status"] or ["exposed", "charged", "convicted", "acquitted"]
    if name in charge["known_false"]:
        return [False]
    given = charge["facts"].get(name)
    given = case["person"]["facts"].get(name) if given is None else given
    unknown = [6, 7, 8, 8.5, 9, 10] if name == "years" else [True, False]
    return given if isinstance(given, list) else unknown if given is None else [given]


def _acts(instrument: Mapping[str, Any], charge: Mapping[str, Any]) -> list[tuple[date, date]]:
    borders = {date.fromisoformat(word) for word in _dates(instrument["provisions"])}
    days = sorted({one + timedelta(days=by) for one in borders for by in (-1, 0, 1)} | {EARLY, LATE})
    when = charge["act"] or {}
    (s_lo, s_hi), (e_lo, e_hi) = (interval(when.get(side) or "") for side in ("start", "end"))
    if charge["continuing"]:
        e_lo, e_hi = (e_lo if when.get("end") else date.max), date.max
    # A day that the case names may lie between two borders: it stands for those beside it.
    days = sorted({*days, *(one for one in (s_lo, s_hi, e_lo, e_hi) if one)})
    starts = [one for one in days if (s_lo is None or one >= s_lo) and (s_hi is None or one <= s_hi)]
    ends = [one for one in days if (e_lo is None or one >= e_lo) and (e_hi is None or one <= e_hi)]
    return [(start, end) for start in starts for end in ends if start <= end]


def _dates(one: Any) -> Iterator[str]:
    match one:
        case {"act": _, **more}:
            yield from map(str, more.values())
        case dict():
            for part in one.values():
                yield from _dates(part)
        case list():
            for part in one:
                yield from _dates(part)
