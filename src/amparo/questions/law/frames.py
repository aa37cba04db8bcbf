"""The charges of many cases as one frame, a row each, as an instrument asks about them."""

from collections.abc import Iterable, Sequence

import polars as pl

from amparo.questions.law.cases import GivenCase, read_case, state_of
from amparo.questions.law.instrument import Instrument
from amparo.questions.law.model import Model, Variable

ACT_COLUMNS = ("start_lo", "start_hi", "end_lo", "end_hi")
KEYS = ("person_id", "charge_id")


def case_frame(instrument: Instrument, cases: Iterable[GivenCase]) -> pl.DataFrame:
    """
    Return the charges of many cases, a row each, as an instrument asks about them.

    Columns: ``person_id``, ``charge_id``, the four days of the act (days of
    the calendar as whole numbers), and one column a fact: true, false or null;
    of a fact with more than two classes the classes that are possible, as bits.
    """
    rows = []
    for case in map(read_case, cases):
        for charge in case.charges:
            state = state_of(instrument, case, charge)
            values = (_cell(variable, mask) for variable, mask in zip(facts_of(instrument.model), state.masks, strict=False))
            rows.append((case.person_id, charge.id, *state.act.starts, *state.act.ends, *values))
    return pl.DataFrame(rows, schema=schema(instrument), orient="row")


def schema(instrument: Instrument) -> dict[str, pl.DataType]:
    """Return the columns that a frame of charges has for an instrument."""
    facts = {variable.name: pl.Boolean() if is_pair(variable) else pl.UInt32() for variable in facts_of(instrument.model)}
    return {**dict.fromkeys(KEYS, pl.String()), **dict.fromkeys(ACT_COLUMNS, pl.Int32()), **facts}


def is_pair(variable: Variable) -> bool:
    """Say whether a fact has two classes, so that a nullable truth value holds it."""
    return len(variable.classes) == 2


def facts_of(model: Model) -> Sequence[Variable]:
    """Return the facts that an instrument asks for, without its questions, which stand last."""
    return [variable for variable in model.variables if not variable.is_question]


def _cell(variable: Variable, mask: int) -> bool | int | None:
    return mask if not is_pair(variable) else {1: False, 2: True}.get(mask)


def mask_of(variable: Variable, cell: bool | int | None) -> int:  # noqa: FBT001 - a truth value
    """Return the classes that a cell of a fact's column allows."""
    return int(cell or 0) if not is_pair(variable) else 3 if cell is None else 2 if cell else 1
