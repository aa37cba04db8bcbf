"""Besides figures: events of named persons, stages of laws, places of detention, quotations, persons."""

from collections.abc import Iterator, Mapping, Sequence

from amparo.ingest.reports.days.dates import ReadDate
from amparo.ingest.reports.proposals import Field, Proposal, Span
from amparo.ingest.reports.said.claimants import Heard
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.who.entities import Entity
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.text import Text

_KIND_OF: Mapping[str, str] = {
    "released": "release_unspecified",
    "released_under_measures": "release_conditional",
    "full_freedom": "release_full",
    "pardoned": "pardon",
    "arrested": "arrest",
    "rearrested": "rearrest",
    "amnesty_requested": "amnesty_requested",
    "amnesty_granted": "amnesty_granted",
    "died_in_custody": "death_in_custody",
}
_SHORTEST_QUOTE = 4


def events_of(clauses: Clauses, used: set[Span], claims: Sequence[Proposal] = ()) -> Iterator[Proposal]:
    """Yield what happened to named persons, and the dated happenings that no claim of the sentence takes up."""
    persons = [one for one in clauses.entities if one.kind == "person" and one.tag == ""]
    cues = [mark for mark in clauses.of("events") if mark.tag.split(":")[0] in _KIND_OF]
    text = clauses.text
    told: set[Span] = set()
    for person in persons:
        cue = _cue_of(clauses, person, cues)
        if cue is None or _befalls_others(clauses, person, cue, claims):
            continue
        fields = {
            "kind": Field(_KIND_OF[cue.tag.split(":")[0]], text.span(cue.first, cue.last), (), "clause"),
            "person": Field(person.name, text.span(person.first, person.last), (), "name"),
            **_date(clauses, cue),
            **_where(clauses),
            **_modality(clauses, cue),
        }
        told |= {field.span for name, field in fields.items() if name == "date" and field.span}
        first, last = min(person.first, cue.first), max(person.last, cue.last)
        yield Proposal("event", text.span(first, last), fields)
    for date in clauses.dates:
        if date.span not in used | told:
            yield _dated(clauses, date, cues)


def _dated(clauses: Clauses, date: ReadDate, cues: Sequence[Mark]) -> Proposal:
    """Return a dated happening; of a kind where a word of the sentence gives one."""
    text = clauses.text
    near = min(cues, key=lambda cue: abs(text.tokens[cue.first].start - date.span[0]), default=None)
    kind = (
        Field(_KIND_OF[near.tag.split(":")[0]], text.span(near.first, near.last), (), "clause")
        if near is not None
        else Field("other", None, (), "dated")
    )
    return Proposal(
        "event",
        text.span(clauses.sentence.first, clauses.sentence.last),
        {"kind": kind, "date": Field(date.edtf, date.span, (), f"date.{date.rule}")},
    )


def _befalls_others(clauses: Clauses, person: Entity, cue: Mark, claims: Sequence[Proposal]) -> bool:
    """Say whether what happened befell those of a figure, or was done by the person: Roa could free hundreds, pardoned by Ruiz."""
    if clauses.word(person.first - 1) in {"by", "por"}:
        return True
    text = clauses.text
    for claim in claims:
        measure, value = claim.fields["measure"].span, claim.fields["value"].span
        if measure is None or value is None or measure[0] != text.tokens[cue.first].start:
            continue
        between = text.text[text.span(person.first, person.last)[1] : value[0]].split()
        joined = len(between) <= 5 and any(word in {"and", "y", "e", "junto", "along"} for word in between)
        if not joined:
            return True
    return False


def _cue_of(clauses: Clauses, person: Entity, cues: Sequence[Mark]) -> Mark | None:
    """Return the word that says what happened to a person: near, with no strong break between, not of what a person says."""
    best: tuple[float, Mark] | None = None
    for cue in cues:
        first, last = (cue.last, person.first) if cue.first < person.first else (person.last, cue.first)
        if last - first > 12 or any(
            first <= mark.first < last and (mark.tag == "strong" or mark.layer == "speech")
            for mark in clauses.marks
            if mark.layer in {"breaks", "speech"}
        ):
            continue
        if cue.first > person.first and cue.tag.endswith(":verb") and cue.tag.startswith(("arrested", "pardoned", "amnesty")):
            continue  # the person is who does it
        weight = abs(last - first) + 2 * sum(first <= mark.first < last for mark in clauses.of("breaks"))
        if best is None or weight < best[0]:
            best = (weight, cue)
    return best[1] if best else None


def _date(clauses: Clauses, cue: Mark) -> dict[str, Field]:
    place = clauses.text.tokens[cue.first].start
    near = min(clauses.dates, key=lambda one: abs(one.span[0] - place), default=None)
    return {} if near is None else {"date": Field(near.edtf, near.span, (), f"date.{near.rule}")}


