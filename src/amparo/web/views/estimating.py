"""Estimates on the screen: a table brought or the registry's lists, worked out in the background, shown beside each other."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from amparo.errors import AmparoError, BadInput
from amparo.publish.estimate_chart import estimate_chart
from amparo.statements import vocabulary
from amparo.web.desk import account_of, desk
from amparo.web.forms import params_of, text_in
from amparo.web.models import Job
from amparo.web.rendering import render, voice_of
from amparo.workflows.answers import ledger
from amparo.workflows.asking import ask
from amparo.workflows.estimate_papers import assumptions, cautions, predicted, refusals
from amparo.workflows.estimates_asked import is_worked_out, keep_table, population_of
from amparo.workflows.estimating import check_table, compiles_first, lists_of, methods
from amparo.workflows.overview import list_names, overview


def estimates(request: HttpRequest) -> HttpResponse:
    """Take a table, or a population over the registry's lists, and hand the work to the worker."""
    session, error = desk(request), None
    if request.method == "POST":
        try:
            return _start(request, _question(request))
        except AmparoError as refusal:
            error = refusal
    values = {
        "given": request.POST, "error": error.message(voice_of(request).language) if error else None,
        "problems": [one.message(voice_of(request).language) for one in getattr(error, "problems", ())][:10],
        "states": [state for state in vocabulary()["states"] if state not in ("no_record", "unknown")],
        "groups": vocabulary()["kind_groups"], "lists": sorted({*lists_of(session.standing()).values()}),
        "titles": list_names(session), "first": overview(session).first_news, "last": overview(session).last_news or session.today(),
    }  # fmt: skip
    return render(request, "estimates.html", values, status=422 if error else 200)


def _question(request: HttpRequest) -> QueryDict:
    """Return the question that a form puts; a table is looked at, and kept, before anything is worked out."""
    given, question = request.POST, QueryDict(mutable=True)
    question["method"] = "all"
    if text_in(given, "derived"):
        question["derived"] = text_in(given, "derived")
    if given.get("over") == "lists":
        for name in ("state", "kind", "list", "by"):
            question.setlist(name, [value for value in given.getlist(name) if value])
        for name in ("since", "until", "known_at"):
            if text_in(given, name):
                question[name] = text_in(given, name)
        population_of(params_of(question))
        return question
    uploaded, pasted = request.FILES.get("file"), text_in(given, "pasted")
    if uploaded is None and not pasted:
        raise BadInput("answers.table_needed")
    content = uploaded.read() if uploaded is not None else pasted.encode()
    name = str(uploaded.name) if uploaded is not None else "tabla.csv"
    check_table(content, name)
    question["table"], question["title"] = keep_table(desk(request), content, name), text_in(given, "title") or name
    return question


def estimate(request: HttpRequest) -> HttpResponse:
    """Show an answer that is at hand; one that is not is offered as work for the background."""
    session, params, voice = desk(request), params_of(request.GET), voice_of(request)
    query = request.GET.urlencode()
    if not is_worked_out(session, params):
        return render(request, "estimate_wait.html", {"query": query})
    asked = ask(session, "estimate", params)
    found, over = asked.value.found, asked.value.over
    language = voice.language
    values = {
        "found": found, "over": over, "paper": asked.paper(language), "query": query, "ledger": ledger(session),
        "refusals": refusals(found.answers.values(), language), "cautions": cautions(found, language),
        "assumptions": assumptions(found, language), "predicted": predicted(found, language),
    }  # fmt: skip
    return render(request, "estimate.html", values)


def estimate_start(request: HttpRequest) -> HttpResponse:
    """Hand the working out of an answer to the worker."""
    return _start(request, QueryDict(request.POST.get("question", "")))


def estimate_picture(request: HttpRequest) -> HttpResponse:
    """Give the picture of an answer that is at hand."""
    session, params = desk(request), params_of(request.GET)
    if not is_worked_out(session, params):
        raise Http404
    return HttpResponse(
        estimate_chart(ask(session, "estimate", params).value.found, voice_of(request).language), content_type="image/svg+xml"
    )


def _start(request: HttpRequest, question: QueryDict) -> HttpResponse:
    if is_worked_out(desk(request), params_of(question)):
        return HttpResponseRedirect(f"{reverse('estimate')}?{question.urlencode()}")
    wanted = {"question": question.urlencode(), "first": compiles_first(methods(question.get("method", "all")))}
    running = Job.objects.filter(kind="estimate", owner=account_of(request), state__in=["waiting", "running"], wanted=wanted).first()
    job = running or Job.objects.create(owner=account_of(request), kind="estimate", wanted=wanted)
    return HttpResponseRedirect(reverse("job", args=[job.pk]))
