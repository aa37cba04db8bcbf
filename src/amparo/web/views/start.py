"""The front page, the guided start, who may do what, and the words of the field."""

from collections import Counter
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse

from amparo.questions.rule import Rule
from amparo.statements import vocabulary
from amparo.web.access import MATRIX, READER, ROLES
from amparo.web.checks import addresses
from amparo.web.desk import account_of, desk
from amparo.web.models import Draft, Job
from amparo.web.rendering import render
from amparo.workflows.answers import answer_count
from amparo.workflows.beginning import is_demo
from amparo.workflows.finding import states_of
from amparo.workflows.overview import overview
from amparo.workflows.session import Session

_USUAL = ("deprived", "released_under_measures", "full_liberty")


def home(request: HttpRequest) -> HttpResponse:
    """Show what the record holds today and what waits to be done; to keepers and auditors, what they look after."""
    account = account_of(request)
    if "people" not in [page for page, roles in MATRIX.items() if roles & set(account.roles)]:
        session = desk(request)
        return render(request, "home_keeper.html", {"head": session.registry.head()})
    session = desk(request)
    seen = overview(session)
    return render(
        request,
        "home.html",
        {
            "seen": seen,
            "demo": is_demo(session),
            "figures": [
                answer_count(session, Rule(states=(state,), on=seen.last_news)) for state in _telling_states(session, seen.last_news)
            ]
            if seen.last_news
            else [],
            "drafts": Draft.objects.filter(owner=account).order_by("-pk")[:5],
            "jobs": Job.objects.filter(owner=account, state__in=["waiting", "running"]),
        },
    )


def _telling_states(session: Session, on: date) -> list[str]:
    """Return the three states in which most persons may have been on a day; the usual three where nobody was in any other."""
    known = [state for state in vocabulary()["states"] if state not in ("no_record", "unknown")]
    counted = Counter(state for states in states_of(session, on).values() for state in states)
    most = sorted(known, key=lambda state: (-counted[state], state not in _USUAL, known.index(state)))[: len(_USUAL)]
    return sorted(most, key=known.index)


def guide(request: HttpRequest) -> HttpResponse:
    """Lead through the first steps, each ticked once the record shows that it was done."""
    session = desk(request)
    seen = overview(session)
    last = seen.last_news or session.today()
    return render(request, "guide.html", {"seen": seen, "demo": is_demo(session), "last": last, "month_before": _month_before(last)})


def _month_before(day: date) -> date:
    return day - timedelta(days=30)


def roles(request: HttpRequest) -> HttpResponse:
    """Show the matrix of roles, address by address, as the app itself applies it."""
    rows = [(f"/{pattern.pattern}", pattern.name, MATRIX[pattern.name or ""]) for pattern in addresses()]
    return render(request, "roles.html", {"rows": rows, "roles": ROLES, "reader": READER})


def glossary(request: HttpRequest) -> HttpResponse:
    """Show the words of the field with what they mean here."""
    sections = ("states", "kinds", "proceedings", "measures", "reliability", "exposure", "dimensions")
    return render(request, "glossary.html", {"sections": [(name, vocabulary()[name]) for name in sections]})
