"""Whose each record is, as a frame: a limit on one of them holds for all."""

import polars as pl

from amparo.histories.people import People


def records_of_persons(everybody: People) -> pl.DataFrame:
    """Return subject_kind, subject and person_id of every record and every retired id."""
    whose = [("record", record, person) for person, records in everybody.records.items() for record in records]
    for retired in everybody.merged:
        person = retired
        while person in everybody.merged:
            person = everybody.merged[person]
        whose += [("person", retired, person)]
    return pl.DataFrame(whose, schema={"subject_kind": pl.String, "subject": pl.String, "person_id": pl.String}, orient="row")
