"""A claim from a figure: measure, bound, population, window, place, conditions, modality, and who says it."""

from collections.abc import Mapping, Sequence

import attrs

from amparo.ingest.reports.counted.figures import Figure, figures_of, is_part_of
from amparo.ingest.reports.days.dates import ReadDate, ends_of
from amparo.ingest.reports.measured.breakdowns import Told
from amparo.ingest.reports.measured.coordination import coordinated
from amparo.ingest.reports.measured.modality import modality, negation
from amparo.ingest.reports.measured.taking_over import measures_of, part_of
from amparo.ingest.reports.measured.told import STOCKS, Measured, Run
from amparo.ingest.reports.proposals import Field, Proposal, Span, Value
from amparo.ingest.reports.said.claimants import Heard
from amparo.ingest.reports.said.ranking import ranked
from amparo.ingest.reports.sentences import Clauses
from amparo.ingest.reports.who.bodies import CLAIMANT_KINDS
from amparo.ingest.reports.words.lexicon import Mark
from amparo.ingest.reports.words.numbers import Number
from amparo.ingest.reports.words.small_words import small_words
from amparo.ingest.reports.words.text import Text

_POPULATIONS = frozenset(
    ["political_prisoners", "protest_detainees", "journalists", "women", "adolescents", "foreigners", "military", "amnesty_applicants",
     "under_precautionary_measures"]
)  # fmt: skip
_OFFICIAL = frozenset({"government", "parliament"})


@attrs.frozen
class Topic:
    """What holds for the document: its country, and whether it speaks of political prisoners."""

    place: str | None
    place_span: Span | None
    is_political: bool
    main_speaker: str | None
    kinds: Mapping[str, str] = attrs.field(factory=dict)


@attrs.frozen
class _Sentence:
    """What the fields of a claim are read from: the sentence, its figures, those kept so far, and what holds around it."""

    clauses: Clauses
    figures: Sequence[Figure]
    kept: Sequence[tuple[Figure, Measured]]
    heard: Heard
    topic: Topic
    run: Run


def claims_of(clauses: Clauses, numbers: Sequence[Number], heard: Heard, topic: Topic, run: Run) -> list[Told]:
    """Return the claims of one sentence."""
    found: list[Told] = []
    kept: list[tuple[Figure, Measured]] = []
    sentence = _Sentence(clauses, figures_of(clauses, numbers), kept, heard, topic, run)
    for figure, what in measures_of(clauses, sentence.figures, run):
        kept.append((figure, what))
        found.append(Told(_claim(sentence, figure, what), part_of(figure), clauses.sentence.paragraph))
        second = coordinated(clauses, figure, what)
        if second is not None:
            found.append(Told(_claim(sentence, figure, second), part_of(figure), clauses.sentence.paragraph))
        run.population = str(found[-1].claim.value("population"))
    return found


def _claim(sentence: _Sentence, figure: Figure, what: Measured) -> Proposal:
    """Return the claim of a figure with each of its fields."""
    clauses, number = sentence.clauses, figure.number
    text = clauses.text
    fields: dict[str, Field] = {
        "value": Field(number.value, text.span(number.first, number.last), (), "number"),
        "qualifier": Field(number.qualifier, number.hedge, (), "hedge" if number.hedge else "number"),
    }
    if number.high is not None:
        fields["value_high"] = Field(number.high, text.span(number.first, number.last), (), "number")
    fields |= _measure(clauses, figure, what)
    fields["claimant"] = _claimant(clauses, figure, sentence.heard, sentence.topic)
    fields["claimant_kind"] = Field(_kind_of_claimant(fields["claimant"], sentence.topic), fields["claimant"].span, (), "claimant")
    fields["population"] = _population(sentence, figure, str(fields["measure"].value))
    fields |= _window(sentence, figure, str(fields["measure"].value))
    place = _place(clauses, figure, sentence.topic)
    if place is not None:
        fields["place"] = place
    said, mark = modality(clauses, figure, what.cue)
    if said == "planned" and what.measure in STOCKS:
        said, mark = "done", None  # nobody plans that they are held: exigió la libertad de los cinco
    fields["modality"] = Field(
        said, text.span(mark.first, mark.last) if mark else None, (said, "done") if said != "done" else (), "modality"
    )
    fields["negated"] = _negated(clauses, figure, what, sentence.kept)
    fields |= _parts(sentence, figure)
    return Proposal("claim", _passage(clauses, figure, what), fields)


