"""The first run: a new registry, the demonstration, or a backup; and the first account."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from amparo.errors import BadInput
from amparo.store.database import FILE_NAME
from amparo.web.access import EDITOR, KEEPER
from amparo.web.accounts import SHORTEST, check_passphrase, make_account
from amparo.web.desk import open_desk
from amparo.web.models import Account
from amparo.web.preparing import prepare_app_file
from amparo.web.rendering import render, voice_of
from amparo.workflows.beginning import begin

_FIRST_ROLES = (EDITOR, KEEPER)


def first(request: HttpRequest) -> HttpResponse:
    """Make the registry that the app was started for, and the account of whoever makes it."""
    if (settings.AMPARO_FOLDER / FILE_NAME).is_file():
        return HttpResponseRedirect(reverse("home"))
    values: dict[str, Any] = {
        "folder": settings.AMPARO_FOLDER,
        "shortest": SHORTEST,
        "way": "new",
        "name": "",
        "error": None,
    }  # Any: of the page
    if request.method != "POST":
        return render(request, "first.html", values)
    values |= {"way": request.POST.get("way", "new"), "name": request.POST.get("name", "")}
    try:
        _check(request)
        uploaded = request.FILES.get("backup")
        begin(settings.AMPARO_FOLDER, values["way"], backup=uploaded.read() if uploaded else None)
    except BadInput as error:
        return render(request, "first.html", values | {"error": error.message(voice_of(request).language)}, status=422)
    prepare_app_file()
    return _first_account(request)


def first_account(request: HttpRequest) -> HttpResponse:
    """Make the first account of a registry that has none: whoever may open its folder may do this."""
    if Account.objects.exists():
        raise Http404
    values = {"shortest": SHORTEST, "name": "", "error": None}
    if request.method != "POST":
        return render(request, "first_account.html", values)
    try:
        _check(request)
        return _first_account(request)
    except BadInput as error:
        values |= {"name": request.POST.get("name", ""), "error": error.message(voice_of(request).language)}
        return render(request, "first_account.html", values, status=422)


def _check(request: HttpRequest) -> None:
    """Refuse an account that could not be made, before anything else is."""
    if not request.POST.get("name", "").strip():
        raise BadInput("web.name_needed")
    check_passphrase(request.POST.get("passphrase", ""))
    if request.POST.get("passphrase") != request.POST.get("again"):
        raise BadInput("web.again_differs")


def _first_account(request: HttpRequest) -> HttpResponse:
    language = voice_of(request).language
    account = make_account(None, request.POST["name"], request.POST["passphrase"], _FIRST_ROLES, language)
    session = open_desk(account)
    try:
        from amparo.workflows.accounts import role_given

        role_given(session, account.name, account.roles)
    finally:
        session.registry.close()
    login(request, account)
    return HttpResponseRedirect(reverse("guide"))
