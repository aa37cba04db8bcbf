"""Statements: one with its source; adding, correcting and withdrawing, each with its reason."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from amparo.errors import AmparoError, BadInput
from amparo.statements import vocabulary
from amparo.web.desk import account_of, desk
from amparo.web.rendering import render, voice_of
from amparo.web.saying import EVENT, fields_of, properties, said_in
from amparo.workflows.answers import answer_person, facility_names
from amparo.workflows.overview import list_names
from amparo.workflows.recording import NewStatement, record, retract, supersede
from amparo.workflows.tracing import Trace, trace


def statement(request: HttpRequest, statement_id: str) -> HttpResponse:
    """Show one statement: who says it, where, what it replaced and what became of it."""
    return render(request, "statement.html", {"one": _traced(request, statement_id), "lists": list_names(desk(request))})


def statement_new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Record one statement more on a person."""
    session = desk(request)
    try:
        answer = answer_person(session, person_id, on=None)
    except BadInput:
        raise Http404 from None
    given, error = request.POST, None
    if request.method == "POST":
        try:
            told = said_in(given, voice_of(request).language)
            new = NewStatement(subject=answer.person_id, **{**told, "source": told["source"] or account_of(request).name})
            record(desk(request, whole=True), new)
            return HttpResponseRedirect(reverse("person", args=[answer.person_id]) + "#events")
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    values = {
        "answer": answer,
        "given": given or request.GET,
        "error": error,
        "old": None,
        "ticked": given.getlist("measures"),
        **_choices(request),
    }
    return render(request, "statement_new.html", values, status=422 if error else 200)


def statement_correct(request: HttpRequest, statement_id: str) -> HttpResponse:
    """Record the successor of a statement, with the reason."""
    one, error = _traced(request, statement_id), None
    if not one.stands or one.row["subject_kind"] not in ("record", "person", "claim", "facility", "instrument"):
        raise Http404
    given: Mapping[str, Any] | QueryDict = request.POST if request.method == "POST" else fields_of(one)
    if request.method == "POST":
        try:
            changes = said_in(request.POST, voice_of(request).language, old=one)
            changes["source"] = changes["source"] or one.row["source"]
            new = supersede(desk(request, whole=True), statement_id, changes, request.POST.get("reason", ""))
            return HttpResponseRedirect(reverse("statement", args=[new]))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    ticked = given.getlist("measures") if isinstance(given, QueryDict) else given["measures"]
    values = {"one": one, "given": given, "error": error, "old": one, "ticked": ticked, **_choices(request)}
    return render(request, "statement_correct.html", values, status=422 if error else 200)


def statement_withdraw(request: HttpRequest, statement_id: str) -> HttpResponse:
    """Withdraw a statement, with the reason; a withdrawal can itself be withdrawn."""
    one, error = _traced(request, statement_id), None
    if request.method == "POST":
        try:
            new = retract(desk(request, whole=True), statement_id, request.POST.get("reason", ""))
            return HttpResponseRedirect(reverse("statement", args=[new]))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    return render(
        request,
        "statement_withdraw.html",
        {"one": one, "error": error, "reason": request.POST.get("reason", "")},
        status=422 if error else 200,
    )


def _traced(request: HttpRequest, statement_id: str) -> Trace:
    try:
        return trace(desk(request), statement_id)
    except BadInput:
        raise Http404 from None


def _choices(request: HttpRequest) -> dict[str, Any]:  # Any: of the page
    return {
        "event": EVENT,
        "properties": properties(),
        "kinds": [kind for kind in vocabulary()["kinds"] if kind != "unrecorded"],
        "measures": vocabulary()["measures"],
        "facilities": facility_names(desk(request)),
        "reliability": vocabulary()["reliability"],
        "exposure": vocabulary()["exposure"],
    }