def _measure(clauses: Clauses, figure: Figure, what: Measured) -> dict[str, Field]:
    """Return the measure with its conditions; a release with conditions in its clause is one under measures."""
    cue_span = clauses.text.span(what.cue.first, what.cue.last) if what.cue else _noun_span(clauses, figure)
    condition = _conditions(clauses, figure, what.cue)
    measure, candidates = what.measure, what.candidates
    before = condition is not None and condition.span is not None and cue_span is not None and condition.span[0] < cue_span[0]
    freed = measure == "released" or (measure == "full_freedom" and before)  # 70 con medidas y 20 sin restricciones
    if freed and condition is not None and _are_lifted(clauses, figure, condition):
        measure, freed, condition = "full_freedom", False, None  # freed 200 who had been under house arrest
    if freed and condition is not None and condition.rule == "attached":
        measure, candidates = "released_under_measures", ("released_under_measures", *candidates)
    field = Field(measure, cue_span, tuple(dict.fromkeys(candidates)), "clause" if what.cue else "noun")
    return {"measure": field} | ({} if condition is None else {"conditions": condition})


def _are_lifted(clauses: Clauses, figure: Figure, condition: Field) -> bool:
    """Say whether a condition is one under which those now freed had been: 200 people who had been under house arrest were freed."""
    if condition.span is None:
        return False
    start = condition.span[0]
    places = [at for at in range(figure.last, clauses.sentence.last) if clauses.text.tokens[at].start < start]
    opened = next((at for at in reversed(places) if clauses.word(at) in {"who", "que", "quienes"}), None)
    if opened is not None and any(clauses.word(at)[:1].isdigit() for at in range(figure.last, opened)):
        return False  # of another figure: freed 226 and benefited 3,875 people who were under measures
    return opened is not None and clauses.word(opened + 1) in small_words("background") and places[-1] - opened <= 4


def _parts(sentence: _Sentence, figure: Figure) -> dict[str, Field]:
    """Return of which whole a figure is a part, and that it adds to one."""
    text, fields = sentence.clauses.text, {}
    told = next((one for one in sentence.figures if is_part_of(sentence.clauses, figure, one)), None)
    if told is None and figure.is_subset and len(sentence.kept) > 1:
        told = sentence.kept[-2][0]
    if told is not None and told.number.value >= figure.number.value:
        fields["subset_of"] = Field(told.number.value, text.span(told.number.first, told.number.last), (), "subset")
    if figure.is_delta:
        fields["delta"] = Field(value=True, span=text.span(figure.number.first, figure.number.last), rule="delta")
    return fields


def _noun_span(clauses: Clauses, figure: Figure) -> Span | None:
    return None if figure.noun is None else clauses.text.span(figure.noun.first, figure.noun.last)


def _passage(clauses: Clauses, figure: Figure, what: Measured) -> Span:
    """Return the stretch from hedge to noun, and to the cue where it stands near."""
    start, end = figure.number.span
    end = max(end, clauses.text.span(figure.first, figure.last)[1])
    if what.cue is not None and abs(what.cue.first - figure.first) <= 14:
        cue = clauses.text.span(what.cue.first, what.cue.last)
        start, end = min(start, cue[0]), max(end, cue[1])
    return start, end


def _claimant(clauses: Clauses, figure: Figure, heard: Heard, topic: Topic) -> Field:
    breaks = [mark.first for mark in clauses.of("breaks") if mark.tag == "strong"]
    best = ranked(clauses.text, figure.number.first, heard, topic.main_speaker, breaks)
    name, _weight, span, rule = best[0]
    candidates: tuple[Value, ...] = tuple(one[0] for one in best[:3])
    return Field(name, span, candidates, rule)


