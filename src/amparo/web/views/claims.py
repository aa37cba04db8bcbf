"""The board of claims: who says what since when, against the record and against each other; and facilities."""

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse

from amparo.errors import BadInput
from amparo.questions.claims import explain_balance, explain_relation, explain_sum, explain_verdict
from amparo.statements import vocabulary
from amparo.web.desk import desk
from amparo.web.forms import day_in, params_of, whole_in
from amparo.web.rendering import render, voice_of
from amparo.workflows.answers import facility_names, ledger, persons_by_place
from amparo.workflows.asking import ask
from amparo.workflows.overview import overview

_PAGE = 60
_BESIDE, _MOST_BESIDE = 12, 120
_PARTS = ("men", "women", "civilians", "military", "adults", "adolescents", "foreigners", "sentenced", "unsentenced")
_VERDICTS = ("contradicted", "shown", "compatible", "not_reached", "not_comparable")


def claims(request: HttpRequest) -> HttpResponse:
    """Show the claims, the latest first, each with what the record says of it."""
    given = request.GET.copy()
    given.pop("first", None)
    frame, report, shown = ask(desk(request), "claims", params_of(given)).value
    language = voice_of(request).language
    verdicts = {one.claim_id: one for one in report.verdicts}
    rows = shown.to_dicts()
    first = whole_in(request.GET, "first", 0)
    values = {
        "rows": rows[first : first + _PAGE],
        "found": {"total": len(rows), "first": first},
        "page": _PAGE,
        "query": given.urlencode(),
        "wanted": {name: given.get(name, "") for name in ("claimant", "measure", "verdict")},
        "claimants": sorted(set(frame["claimant"].to_list())),
        "measures": [name for name in vocabulary()["claim_measures"] if name in set(frame["measure"].to_list())],
        "verdict_names": _VERDICTS,
        "verdicts": verdicts,
        "sentences": {
            row["claim_id"]: explain_verdict(verdicts[row["claim_id"]], row["value"], language) for row in rows[first : first + _PAGE]
        },
        "tally": Counter(one.verdict for one in report.verdicts),
        "bad_sums": [(one.claim_id, explain_sum(one, language)) for one in report.arithmetic],
        "balances": [explain_balance(one, language) for one in report.balances if not one.consistent],
        "series": [explain_balance(one, language) for one in report.balances if one.consistent][:20],
        "clusters": len(report.clusters),
        "ledger": ledger(desk(request)),
    }
    return render(request, "claims.html", values)


def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show one claim as printed, what the record says, and every other claim that it can or cannot be set beside."""
    frame, report, _ = ask(desk(request), "claims", {}).value
    language = voice_of(request).language
    rows = {row["claim_id"]: row for row in frame.iter_rows(named=True)}
    if claim_id not in rows:
        raise Http404
    row = rows[claim_id]
    verdict = next(one for one in report.verdicts if one.claim_id == claim_id)
    beside = []
    for pair in report.relations.iter_rows(named=True):
        if claim_id in (pair["a"], pair["b"]):
            other = pair["b"] if pair["a"] == claim_id else pair["a"]
            sentence = explain_relation(rows[pair["a"]]["value"], rows[pair["b"]]["value"], pair["relation"], pair["reasons"], language)
            beside.append((pair["relation"], rows[other], sentence))
    order = ("disagree", "not_monotone", "agree", "same_statement", "nested", "not_comparable")
    beside.sort(key=lambda one: (order.index(one[0]), one[1]["until"] or ""))
    cluster = next((one for one in report.clusters if claim_id in one), ())
    values = {
        "row": row,
        "verdict": verdict,
        "sentence": explain_verdict(verdict, row["value"], language),
        "beside": beside[:_BESIDE],
        "further": beside[_BESIDE:_MOST_BESIDE],
        "more": max(0, len(beside) - _MOST_BESIDE),
        "copies": [rows[one] for one in cluster if one != claim_id],
        "sums": [explain_sum(one, language) for one in report.arithmetic if one.claim_id == claim_id],
        "parts": [(name, row[name]) for name in _PARTS if row[name] is not None],
    }  # fmt: skip
    return render(request, "claim.html", values)


def facilities(request: HttpRequest) -> HttpResponse:
    """Show the facilities on record."""
    session = desk(request)
    names = facility_names(session)
    placed = persons_by_place(session)
    known = sorted(((names.get(one, one), one, placed.get(one, 0)) for one in {*names, *placed}), key=lambda one: one[0].casefold())
    return render(request, "facilities.html", {"facilities": known})


def facility(request: HttpRequest, facility_id: str) -> HttpResponse:
    """Show who was in a facility, where each went, and who is unaccounted for on a day."""
    session = desk(request)
    on = day_in(request.GET, "on") or day_in(request.GET, "known_at") or overview(session).last_news or session.today()
    given = request.GET.copy()
    given["id"], given["on"] = facility_id, str(on)
    try:
        asked = ask(session, "facility", params_of(given))
    except BadInput as error:
        if error.code == "questions.facility_unknown":
            raise Http404 from None
        raise
    name, answer, people = asked.value
    left = list(
        {
            tuple((key, str(value)) for key, value in row.items() if key != "statements"): row
            for row in answer.departures.iter_rows(named=True)
        }.values()
    )
    values = {
        "name": name, "answer": answer, "people": people, "on": on, "known_at": day_in(request.GET, "known_at"), "left": left,
        "names": facility_names(session), "query": given.urlencode(), "facility_id": facility_id, "ledger": ledger(session),
    }  # fmt: skip
    return render(request, "facility.html", values)
