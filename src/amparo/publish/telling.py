"""What a statement says, in a line: of whom or what, and the fact, so that who follows a figure to its source finds words and not codes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import attrs
import orjson

from amparo.publish import claims_page
from amparo.publish.links import anchor
from amparo.publish.release import Release
from amparo.publish.voice import Voice, capital

type Row = Mapping[str, Any]  # one statement, its cells of every type

_OF_FACILITY = ("aliases", "kind", "municipality", "name", "note", "operator", "state")


@attrs.frozen
class Told:
    """One statement in words: of whom or what, the address of that page within the language, and the fact."""

    of: str
    path: str | None
    fact: str


@attrs.frozen(eq=False)
class Teller:
    """Everything that a statement of a release may speak of, by its id, in one language."""

    voice: Voice
    persons: Mapping[str, tuple[str, str]]
    owners: Mapping[str, str]
    facilities: Mapping[str, tuple[str, str]]
    claims: Mapping[str, claims_page.Claim]
    instruments: Mapping[str, str]

    @classmethod
    def of(cls, release: Release, voice: Voice, person_files: Mapping[str, str], facility_files: Mapping[str, str]) -> "Teller":
        """Return the teller of a release."""
        shown = {one.person_id: (one.name, f"cases/{person_files[one.person_id]}.html") for one in release.persons}
        return cls(
            voice=voice,
            persons=shown,
            owners=_owners(release.rows("statements"), shown),
            facilities={
                row["facility_id"]: (row["name"], f"facilities/{facility_files[row['facility_id']]}.html")
                for row in release.rows("facilities")
            },
            claims={claim.row["statement_id"]: claim for claim in claims_page.claims_of(release, voice).values()},
            instruments={name: voice.own(titles) for name, titles in release.instruments.items()},
        )

    def told(self, row: Row) -> Told:
        """Return a statement in words; what no page is about is named by its id."""
        kind, subject, denied = row["subject_kind"], row["subject"], f"{self.voice.t('told_denied')} " if row["negated"] else ""
        if kind in ("person", "record"):
            name, path = self.persons.get(self.owners.get(subject, subject), (self.voice.t("person"), None))
            return Told(name, path, denied + self._of_person(row))
        if kind == "facility":
            name, path = self.facilities.get(subject, (subject, None))
            return Told(name, path, denied + self._of_facility(row))
        if kind == "claim" and (claim := self.claims.get(row["statement_id"])) is not None:
            fact = f"{self.voice.word('measure', claim.row['measure'])}: {claim.says}"
            return Told(claim.row["claimant"], f"claims.html#{claim.anchor}", denied + fact)
        if kind == "instrument":
            return Told(self.instruments.get(subject, subject), f"law.html#{anchor('instrument', subject)}", denied + self._of_law(row))
        value = _value(row)
        if kind == "pledge" and isinstance(value, dict):
            return Told(str(value.get("pledger") or subject), f"releases.html#{anchor('pledge', subject)}", self.voice.t("told_pledge"))
        return Told(subject, None, denied + self.voice.t("told_other"))

    def _of_person(self, row: Row) -> str:
        v, value = self.voice, _value(row)
        match row["property"]:
            case "event" if isinstance(value, dict) and "kind" in value:
                parts = [capital(v.kind(value["kind"])), v.phrase(row["happened_on"]), value.get("facility")]
                return ", ".join(part for part in parts if part)
            case "name" | "full_name" | "given_names" | "surnames":
                return v.t("told_name", name=value.get("raw") or value.get("value") if isinstance(value, dict) else value)
            case "person":
                return v.t("told_row")
            case "same_person":
                decision = value.get("decision") if isinstance(value, dict) else None
                return v.t(f"told_{decision}" if decision in ("same", "different") else "told_undecided")
            case "charge":
                return v.t("told_charge")
            case _:
                return v.t("told_other")

    def _of_facility(self, row: Row) -> str:
        v, value = self.voice, _value(row)
        if row["property"] == "event" and isinstance(value, dict):
            return f"{capital(v.word('facilityevent', str(value.get('type'))))}, {v.phrase(row['happened_on'])}"
        label = {"name": "told_called", "kind": "facility_kind", "state": "states_state", "municipality": "location", "note": "note"}
        if row["property"] not in _OF_FACILITY or value is None:
            return v.t("told_other")
        name = v.t(str(label.get(row["property"], row["property"])))
        if isinstance(value, dict):
            value = value.get("value")
        shown = v.word("facilitykind", value) if row["property"] == "kind" and isinstance(value, str) else value
        return f"{name}: {', '.join(map(str, shown)) if isinstance(shown, list) else shown}"

    def _of_law(self, row: Row) -> str:
        v, value = self.voice, _value(row)
        if row["property"] == "stage" and isinstance(value, dict):
            return f"{capital(v.word('stage', str(value.get('stage'))))}, {v.phrase(row['happened_on'])}"
        return v.t("told_text")


def _value(row: Row) -> Any:  # Any: Json
    """Return the value of a statement; None where it cannot be read, which then is another fact."""
    try:
        return orjson.loads(row["value"])
    except (orjson.JSONDecodeError, TypeError):
        return None


def _owners(rows: Sequence[Row], shown: Collection[str]) -> Mapping[str, str]:
    """Return whose page tells of each record and of each person: of those that were joined, the one of them that has a page."""
    home = {row["subject"]: str(_value(row)) for row in rows if row["property"] == "person"}
    above: dict[str, str] = {}

    def root(person: str) -> str:
        while person in above:
            person = above[person]
        return person

    for row in rows:
        if row["property"] == "same_person" and isinstance(value := _value(row), dict) and value.get("decision") == "same":
            one, other = (root(home.get(subject, subject)) for subject in (row["subject"], str(value.get("other"))))
            if one != other:
                keeps, goes = (other, one) if other in shown else (one, other)
                above[goes] = keeps
    return {subject: root(person) for subject, person in home.items()} | {person: root(person) for person in above}