def _where(clauses: Clauses) -> dict[str, Field]:
    for one in clauses.entities:
        if one.kind == "facility":
            return {"facility": Field(one.name, clauses.text.span(one.first, one.last), (), "name")}
    for one in clauses.entities:
        if one.kind == "place":
            return {"place": Field(one.name, clauses.text.span(one.first, one.last), (), "name")}
    return {}


def _modality(clauses: Clauses, cue: Mark, reach: int = 4) -> dict[str, Field]:
    planned = next(
        (
            mark
            for mark in clauses.of("planned")
            if 0 <= cue.first - mark.last <= reach or (mark.first < cue.last and mark.last > cue.first)
        ),
        None,
    )
    negated = next((mark for mark in clauses.of("negation") if 0 <= cue.first - mark.last <= 3), None)
    text = clauses.text
    return {
        "modality": Field("planned" if planned else "done", text.span(planned.first, planned.last) if planned else None, (), "modality"),
        "negated": Field(negated is not None, text.span(negated.first, negated.last) if negated else None, (), "negation"),
    }


def stages_of(clauses: Clauses) -> Iterator[Proposal]:
    """Yield the stages of a law that a sentence reports."""
    text = clauses.text
    instruments = clauses.of("instruments")
    for stage in clauses.of("stages"):
        near = min(instruments, key=lambda one: abs(one.first - stage.first), default=None)
        if near is None or abs(near.first - stage.first) > 14:
            continue
        body = next(
            (
                one
                for one in clauses.entities
                if one.kind in {"parliament", "government"} or (one.kind == "person" and one.last <= stage.first)
            ),
            None,
        )
        fields = {
            "instrument": Field(text.words(near.first, near.last), text.span(near.first, near.last), (), "name"),
            "stage": Field(stage.tag, text.span(stage.first, stage.last), (), "clause"),
            **_date(clauses, stage),
            **{name: field for name, field in _modality(clauses, stage, reach=9).items() if name == "modality"},
        }
        if body is not None:
            fields["body"] = Field(body.name, text.span(body.first, body.last), (), "name")
        yield Proposal("law_stage", text.span(min(near.first, stage.first), max(near.last, stage.last)), fields)


def facilities_of(clauses: Clauses) -> Iterator[Proposal]:
    """Yield what a sentence reports of a place of detention: closed, to be closed, opened, visited."""
    text = clauses.text
    for place in clauses.entities:
        if place.kind != "facility":
            continue
        near = min(clauses.of("facility_events"), key=lambda one: abs(one.first - place.first), default=None)
        if near is None or abs(near.first - place.first) > 25:
            continue
        yield Proposal(
            "facility",
            text.span(min(place.first, near.first), max(place.last, near.last)),
            {
                "name": Field(place.name, text.span(place.first, place.last), (), "name"),
                "event": Field(near.tag, text.span(near.first, near.last), (), "clause"),
                **_date(clauses, near),
                **{name: field for name, field in _modality(clauses, near).items() if name == "modality"},
            },
        )


def quotes_of(text: Text, heard: Sequence[Heard]) -> Iterator[Proposal]:
    """Yield each quotation of some length with who speaks."""
    for quote in text.quoted:
        start, end = quote[0] + 1, quote[1] - 1
        if len(text.text[start:end].split()) < _SHORTEST_QUOTE:
            continue
        fields = {"text": Field(text.text[start:end], (start, end), (), "quotation")}
        speaker = next((named for one in heard for span, named in one.quoted if span == quote), None)
        if speaker is not None:
            fields["speaker"] = Field(speaker.name, speaker.span, tuple(dict.fromkeys((speaker.name, *speaker.bodies))), "attribution")
        yield Proposal("quote", (start, end), fields)


def _is_full(name: str) -> bool:
    """Say whether a name has two words of its own: not "Pavel", "Dr", "S", nor "de San Marcos", the end of another name."""
    return len([word for word in name.split() if word[:1].isupper()]) > 1 and name[:1].isupper()


def persons_of(text: Text, entities: Sequence[Entity], marks: Sequence[Mark]) -> Iterator[Proposal]:
    """Yield each person once, at the fullest mention, with the word that says what they are."""
    told: set[str] = set()
    for one in entities:
        if one.kind != "person" or one.tag == "surname" or one.name in told or not _is_full(one.name):
            continue
        full = next((other for other in entities if other.kind == "person" and text.words(other.first, other.last) == one.name), one)
        told.add(one.name)
        fields = {"name": Field(one.name, text.span(full.first, full.last), (), "name")}
        role = next((mark for mark in marks if mark.layer == "titles" and mark.last in {full.first, full.first - 1}), None)
        if role is not None:
            fields["role"] = Field(text.words(role.first, role.last), text.span(role.first, role.last), (), "title")
        yield Proposal("person", text.span(full.first, full.last), fields)