def _kind_of_claimant(claimant: Field, topic: Topic) -> str:
    """Return the kind of a claimant in the words of the table of claims."""
    if claimant.value is None:
        return "press"
    return CLAIMANT_KINDS.get(topic.kinds.get(str(claimant.value), ""), "other")


def _population(sentence: _Sentence, figure: Figure, measure: str) -> Field:
    """Return whom the figure counts: the noun's own, else what the source and the subject make likely."""
    clauses, heard, topic, run = sentence.clauses, sentence.heard, sentence.topic, sentence.run
    named = figure.noun.tag.split("/")[0] if figure.noun is not None and figure.noun.layer == "people" else ""
    span = _noun_span(clauses, figure)
    if named in _POPULATIONS:
        return Field(named, span, (named,), "noun")
    after = next((mark for mark in clauses.of("people") if figure.counts_happenings and 0 <= mark.first - figure.last <= 3), None)
    if after is not None and after.tag.split("/")[0] in _POPULATIONS:
        return Field(after.tag.split("/")[0], clauses.text.span(after.first, after.last), (after.tag.split("/")[0],), "noun_after")
    if measure == "amnesty_requested":
        return Field("amnesty_applicants", span, ("amnesty_applicants",), "measure")
    protest = any(
        clauses.word(at).startswith(("protest", "manifestacion", "demonstrat", "rall"))
        for at in range(clauses.sentence.first, clauses.sentence.last)
    )
    if protest and measure in {"arrested", "detained_stock", "rearrested"}:
        return Field("protest_detainees", None, ("protest_detainees", "political_prisoners"), "protest")
    official = heard.sources and heard.sources[0][1].kind in _OFFICIAL
    default = "political_prisoners" if topic.is_political else "all_detainees"
    if figure.is_bare and run.population in _POPULATIONS:
        return Field(run.population, None, (run.population, default), "taken_over")
    if official and measure in {"released", "released_under_measures", "full_freedom", "amnesty_granted", "pardoned"}:
        return Field("all_benefited", None, ("all_benefited", default), "official")
    return Field(default, span, tuple(dict.fromkeys((default, "all_detainees", "political_prisoners"))), "subject")


def _window(sentence: _Sentence, figure: Figure, measure: str) -> dict[str, Field]:
    """Return the days that a figure is counted over: a start and an end for what happened, a day for what was so."""
    fields: dict[str, Field] = {}
    dates = _own_dates(sentence, figure)
    for one in dates:
        start, end = ends_of(one.edtf)
        if one.role == "range" or (one.role == "on" and measure not in STOCKS):
            fields.setdefault("from", Field(start, one.span, (), f"date.{one.rule}"))
            fields.setdefault("until", Field(end, one.span, (), f"date.{one.rule}"))
        elif one.role == "since":
            if measure in STOCKS and not fields:
                continue
            fields.setdefault("from", Field(one.edtf if "/" not in one.edtf else start, one.span, (), f"date.{one.rule}"))
        elif one.role in {"until", "before"} or measure in STOCKS:
            fields.setdefault("until", Field(end if one.role != "on" else one.edtf, one.span, (), f"date.{one.rule}"))
    return fields


def _own_dates(sentence: _Sentence, figure: Figure) -> list[ReadDate]:
    """
    Return the dates of the figure's clause, the nearest first; starts and ends before plain days.

    A date beyond another figure is that figure's, where one stands nearer: liberó ayer a 61, según Faro, que cuenta 431 desde enero.
    """
    clauses = sentence.clauses
    place = clauses.text.tokens[figure.number.first].start
    breaks = [
        clauses.text.tokens[mark.first].start
        for mark in clauses.of("breaks")
        if mark.tag == "strong" and clauses.word(mark.first) not in {"tras", "after", "despues", "luego", "as"}
    ]

    def between(one: ReadDate) -> int:
        low, high = sorted((one.start, place))
        return sum(low < at < high for at in breaks)

    told = [one for one in clauses.dates if not _is_of_saying(clauses, one)]

    def beyond(one: ReadDate) -> int:
        low, high = sorted((one.start, place))
        return sum(low < clauses.text.tokens[other.number.first].start < high for other in sentence.figures if other is not figure)

    near = sorted(told, key=lambda one: (between(one), one.role == "on", abs(one.start - place)))
    clear = [one for one in near if between(one) == 0]
    least = min((beyond(one) for one in clear), default=0)
    clear = [one for one in clear if beyond(one) == least]
    told = [one for one in clear if one.role != "on"]
    return told[:2] if told else clear[:1]


