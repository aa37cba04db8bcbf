"""What a keeper and an auditor look after: accounts, backups, the log."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amparo.errors import AmparoError
from amparo.statements import read_checkpoint
from amparo.web.access import ROLES
from amparo.web.accounts import SHORTEST, check_passphrase, give_roles, make_account
from amparo.web.desk import account_of, desk
from amparo.web.forms import whole_in
from amparo.web.models import Account
from amparo.web.rendering import render, voice_of
from amparo.workflows.keeping import backup_bytes, check_backup, entries

_PAGE = 100


def accounts(request: HttpRequest) -> HttpResponse:
    """Show who works here, and open an account for one more."""
    given, error = request.POST, None
    if request.method == "POST":
        try:
            roles = given.getlist("roles")
            made = make_account(
                desk(request, whole=True), str(given.get("name", "")), str(given.get("passphrase", "")), roles, voice_of(request).language
            )
            return HttpResponseRedirect(reverse("account", args=[made.pk]))
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    values = {
        "accounts": Account.objects.order_by("name"),
        "roles": ROLES,
        "given": given,
        "ticked": given.getlist("roles"),
        "error": error,
        "shortest": SHORTEST,
    }
    return render(request, "accounts.html", values, status=422 if error else 200)


def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """Change what somebody may do, give a new passphrase, or close the account."""
    found, error, done = Account.objects.filter(pk=account_id).first(), None, False
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            new = str(request.POST.get("passphrase", ""))
            if new:
                check_passphrase(new)
            give_roles(desk(request, whole=True), found, request.POST.getlist("roles"), in_use=request.POST.get("in_use") == "yes")
            if new:
                found.set_password(new)
                found.save()
            done = True
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
            found.refresh_from_db()
    ticked = request.POST.getlist("roles") if error else found.roles
    in_use = request.POST.get("in_use") == "yes" if error else found.is_active
    values = {
        "one": found,
        "ticked": ticked,
        "in_use": in_use,
        "roles": ROLES,
        "error": error,
        "done": done,
        "shortest": SHORTEST,
        "own": found.pk == account_of(request).pk,
    }
    return render(request, "account.html", values, status=422 if error else 200)


def backup(request: HttpRequest) -> HttpResponse:
    """Give the whole registry as one file."""
    session = desk(request, whole=True)
    if request.method != "POST":
        return render(request, "backup.html", {"head": session.registry.head(), "checked": None, "error": None})
    content = backup_bytes(session, settings.AMPARO_FOLDER.parent)
    answer = HttpResponse(content, content_type="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="amparo-{session.today()}.zip"'
    return answer


def backup_check(request: HttpRequest) -> HttpResponse:
    """Restore a backup aside, compare it with what it promises and with this registry, and say so; nothing is kept."""
    uploaded, error, checked = request.FILES.get("backup"), None, None
    session = desk(request, whole=True)
    if request.method == "POST" and uploaded is not None:
        try:
            checked = check_backup(session, uploaded.read(), settings.AMPARO_FOLDER.parent)
        except AmparoError as refusal:
            error = refusal.message(voice_of(request).language)
    elif request.method == "POST":
        error = voice_of(request).say("workflows.backup_needed")
    return render(
        request, "backup.html", {"head": session.registry.head(), "checked": checked, "error": error}, status=422 if error else 200
    )


def log(request: HttpRequest) -> HttpResponse:
    """Show the log without what its statements say: position, moment, who, what was done."""
    session = desk(request, whole=True)
    head = session.registry.head()
    if request.GET.get("as") == "checkpoint":
        answer = HttpResponse(head.text(), content_type="text/plain; charset=utf-8")
        answer.headers["Content-Disposition"] = f'attachment; filename="checkpoint-{head.size}.txt"'
        return answer
    first = whole_in(request.GET, "first", 0, most=10**9)
    rows = entries(session, first=first, most=_PAGE)
    return render(
        request,
        "log.html",
        {"head": head, "rows": rows, "found": {"total": head.size, "first": first}, "page": _PAGE, "verified": None, "error": None},
    )


def log_verify(request: HttpRequest) -> HttpResponse:
    """Recompute the log, and compare it with an older checkpoint where one is brought."""
    session, verified, error = desk(request, whole=True), None, None
    uploaded = request.FILES.get("checkpoint")
    if request.method != "POST":
        return HttpResponseRedirect(reverse("log"))
    against = None
    try:
        against = read_checkpoint(uploaded.read().decode("utf-8", "replace")) if uploaded else None
        verified = session.registry.verify(against)
    except AmparoError as refusal:
        error = refusal.message(voice_of(request).language)
    head = session.registry.head()
    values = {
        "head": head, "rows": entries(session, first=0, most=_PAGE), "found": {"total": head.size, "first": 0},
        "page": _PAGE, "verified": verified, "against": against, "error": error,
    }  # fmt: skip
    return render(request, "log.html", values, status=422 if error else 200)
