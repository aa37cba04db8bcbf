"""The public data in the forms of others."""

import json

import pytest

from amparo.publish import export_forms
from tests.publish import releases


def ftm() -> list[dict[str, object]]:
    """Return the entities of an ordinary release."""
    return [json.loads(line) for line in export_forms()["ftm"](releases.release())["entities.ftm.json"].splitlines()]


def test_entities_refer_to_what_is_there() -> None:
    """Every event involves a person of the file; ids are used once; only stated events are told."""
    entities = ftm()
    ids = [entity["id"] for entity in entities]
    assert len(set(ids)) == len(ids)
    persons = {entity["id"] for entity in entities if entity["schema"] == "Person"}
    events = [entity for entity in entities if entity["schema"] == "Event"]
    assert {one["properties"]["involved"][0] for one in events} <= persons  # type: ignore[index]
    assert len(events) == 2


def test_an_open_day_stays_open() -> None:
    """An event whose day is not known has two ends and no day; one whose day is known has it."""
    arrest, release = (one["properties"] for one in ftm() if one["schema"] == "Event")
    assert "date" not in arrest  # type: ignore[operator]
    assert (arrest["startDate"], arrest["endDate"]) == (["2031-01-09"], ["2031-01-10"])  # type: ignore[index]
    assert release["date"] == ["2031-02-08"]  # type: ignore[index]


def test_popolo_has_persons_facilities_and_stays() -> None:
    """Each stay joins a person and a facility of the document, with the days that sources allow."""
    told = json.loads(export_forms()["popolo"](releases.release())["popolo.json"])
    assert {one["id"] for one in told["persons"]} == {"p-ana", "p-luz"}
    (stay,) = told["memberships"]
    assert (stay["person_id"], stay["organization_id"], stay["start_date"], stay["end_date"]) == ("p-ana", "F-ONE", "2031-01-09", None)
    assert stay["label"] == "posible"


@pytest.mark.parametrize("form", export_forms())
def test_every_form_takes_hostile_text(form: str) -> None:
    """Whatever the texts hold, each form is written, twice the same, and JSON reads as JSON."""
    made = export_forms()[form](releases.hostile())
    assert made == export_forms()[form](releases.hostile())
    for path, content in made.items():
        if path.endswith((".jsonld", "popolo.json", "datapackage.json")):
            json.loads(content)