def _is_of_saying(clauses: Clauses, one: ReadDate) -> bool:
    """Say whether a date is that of the saying, not of what is said: dijo este jueves, said on Wednesday, on Sunday announced."""
    text = clauses.text
    if one.role != "on":
        return False
    for mark in clauses.of("speech"):
        start, end = text.span(mark.first, mark.last)
        if mark.tag == "say" and (0 <= one.start - end <= 4 or 0 <= start - one.span[1] <= 1):
            return text.text[end : one.start].strip() in {"", "el", "on"} or start >= one.span[1]
    return False


def _conditions(clauses: Clauses, figure: Figure, cue: Mark | None) -> Field | None:
    """Return the conditions of a release that the sentence names; attached where no comma stands before them."""
    within = cue is not None and cue.last <= figure.first  # la excarcelación en régimen de convivencia familiar de 712
    marks = [mark for mark in clauses.of("conditions") if mark.first >= figure.first or (within and cue and cue.last <= mark.first)]
    marks = [mark for mark in marks if not {clauses.word(mark.first - 1), clauses.word(mark.first)} & small_words("tells_before")]
    if not marks or cue is None or not cue.tag.startswith(("released", "full_freedom", "amnesty", "pardoned")):
        return None
    first = marks[0].first
    last = marks[-1].last
    for at in range(last, min(last + 12, clauses.sentence.last)):
        if clauses.word(at) in {".", ";", ",", ")", ":"}:
            break
        last = at + 1
    start = max(cue.last, figure.last) if cue.last <= first else first
    reach = [clauses.word(at) for at in range(min(start, first), first)]
    attached = (
        len(reach) <= 6
        and not any(word in {",", ";", "(", ":"} for word in reach)
        and not any(word in {"without", "sin"} or word[:1].isdigit() for word in reach)  # 13.000 salieron y 8.000 siguen con medidas
    )
    return Field(clauses.text.words(first, last), clauses.text.span(first, last), (), "attached" if attached else "beside")


def _place(clauses: Clauses, figure: Figure, topic: Topic) -> Field | None:
    """Return where: a place of detention or a place named in the sentence, else the country of the report."""
    near = [one for one in clauses.entities if one.kind in {"place", "facility"}]
    near = [
        one
        for one in near
        if clauses.word(one.first - 1) in {"en", "in", "at", "from", "de", "del", "desde", "across", "inside", "a", "the", "la"}
    ]
    if near:
        best = min(near, key=lambda one: (one.kind != "facility", abs(one.first - figure.first)))
        others = tuple(dict.fromkeys([best.name, *([topic.place] if topic.place else [])]))
        return Field(best.name, clauses.text.span(best.first, best.last), others, "sentence")
    return Field(topic.place, topic.place_span, (topic.place,), "document") if topic.place else None


def _negated(clauses: Clauses, figure: Figure, what: Measured, kept: Sequence[tuple[Figure, Measured]]) -> Field:
    mark = negation(clauses, figure, what.cue)
    if mark is not None and what.measure != "still_detained":
        return Field(value=True, span=clauses.text.span(mark.first, mark.last), candidates=(True, False), rule="negation")
    of_none = len(kept) > 1 and kept[-2][0].number.value == 0 and figure.number.first - kept[-2][0].number.last <= 3
    return Field(of_none, None, (), "none_of" if of_none else "negation")


def _is_common(claim: Proposal) -> bool:
    """Say whether nobody, or a common noun such as "rights group", is said to claim."""
    claimant = claim.value("claimant")
    words = str(claimant).split()
    common = words[0].islower() or (len(words) > 1 and words[0][1:].islower() and " ".join(words[1:]).islower())
    return claimant is None or common


