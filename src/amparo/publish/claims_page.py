"""What the page of claimed figures shows: panels, clashes, sums, balances and the board of who says what since when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from amparo.publish import charts
from amparo.publish.drawing import Axis, axis
from amparo.publish.links import anchor
from amparo.publish.release import Release
from amparo.publish.voice import Voice
from amparo.statements import interval

ORDER = (
    "detained_stock", "still_detained", "released", "released_under_measures", "full_freedom", "pardoned", "amnesty_requested",
    "amnesty_granted", "under_measures", "arrested", "rearrested", "missing", "died_in_custody", "other",
)  # fmt: skip
VERDICTS = ("shown", "compatible", "not_reached", "contradicted", "not_comparable")
PARTS = ("men", "women", "civilians", "military", "adults", "adolescents", "sentenced", "unsentenced", "foreigners")
LATEST = 6  # figures of a measure that stand open; older ones are folded: on a phone all of them were a hundred screens
_STOCKS = frozenset({"detained_stock", "still_detained"})
_FLOWS = frozenset({"released", "released_under_measures", "full_freedom"})
_HALF_YEAR = timedelta(days=182)

type Row = Mapping[str, Any]  # one claim, its cells of every type


@attrs.frozen
class Claim:
    """One claim as the page tells it, with the copies of it in other outlets."""

    row: Row
    anchor: str
    says: str
    means: str
    window: str
    verdict: str | None
    reasons: tuple[str, ...]
    own: tuple[int, int | None] | None
    parts: tuple[tuple[str, int], ...]
    sums_fail: bool
    copies: tuple["Claim", ...] = ()

    @property
    def outlets(self) -> int:
        """How many publishers printed this statement."""
        return len({claim.row["publisher"] for claim in (self, *self.copies)})


@attrs.frozen
class Panel:
    """One small multiple with its table."""

    svg: str
    heading: str
    claims: tuple[Claim, ...]


@attrs.frozen
class Board:
    """The claims of one measure, the latest first."""

    measure: str
    claims: tuple[Claim, ...]


def claims_of(release: Release, voice: Voice) -> Mapping[str, Claim]:
    """Return every claim by its id, in the order of ids."""
    checked = {row["claim_id"]: row for row in release.claims_report.get("claims", ())}
    failing = {row["claim_id"] for row in release.claims_report.get("arithmetic", ())}
    rows = {row["claim_id"]: row for row in release.rows("claims")}
    return {one: _claim(row, checked.get(one, {}), one in failing, voice) for one, row in rows.items()}


def _claim(row: Row, checked: Row, sums_fail: bool, voice: Voice) -> Claim:  # noqa: FBT001 - a cell of the report
    own = checked.get("own")
    return Claim(
        row=row,
        anchor=anchor("claim", row["claim_id"]),
        says=_says(row, voice),
        means=voice.bounds(row["meant_low"], row["meant_high"]),
        window=_window(row, voice),
        verdict=checked.get("verdict"),
        reasons=tuple(checked.get("reasons", ())),
        own=(own["at_least"], own["at_most"]) if own else None,
        parts=tuple((part, row[part]) for part in PARTS if row[part] is not None),
        sums_fail=sums_fail,
    )


def _says(row: Row, voice: Voice) -> str:
    if row["value_high"] is not None:
        return voice.t("qualified_range", number=f"{voice.number(row['value'])} {voice.t('and')} {voice.number(row['value_high'])}")
    try:
        return voice.t(f"qualified_{row['qualifier']}", number=voice.number(row["value"]))
    except KeyError:
        return f"{row['qualifier']} {voice.number(row['value'])}"


def _window(row: Row, voice: Voice) -> str:
    first, last = row["from"], row["until"]
    if first and last and first != last:
        return voice.t("window_from_to", first=voice.within(first), last=voice.within(last))
    if last:
        return voice.phrase(last)
    return voice.t("window_from", first=voice.within(first)) if first else voice.t("window_none")


def merged(claims: Mapping[str, Claim], report: Row) -> Mapping[str, Claim]:
    """Return one claim for each statement: the first printed stands, its copies in other outlets under it."""
    standing: dict[str, Claim] = dict(claims)
    for cluster in report.get("clusters", ()):
        known = sorted((claims[one] for one in cluster if one in standing), key=lambda c: (c.row["published_on"] or "9999", c.anchor))
        for copy in known[1:]:
            del standing[copy.row["claim_id"]]
        if known:
            standing[known[0].row["claim_id"]] = attrs.evolve(known[0], copies=tuple(known[1:]))
    return standing


def boards(claims: Mapping[str, Claim]) -> Sequence[Board]:
    """Return the claims by measure, in a fixed order of measures, each newest first."""
    found = sorted({claim.row["measure"] for claim in claims.values()}, key=lambda m: (ORDER.index(m) if m in ORDER else len(ORDER), m))
    return [Board(measure, tuple(_newest_first(c for c in claims.values() if c.row["measure"] == measure))) for measure in found]


def _newest_first(claims: Any) -> Sequence[Claim]:
    def key(claim: Claim) -> tuple[date, str]:
        return moment(claim)[1] or date.min, claim.anchor

    return sorted(claims, key=key, reverse=True)


def moment(claim: Claim) -> tuple[date | None, date | None]:
    """Return the days that the claim's moment, or the end of its window, may mean."""
    return interval(claim.row["until"] or claim.row["from"] or "")


