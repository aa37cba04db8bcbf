"""The shape of a hand-written file: which keys it may have and what each holds; every mistake is named at once, with its path."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from amparo.errors import BadInput, Problem
from amparo.ingest.tables import quoted
from amparo.statements import nearest
from amparo.statements.dates import is_edtf

type Check = Callable[[Any, str, "Mistakes"], Any]  # Any: YAML in, the checked value out


@attrs.frozen
class Mistakes:
    """The mistakes found so far in one file."""

    found: list[Problem] = attrs.field(factory=list)

    def add(self, code: str, path: str, **values: Any) -> None:  # Any: what the sentence prints
        """Note one mistake at a path such as ``events[0].date``."""
        self.found.append(Problem(f"ingest.{code}", values={"path": path or "·"} | values))

    def refuse(self, file: str) -> None:
        """Refuse the file if anything is wrong with it."""
        if self.found:
            raise BadInput("ingest.file_refused", problems=tuple(self.found), file=file, n=len(self.found))


def fields(shape: Mapping[str, Check], required: Sequence[str] = (), *, short: str | None = None) -> Check:
    """Check a mapping of known keys; where ``short`` names one, a bare value stands for that key alone."""

    def check(value: Any, path: str, mistakes: Mistakes) -> dict[str, Any] | None:  # Any: YAML
        if short is not None and value is not None and not isinstance(value, dict):
            value = {short: value}
        if not isinstance(value, dict):
            mistakes.add("map_value_wrong", path, value=_shown(value), expected=quoted(shape))
            return None
        checked: dict[str, Any] = {}
        for key, part in value.items():
            place = f"{path}.{key}" if path else str(key)
            if key not in shape:
                near = nearest(str(key), list(shape))
                mistakes.add("map_key_unknown", place, key=key, known=f'"{near}"' if near else quoted(shape))
            elif part is not None:
                checked[key] = shape[key](part, place, mistakes)
        for key in required:
            if key not in checked:
                mistakes.add("map_key_missing", path, key=key)
        return checked

    return check


def mapping_of(check_value: Check, keys: Callable[[], Sequence[str]] | None = None) -> Check:
    """Check a mapping from any key, or from the known ones, to values of one shape."""

    def check(value: Any, path: str, mistakes: Mistakes) -> dict[str, Any] | None:  # Any: YAML
        if keys is not None:
            found: dict[str, Any] | None = fields(dict.fromkeys(keys(), check_value))(value, path, mistakes)
            return found
        if not isinstance(value, dict):
            mistakes.add("map_value_wrong", path, value=_shown(value), expected="{…: …}")
            return None
        return {_key(key): check_value(part, f"{path}.{key}", mistakes) for key, part in value.items()}

    return check


def list_of(check_value: Check, *, or_one: bool = False) -> Check:
    """Check a list of values of one shape; where allowed, one value stands for a list of one."""

    def check(value: Any, path: str, mistakes: Mistakes) -> list[Any] | None:  # Any: YAML
        if not isinstance(value, list):
            if or_one:
                return [check_value(value, path, mistakes)]
            mistakes.add("map_value_wrong", path, value=_shown(value), expected="[…]")
            return None
        return [check_value(part, f"{path}[{place}]", mistakes) for place, part in enumerate(value)]

    return check


def text(value: Any, path: str, mistakes: Mistakes) -> str:  # Any: YAML
    """Check a text; a plain number is taken as it stands."""
    if isinstance(value, str | int) and not isinstance(value, bool) and value != "":
        return str(value)
    mistakes.add("map_value_wrong", path, value=_shown(value), expected="…")
    return ""


def flag(value: Any, path: str, mistakes: Mistakes) -> bool:  # Any: YAML
    """Check true or false."""
    if not isinstance(value, bool):
        mistakes.add("map_value_wrong", path, value=_shown(value), expected="true, false")
    return value is True


def integer(low: int, high: int) -> Check:
    """Check a whole number of a range."""

    def check(value: Any, path: str, mistakes: Mistakes) -> int:  # Any: YAML
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        mistakes.add("map_value_wrong", path, value=_shown(value), expected=f"{low}–{high}")
        return low

    return check


def word(words: Callable[[], Sequence[str]]) -> Check:
    """Check one of some words; a wrong one is answered with the nearest."""

    def check(value: Any, path: str, mistakes: Mistakes) -> str:  # Any: YAML
        known = words()
        if str(value) in known and not isinstance(value, bool):
            return str(value)
        near = nearest(str(value), known)
        mistakes.add("map_value_wrong", path, value=_shown(value), expected=f'"{near}"' if near else quoted(known))
        return ""

    return check


def edtf(value: Any, path: str, mistakes: Mistakes) -> str:  # Any: YAML
    """Check a date in EDTF."""
    found = str(value)
    if isinstance(value, bool | list | dict) or not is_edtf(found):
        mistakes.add("map_value_wrong", path, value=_shown(value), expected="EDTF: 2026-02-05, 2026-02, 2026")
    return found


def plain(value: Any, path: str, mistakes: Mistakes) -> Any:  # Any: YAML in, the same out
    """Check a single value, or a list of single values, of any type."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(part, dict | list) for part in value)):
        mistakes.add("map_value_wrong", path, value=_shown(value), expected="true, false, null, 8, […]")
    return value


def _key(key: Any) -> str:  # Any: YAML
    """Return a mapping's key as a list prints it."""
    return str(key).lower() if isinstance(key, bool) else "" if key is None else str(key)


def _shown(value: Any) -> str:  # Any: YAML
    """Return a value for a message, cut short."""
    return str(value)[:60]
