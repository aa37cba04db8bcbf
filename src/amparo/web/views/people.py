"""Persons: finding them, one person's page, a person whom no list brought."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amparo.errors import BadInput
from amparo.histories.people import dimensions
from amparo.statements import vocabulary
from amparo.web.desk import account_of, desk
from amparo.web.forms import day_in, freshness_in, text_in, whole_in, words_in
from amparo.web.rendering import render, voice_of
from amparo.web.timeline import time_line
from amparo.web.views.law import law_of_person
from amparo.workflows.answers import answer_person, facility_names
from amparo.workflows.finding import Search, choices, find
from amparo.workflows.overview import list_names, overview
from amparo.workflows.recording import new_person

_PAGE = 50


def people(request: HttpRequest) -> HttpResponse:
    """Show whom a search finds; the page of a search can be kept as a bookmark."""
    session = desk(request)
    on = day_in(request.GET, "on") or overview(session).last_news or session.today()
    where = {name: request.GET[name] for name in dimensions() if request.GET.get(name)}
    search = Search(words=request.GET.get("q", ""), where=where, states=words_in(request.GET, "state"), on=on)
    first = whole_in(request.GET, "first", 0)
    given = request.GET.copy()
    given.pop("first", None)
    values = {
        "search": search,
        "found": find(session, search, first=first, most=_PAGE),
        "choices": choices(session),
        "page": _PAGE,
        "query": given.urlencode(),
        "is_narrowed": bool(where or search.states),
        "states": [state for state in vocabulary()["states"] if state != "no_record"],
    }
    return render(request, "people_rows.html" if request.headers.get("HX-Request") else "people.html", values)


def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """Show everything that the record says of one person, as of a day and as known at a day."""
    session = desk(request)
    known_at = day_in(request.GET, "known_at")
    on = day_in(request.GET, "on") or known_at or session.today()
    try:
        answer = answer_person(session, person_id, on=on, known_at=known_at, fresh_within=freshness_in(request.GET))
    except BadInput as error:
        if error.code == "workflows.no_person":
            raise Http404 from None
        raise
    if answer.person_id != person_id:
        return HttpResponseRedirect(f"{reverse('person', args=[answer.person_id])}?{request.GET.urlencode()}")
    voice = voice_of(request)
    told = [event for event in answer.events if not (event.optional and event.implicit)]
    rows = {row["statement_id"]: row for row in answer.statements.iter_rows(named=True)}
    return render(
        request,
        "person.html",
        {
            "answer": answer,
            "line": time_line(answer, voice, max(on, session.today())),
            "events": told,
            "rows": rows,
            "lists": list_names(session),
            "sayings": {name: said for name, said in answer.people.sayings[answer.person_id].items() if name != "event"},
            "dues": [
                (measure, measure.next_due(on), measure.in_force(on, fresh_within=answer.fresh_within)) for measure in answer.measures
            ],
            "on": on,
            "known_at": known_at,
            "today": session.today(),
            "places": facility_names(session, known_at),
            "law": law_of_person(session, answer.person_id, on=on, known_at=known_at),
        },
    )


def person_new(request: HttpRequest) -> HttpResponse:
    """Record a person whom no list brought, under the name that a source gives."""
    name, source, error = text_in(request.POST, "name"), text_in(request.POST, "source"), None
    if request.method == "POST" and not name:
        error = voice_of(request).t("person_name_needed")
    elif request.method == "POST":
        made, _ = new_person(desk(request, whole=True), name=name, source=source or account_of(request).name)
        return HttpResponseRedirect(reverse("person", args=[made]))
    return render(request, "person_new.html", {"name": name, "source": source, "error": error}, status=422 if error else 200)
