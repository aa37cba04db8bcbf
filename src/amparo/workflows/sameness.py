"""Whose each record is, as a frame: a limit on one of them holds for all."""

import polars as pl

from amparo.histories.people import People
from amparo.histories.whose import standing_id


def records_of_persons(everybody: People) -> pl.DataFrame:
    """Return subject_kind, subject and person_id of every record and every retired id."""
    records = [(record, person) for person, own in everybody.records.items() for record in own]
    retired = [(one, standing_id(one, everybody.merged)) for one in everybody.merged]
    return pl.DataFrame(
        {
            "subject_kind": ["record"] * len(records) + ["person"] * len(retired),
            "subject": [one for one, _ in (*records, *retired)],
            "person_id": [person for _, person in (*records, *retired)],
        },
        schema=dict.fromkeys(("subject_kind", "subject", "person_id"), pl.String),
    )