def verdict_counts(claims: Mapping[str, Claim]) -> Sequence[tuple[str, int]]:
    """Return how many statements have each verdict."""
    counted = Counter(claim.verdict for claim in claims.values() if claim.verdict is not None)
    return [(verdict, counted[verdict]) for verdict in VERDICTS]


def clashes(release: Release, claims: Mapping[str, Claim]) -> Sequence[tuple[Claim, Claim, str]]:
    """Return the pairs that cannot both be true; copies of a statement do not clash twice."""
    found = {}
    for relation, first, second in _pairs(release, claims, {"disagree", "not_monotone"}):
        found[first.anchor, second.anchor, relation["relation"]] = (first, second, relation["relation"])
    return [found[key] for key in sorted(found)]


def reason_counts(release: Release, claims: Mapping[str, Claim]) -> Sequence[tuple[str, int]]:
    """Return, for each reason, how many pairs of statements are not comparable for it; the most frequent first."""
    found = {(first.anchor, second.anchor): relation["reasons"] for relation, first, second in _pairs(release, claims, {"not_comparable"})}
    counted = Counter(reason for reasons in found.values() for reason in sorted(set(reasons)))
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def highlights(release: Release, claims: Mapping[str, Claim]) -> Sequence[tuple[Claim, Claim, Sequence[str]]]:
    """Return the pairs that the release wants explained, with the reasons of the report."""
    stands = _standing_of(claims)
    reasons = {frozenset((row["a"], row["b"])): row["reasons"] for row in release.claims_report.get("relations", ())}
    return [(stands[a], stands[b], tuple(reasons.get(frozenset((a, b)), ()))) for a, b in release.highlights]


def _pairs(release: Release, claims: Mapping[str, Claim], kinds: set[str]) -> Any:
    stands = _standing_of(claims)
    for relation in release.claims_report.get("relations", ()):
        if relation["relation"] in kinds and relation["a"] in stands and relation["b"] in stands:
            first, second = sorted((stands[relation["a"]], stands[relation["b"]]), key=lambda claim: claim.anchor)
            if first.anchor != second.anchor:
                yield relation, first, second


def _standing_of(claims: Mapping[str, Claim]) -> Mapping[str, Claim]:
    """Return the standing claim of every id, copies included."""
    return {one.row["claim_id"]: claim for claim in claims.values() for one in (claim, *claim.copies)}


