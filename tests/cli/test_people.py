"""One person by any of their ids, on any day, as known on any day."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from amparo.workflows.session import at_work
from tests.cli.invented import filled
from tests.cli.running import amparo

DAYS = {"before": "2026-02-28", "imported": "2026-03-01", "decided": "2026-03-05"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    """Return a clock that the commands look at; the test turns its hands."""
    moment = {"now": datetime(2026, 3, 1, 12, tzinfo=UTC)}
    monkeypatch.setitem(at_work.__wrapped__.__kwdefaults__, "clock", lambda: moment["now"])  # type: ignore[attr-defined]  # contextmanager's
    return moment


@pytest.fixture
def people(clock: dict[str, datetime], tmp_path: Path) -> dict[str, str]:
    """Return ids by name: persons brought by a list on 1 March; two of them found to be one on 5 March."""
    filled(tmp_path / "registry")
    found = {row["name"].split()[0]: row["person_id"] for row in ask(tmp_path, "people")}
    clock["now"] = datetime(2026, 3, 5, 12, tzinfo=UTC)
    same = f'{{"other": "{found["Carla"]}", "decision": "same"}}'
    ran = amparo("record", found["Ana"], "same_person", "--value", same, "--registry", tmp_path / "registry")
    assert ran.code == 0, ran.err
    return found


def ask(folder: Path, *words: object) -> Any:  # Any: a JSON document
    """Return the answer to a question in JSON."""
    return amparo(*words, "--json", "--registry", folder / "registry").document


def test_every_id_of_a_person_is_theirs(people: dict[str, str], tmp_path: Path) -> None:
    """The id of a person, of each of their records, and one that was merged away, all give the same answer."""
    kept, retired = people["Ana"], people["Carla"]  # the id that was minted first stands
    answer = ask(tmp_path, "person", kept)
    assert answer["person_id"] == kept
    assert len(answer["records"]) == 2
    for one in (retired, *answer["records"]):
        assert ask(tmp_path, "person", one) == answer
    assert retired not in {row["person_id"] for row in ask(tmp_path, "people")}


def test_as_known_earlier_they_were_two(people: dict[str, str], tmp_path: Path) -> None:
    """On the day of the import the two were two persons; before it nobody was known."""
    for name in ("Ana", "Carla"):
        answer = ask(tmp_path, "person", people[name], "--known-at", DAYS["imported"])
        assert answer["person_id"] == people[name]
        assert len(answer["records"]) == 1
        assert amparo("person", people[name], "--known-at", DAYS["before"], "--registry", tmp_path / "registry").code == 3


def test_on_a_day_the_states_are_those_possible(people: dict[str, str], tmp_path: Path) -> None:
    """On a day of doubt both states are possible; before and after it one is certain; before any event, no record."""
    bruno = people["Bruno"]  # arrested some day of January, released on 20 February on terms that nobody says
    assert ask(tmp_path, "person", bruno, "--on", "2025-12-31")["states"] == ["no_record"]
    doubt = ask(tmp_path, "person", bruno, "--on", "2026-01-15")
    assert (doubt["states"], doubt["certain"]) == (["deprived", "no_record"], False)
    held = ask(tmp_path, "person", bruno, "--on", "2026-02-10")
    assert (held["states"], held["certain"]) == (["deprived"], True)
    assert set(ask(tmp_path, "person", bruno, "--on", "2026-02-21")["states"]) == {"full_liberty", "released_under_measures"}
    assert ask(tmp_path, "person", bruno)["states"] == []


def test_states_age_unless_forever(people: dict[str, str], tmp_path: Path) -> None:
    """A state without news may have ended after N days; with forever it lasts until something ends it."""
    dario = people["Darío"]  # arrested about 2025, cited last on 28 February 2026 by the list
    assert ask(tmp_path, "person", dario, "--on", "2026-08-01")["states"] == ["deprived"]
    aged = ask(tmp_path, "person", dario, "--on", "2027-02-01")
    assert set(aged["states"]) == {"deprived", "unknown"}
    assert ask(tmp_path, "person", dario, "--on", "2027-02-01", "--fresh-within", "forever")["states"] == ["deprived"]
    assert set(ask(tmp_path, "person", dario, "--on", "2026-08-01", "--fresh-within", "20")["states"]) == {"deprived", "unknown"}
    assert ask(tmp_path, "person", dario, "--fresh-within", "forever")["fresh_within"] == "forever"


def test_people_are_found_by_any_part_of_their_name(people: dict[str, str], tmp_path: Path) -> None:
    """Words are looked up without case or accents; all of them must be there."""
    for words in (["darío"], ["DARIO", "paz"], ["paz", "imag"], ["Darío Imaginado Paz"]):
        assert [row["person_id"] for row in ask(tmp_path, "people", *words)] == [people["Darío"]]
    assert ask(tmp_path, "people", "Darío", "Soto") == []


def test_the_printed_history_has_what_the_document_has(people: dict[str, str], tmp_path: Path) -> None:
    """Every event and state of the document is printed, and only the ids that tell who is meant."""
    printed = amparo("person", people["Bruno"], "--on", "2026-02-10", "--registry", tmp_path / "registry")
    assert printed.code == 0
    assert people["Bruno"] in printed.out
    assert "2026-01-01 / 2026-01-31" in printed.out
    assert "Centro Norte" in printed.out
    assert printed.err == ""