def with_repeated(text: Text, proposals: Sequence[Proposal]) -> list[Proposal]:
    """
    Return the proposals; a figure of nobody or of "a rights group" has the claimant of the same figure elsewhere as its second candidate.

    In a headline it is who tells the figure first below: the body that "a rights group" is.
    """
    told = [
        one
        for one in reversed(proposals)
        if one.kind == "claim"
        and one.value("qualifier") != "order_of_magnitude"
        and one.value("claimant") is not None
        and one.fields["claimant"].rule.startswith(("sentence", "quoted", "list"))
    ]
    by_what: dict[tuple[Value, Value], list[Proposal]] = {}
    by_value: dict[Value, Proposal] = {}  # the first who tells it
    for one in told:
        by_what.setdefault(_what(one), []).insert(0, one)
        if one.value("modality") != "denied":
            by_value[one.value("value")] = one
    headings = [text.span(one.first, one.last) for one in text.sentences if one.is_heading]
    found = []
    for one in proposals:
        above = any(start <= one.span[0] < end for start, end in headings)
        same = by_what.get(_what(one), ()) if one.kind == "claim" and _is_common(one) else ()
        first = _first_below(one, proposals) if one.kind == "claim" and above and one.value("claimant") is None else None
        other = next((each.fields["claimant"] for each in (*([first] if first else []), *same) if _may_name(one, each)), None)
        denied = by_value.get(one.value("value")) if one.kind == "claim" and one.value("modality") == "denied" else None
        other = other if denied is None else denied.fields["claimant"]  # the regime denies holding the 900 whom the Forum counts
        if other is None:
            found.append(one)
            continue
        own = one.fields["claimant"]
        takes = denied is not None or (above and (own.value is not None or first is not None))
        shown = tuple(dict.fromkeys([*([other.value] if takes else []), own.value, other.value, *own.candidates]))[:3]
        new = Field(other.value, other.span, shown, "repeated") if takes else attrs.evolve(own, candidates=shown)
        found.append(attrs.evolve(one, fields={**one.fields, "claimant": new}))
    return found


def _first_below(one: Proposal, proposals: Sequence[Proposal]) -> Proposal | None:
    """Return the first claim below a headline that tells its figure, if somebody says it there."""
    below = (
        other for other in proposals if other.kind == "claim" and other.span[0] > one.span[1] and other.value("value") == one.value("value")
    )
    first = next(below, None)
    return first if first is not None and first.fields["claimant"].rule.startswith(("sentence", "quoted", "list")) else None


def _may_name(one: Proposal, other: Proposal) -> bool:
    """Say whether the claimant of a figure may be that of the same figure told of nobody, or of a common noun of its kind."""
    unnamed = one.value("claimant") is None
    same = one.value("claimant_kind") == other.value("claimant_kind") != "other"
    return unnamed or (same and not _is_common(other))


_NEAR = 0.06  # a headline rounds: nearly 6,000 of 5,774
_FAR = 0.08  # and further down where it says so: more than 110 of 118


def without_headline(text: Text, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Return the proposals without the round figures of a headline that the text below it tells exactly."""
    head = text.sentences[0] if text.sentences and text.sentences[0].is_heading else None
    if head is None:
        return list(proposals)
    end = text.span(head.first, head.last)[1]
    below = [one for one in proposals if one.kind == "claim" and one.span[0] >= end]

    def again(one: Proposal) -> bool:
        value, high = int(str(one.value("value"))), int(str(one.value("value_high") or 0))
        told = [int(str(other.value("value"))) for other in below]
        if one.value("qualifier") == "order_of_magnitude":
            return any(value <= other <= high for other in told if other != value)
        hedged = one.value("qualifier") in {"more_than", "about", "fewer_than", "at_least"}
        if value % 10 or (value in told and not hedged):
            return False
        exact = [other for other in told if other != value and (other % 10 or value not in told)]
        return any(abs(other - value) <= (_FAR if hedged else _NEAR) * value for other in exact)

    return [one for one in proposals if one.kind != "claim" or one.span[0] >= end or not again(one)]


def _what(claim: Proposal) -> tuple[Value, Value]:
    """Return what a claim counts and how many: by it the same figure is known where it is told again."""
    return claim.value("value"), claim.value("measure")