def chart_axis(release: Release, *, flows: bool) -> Axis | None:
    """
    Return the days that all panels of a kind share.

    Stocks: the days of the record's own series, else those of the claims. Cumulative figures: the
    last half year, since windows that open in different years would draw each other flat.
    """
    if flows:
        return axis([release.as_of - _HALF_YEAR, release.as_of])
    if release.series.height:
        return axis(release.series["day"].to_list())
    return axis([day for row in release.rows("claims") for day in interval(row["until"] or row["from"] or "")])


def panels(release: Release, claims: Mapping[str, Claim], voice: Voice, *, flows: bool) -> tuple[Sequence[Panel], int]:
    """
    Return one panel for each body and population, all on one scale, and how many claims of the kind are in the table only.

    A panel needs two figures; smaller places and other days stay out, since figures with different rules make no series.
    """
    measures, on = (_FLOWS if flows else _STOCKS), chart_axis(release, flows=flows)
    every = [claim for claim in claims.values() if claim.row["measure"] in measures]
    groups: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in every:
        if on is not None and _is_charted(claim, release, on, flows=flows):
            groups.setdefault((claim.row["claimant"], claim.row["measure"], claim.row["population"]), []).append(claim)
    kept = {key: sorted(group, key=lambda c: (moment(c), c.anchor)) for key, group in groups.items() if len(group) > 1}
    if on is None or not kept:
        return [], len(every)
    lines = charts.scale([end for group in kept.values() for claim in group for end in _ends(claim)])
    shown = sorted(kept.items(), key=lambda item: (-len(item[1]), item[0]))
    band = () if flows else _band(release)
    drawn = [_panel(number, key, group, charts.Chart(on, lines, tuple(_mark(c, flows=flows) for c in group), band), voice, flows=flows)
             for number, (key, group) in enumerate(shown)]  # fmt: skip
    return drawn, len(every) - sum(map(len, kept.values()))


def _is_charted(claim: Claim, release: Release, on: Axis, *, flows: bool) -> bool:
    first, last = moment(claim)
    in_time = first is not None and last is not None and on.first <= first and last <= on.last and (last - first).days <= 31
    return in_time and (not flows or _opens_within(claim, on)) and release.territory in {"", claim.row["place"]}


def _opens_within(claim: Claim, on: Axis) -> bool:
    """Say whether a cumulative figure's window opens on the chart, and lasts longer than a day: else its slope would lie."""
    first = interval(claim.row["from"] or "")[0]
    return first is not None and first >= on.first and claim.row["from"] != claim.row["until"]


def _ends(claim: Claim) -> Sequence[int]:
    return [end for end in (claim.row["meant_low"], claim.row["meant_high"]) if end is not None]


def _mark(claim: Claim, *, flows: bool) -> charts.Mark:
    first, last = moment(claim)
    start = interval(claim.row["from"])[0] if flows else None
    own_low, own_high = claim.own if claim.own is not None and flows else (None, None)
    assert first is not None and last is not None  # noqa: PT018 - `_is_charted` let only such claims through
    return charts.Mark(first, last, claim.row["meant_low"], claim.row["meant_high"], start, own_low, own_high)


def _band(release: Release) -> tuple[tuple[date, int, int], ...]:
    return tuple((row["day"], row["at_least"], row["at_most"]) for row in release.rows("series") if row["state"] == "deprived")


def _panel(number: int, key: tuple[str, str, str], group: Sequence[Claim], chart: charts.Chart, voice: Voice, *, flows: bool) -> Panel:
    claimant, measure, population = key
    values = [end for claim in group for end in _ends(claim)] or [0]
    period = voice.window(chart.axis.first, chart.axis.last)
    described = voice.t(
        "chart_desc", n=len(group), claimant=claimant, population=voice.word("population", population), period=period,
        low=voice.number(min(values)), high=voice.number(max(values)),
    )  # fmt: skip
    title = voice.t("chart_title", measure=voice.word("measure", measure), claimant=claimant)
    identifier = f"chart-{'flow' if flows else 'stock'}-{number + 1}"
    svg = charts.svg(chart, voice.language, identifier=identifier, title=title, description=described)
    return Panel(svg, title, tuple(reversed(group)))
