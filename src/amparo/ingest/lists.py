"""A list and its map to proposals: pure, row by row; a row with one bad cell is refused whole, and nothing is guessed."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

import attrs

from amparo.errors import BadInput, Problem
from amparo.ingest.cells import RowReader, row_reader
from amparo.ingest.mapping import Cell, ChargeMap, EventMap, FieldMap, ListMap
from amparo.ingest.measures import named_measures
from amparo.ingest.proposals import Fact, Proposals, Record, Value, cleaned, proposals
from amparo.ingest.refused import is_reason
from amparo.ingest.tables import Row, Table, quoted
from amparo.statements import interval, kinds, vocabulary


def propose_list(table: Table, list_map: ListMap, edition: str | None = None) -> Proposals:
    """
    Return what each row of a list says of its person.

    Row problems refuse the row; a missing column, an id that stands twice, or
    no usable row refuse the file. ``edition`` is the day of the list in EDTF,
    in place of the map's own. A record's key identifies it within its list; which
    person it is, linkage and reviewers say.
    """
    issued = _edition(table, list_map, edition)
    _check_columns(table, list_map)
    records: dict[str, Record] = {}
    first_rows: dict[str, int] = {}
    refused: list[Problem] = []
    twice: list[Problem] = []
    warnings = [*table.warnings, *_warnings(table, list_map)]
    unread = _unread(table, list_map)
    for row, number in zip(table.rows, table.row_numbers, strict=True):
        if number in unread:
            refused.extend(unread[number])
            continue
        reader = row_reader(table, row, number, list_map.dates)
        row_id, key = _keys(reader, list_map, row)
        if row_id and first_rows.setdefault(row_id, number) != number:
            if list_map.record_id is None:
                warnings.append(Problem("ingest.row_twice", number, values={"first": first_rows[row_id]}))
            else:
                twice.append(Problem("ingest.id_twice", number, list_map.record_id, {"value": row_id, "first": first_rows[row_id]}))
            continue
        facts = tuple(_facts(reader, list_map, issued, row_id if list_map.person_key else None))
        if not any(fact.columns for fact in facts) and not reader.problems:
            reader.problems.append(Problem("ingest.row_says_nothing", number))
        if reader.problems:
            refused.extend(reader.problems)
            continue
        known = records.get(key, Record("person", key, number, ()))
        records[key] = attrs.evolve(known, facts=known.facts + tuple(fact for fact in facts if not _is_known(fact, known.facts)))
    return proposals(table.name, records, refused, warnings, twice)


def _edition(table: Table, list_map: ListMap, edition: str | None) -> str:
    """Return the day of the list, or refuse the file: without it nobody knows when the list said so."""
    issued = edition or list_map.edition
    if issued is None:
        raise BadInput("ingest.no_edition", file=table.name)
    interval(issued)
    return issued


def _check_columns(table: Table, list_map: ListMap) -> None:
    """Refuse the file with every column that the map names and the file lacks."""
    problems = []
    for column in sorted(list_map.columns):
        try:
            table.place(column)
        except BadInput as refusal:
            problems.append(Problem(refusal.code, values=refusal.values))
    if problems:
        raise BadInput("ingest.file_refused", problems=tuple(problems), file=table.name, n=len(problems))


def _unread(table: Table, list_map: ListMap) -> dict[int, list[Problem]]:
    """Return the problems of the file's rows that touch what the map reads."""
    found: dict[int, list[Problem]] = {}
    for problem in table.problems:
        if problem.row is not None and (problem.column is None or problem.column in list_map.columns):
            found.setdefault(problem.row, []).append(problem)
    return found


def _warnings(table: Table, list_map: ListMap) -> Iterator[Problem]:
    """Give what a reader should look at: numbers that may have lost zeros, columns that the map leaves out."""
    for field in list_map.fields:
        for column in field.cell.columns:
            if field.property == "id_number" and column in table.number_columns:
                yield Problem("ingest.leading_zeros", column=column)
    unused = [heading for heading in table.header if heading and heading not in list_map.columns and not is_reason(heading)]
    if unused:
        yield Problem("ingest.columns_unused", values={"columns": quoted(unused)})


def _keys(reader: RowReader, list_map: ListMap, row: Row) -> tuple[str, str]:
    """Return what identifies the row and the person: the map's columns, else the content of the row."""
    if list_map.record_id is not None:
        row_id = reader.text(list_map.record_id)
        if not row_id:
            reader.refuse("ingest.cell_empty", Cell((list_map.record_id,)))
    else:
        row_id = sha256("\x1f".join(row).encode()).hexdigest()[:16]
    if list_map.person_key is None:
        return row_id, row_id
    key = reader.text(list_map.person_key)
    if not key:
        reader.refuse("ingest.cell_empty", Cell((list_map.person_key,)))
    return row_id, key


def _is_known(fact: Fact, known: Sequence[Fact]) -> bool:
    """Say whether another row of the person gave the same fact on the same authority: persons with many rows are named once."""
    return any(attrs.evolve(other, row=fact.row) == fact for other in known)


def _facts(reader: RowReader, list_map: ListMap, edition: str, event_suffix: str | None) -> Iterator[Fact]:
    """Give every fact of a row, with what all of them share."""
    stated = reader.date(list_map.stated_on) if list_map.stated_on else None
    source = reader.text(list_map.source_url) if list_map.source_url else ""
    shared = Fact(
        "",
        None,
        row=reader.number,
        exposure=list_map.exposure,
        stated_on=stated.edtf if stated and stated.edtf else edition,
        language=list_map.language,
        source_url=source or None,
    )
    for field in list_map.fields:
        yield from _field_facts(reader, field, shared)
    if list_map.population is not None:
        yield attrs.evolve(shared, property="population", value=list_map.population)
    yield from _event_facts(reader, list_map.events, shared, event_suffix)
    if list_map.presence:
        yield attrs.evolve(shared, property="event", value={"kind": "listed", "states": list(list_map.presence)}, happened_on=edition)
    for charge in list_map.charges:
        if reader.holds(charge.when):
            yield from _charge_facts(reader, charge, shared)
    for name, cell in list_map.facts.items():
        value = reader.value(cell)
        if value is not None:
            yield attrs.evolve(shared, property="case_fact", value={"name": name, "value": value}, columns=cell.columns)


