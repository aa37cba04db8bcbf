"""Simulated persons: late entries, ties on one day, returns, and rows in no order."""

import numpy as np
import polars as pl


def spells(persons: int, seed: int, *, causes: int = 1) -> pl.DataFrame:
    """Persons followed to an event, to one of some causes, or to the end; about half of them only from some day on."""
    rng = np.random.default_rng(seed)
    time = rng.integers(1, 120, persons)
    entry = np.where(rng.random(persons) < 0.5, rng.integers(0, 40, persons), 0)
    outcome = np.where(rng.random(persons) < 0.7, rng.integers(1, causes + 1, persons), 0)
    kept = time > entry
    name = "event" if causes == 1 else "cause"
    return pl.DataFrame({"id": np.flatnonzero(kept), "entry": entry[kept], "time": time[kept], name: outcome[kept]}).sample(
        fraction=1, shuffle=True, seed=seed
    )


def walks(persons: int, seed: int, *, states: str = "abc", final: str = "") -> pl.DataFrame:
    """Persons who move between states and back, come late, and are followed to different days; nobody leaves the final state."""
    rng = np.random.default_rng(seed)
    rows: list[tuple[int, int, int, str, str | None]] = []
    for person in range(persons):
        day = int(rng.integers(0, 30)) if rng.random() < 0.4 else 0
        end, state = int(rng.integers(day + 1, 100)), str(rng.choice(list(states)))
        while day < end:
            stop = end + 1 if state == final else day + int(rng.geometric(0.06))
            following = str(rng.choice([other for other in states if other != state])) if stop <= end else None
            rows.append((person, day, min(stop, end), state, following))
            day, state = min(stop, end), following or state
    columns = ["id", "start", "stop", "from_state", "to_state"]
    return pl.DataFrame(rows, schema=columns, orient="row").sample(fraction=1, shuffle=True, seed=seed)