def _field_facts(reader: RowReader, field: FieldMap, shared: Fact) -> Iterator[Fact]:
    """Give what a row says of one property of its person; a cell with several values gives a fact for each."""
    if not reader.holds(field.when):
        return
    base = attrs.evolve(shared, property=field.property, columns=field.cell.columns, exposure=field.exposure)
    values: list[Value]
    if field.property == "birth_date" and field.cell.columns and field.cell.values is None:
        read = reader.date(field.cell.columns[0])
        values = [read.edtf] if read and read.edtf else []
        if read and read.note:
            yield attrs.evolve(base, property="note", value=read.note)
    elif field.property == "age":
        years, on = reader.age(field.cell), reader.moment(field.on)
        values = [] if years is None else [years]
        base = attrs.evolve(
            base, happened_on=on.edtf or None if on else None, columns=base.columns + (field.on.columns if field.on else ())
        )
    elif vocabulary()["dimensions"].get(field.property, {}).get("values"):
        values = reader.closed(field.property, field.cell)
    else:
        values = reader.values(field.cell)
    for value in values:
        yield attrs.evolve(base, value=cleaned(value, reader.printed(field.cell)) if field.cell.columns else value)


def _event_facts(reader: RowReader, events: Sequence[EventMap], shared: Fact, suffix: str | None) -> Iterator[Fact]:
    """Give the events of a row in the order of the map; an order names only events that the row has."""
    given: set[str] = set()
    for event in events:
        found = _event(reader, event, shared)
        if found is None:
            continue
        value = found.value
        if event.key:
            given.add(event.key)
            value["key"] = f"{event.key}:{suffix}" if suffix else event.key
        after = [f"{key}:{suffix}" if suffix else key for key in event.after if key in given]
        if after:
            value["after"] = after
        yield found


def _event(reader: RowReader, event: EventMap, shared: Fact) -> Fact | None:
    """Return one event, None where the row does not tell of it."""
    if not reader.holds(event.when):
        return None
    kind = reader.value(event.kind)
    if kind is None:
        return None
    if isinstance(kind, list) or kind not in kinds():
        reader.refuse("ingest.word_unknown", event.kind, value=str(kind), known=quoted(kinds()))
        return None
    read = reader.moment(event.date)
    if event.date is not None and (read is None or not read.edtf) and event.undated == "skip":
        return None
    value: dict[str, Value] = {"kind": kind} | ({"instrument": event.instrument} if event.instrument else {})
    columns = [*event.kind.columns, *(event.date.columns if event.date else ())]
    for name in ("facility", "place", "conditions", "note"):
        cell: Cell | None = getattr(event, name)
        said = reader.value(cell)
        if cell is not None and said is not None:
            # Several places of one event: nobody says in which of them it was.
            value["facilities" if name == "facility" and isinstance(said, list) else name] = said
            columns.extend(cell.columns)
    if event.measures is not None:
        value |= _measures(reader, event.measures)
        columns.extend(event.measures.columns)
    if read is not None and read.note:
        value["date_note"] = read.note
    happened_on = read.edtf if read is not None and read.edtf else None
    return attrs.evolve(
        shared,
        property="event",
        value=value,
        happened_on=happened_on,
        columns=tuple(dict.fromkeys(columns)),
        exposure=event.exposure,
        negated=event.negated,
    )


def _measures(reader: RowReader, cell: Cell) -> dict[str, Value]:
    """Return the measures of an event: the map's words for them, or those that the text clearly names, and the text."""
    printed = reader.printed(cell)
    if cell.values is None and cell.columns:
        named = named_measures(printed)
        measures, terms = list(named.measures), named.terms
    else:
        measures, terms = reader.values(cell), {}
        for measure in measures:
            if measure not in vocabulary()["measures"]:
                reader.refuse("ingest.word_unknown", cell, value=str(measure), known=quoted(vocabulary()["measures"]))
    parts = {"measures": measures, "measure_terms": terms, "measures_text": printed}
    return {name: part for name, part in parts.items() if part}


def _charge_facts(reader: RowReader, charge: ChargeMap, shared: Fact) -> Iterator[Fact]:
    """Give one charge in the words of a case file; a row that says nothing of it gives none."""
    value: dict[str, Value] = {}
    columns: list[str] = []
    for name in ("offences", "status", "article", "court"):
        cell: Cell | None = getattr(charge, name)
        named = [] if cell is None else reader.values(cell)
        if cell is not None and named:
            value[name] = named if name in {"offences", "status"} else named[0]
            columns.extend(cell.columns)
    act = reader.moment(charge.act)
    if charge.act is not None and act is not None and act.edtf:
        start, slash, end = act.edtf.partition("/")
        value["act"] = {"start": start or None, "end": (end or None) if slash else start}
        columns.extend(charge.act.columns)
    facts = {name: said for name, cell in charge.facts.items() if (said := reader.value(cell)) is not None}
    if facts:
        value["facts"] = facts
        columns.extend(column for cell in charge.facts.values() for column in cell.columns)
    if columns:
        yield attrs.evolve(
            shared, property="charge", value={"id": charge.key} | value, columns=tuple(dict.fromkeys(columns)), exposure=charge.exposure
        )
