"""The door, signing in and out, the language, one's own passphrase."""

import secrets

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from amparo.web.accounts import attempt_key, check_passphrase, count_failure, forgive, moment, wait_of
from amparo.web.desk import LANGUAGE_COOKIE, account_of, signed_in
from amparo.web.middleware import DOOR_COOKIE
from amparo.web.models import Account
from amparo.web.rendering import render, voice_of
from amparo.words import LANGUAGES

_YEAR = 365 * 24 * 3600


def door(request: HttpRequest, word: str) -> HttpResponse:
    """Let the browser in that was sent here from the terminal."""
    if not secrets.compare_digest(word.encode(), settings.AMPARO_DOOR.encode()):
        raise Http404
    answer = HttpResponseRedirect(reverse("home"))
    answer.set_cookie(DOOR_COOKIE, word, httponly=True, samesite="Strict")
    if not request.COOKIES.get(LANGUAGE_COOKIE) and request.GET.get("lang") in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, request.GET["lang"], max_age=_YEAR, samesite="Strict")
    return answer


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and passphrase; after several failures, for patience."""
    if not Account.objects.exists():
        return HttpResponseRedirect(reverse("first_account"))
    if request.method != "POST":
        return render(request, "sign_in.html", {"name": "", "error": None, "next": request.GET.get("next", "")})
    name, now = request.POST.get("name", ""), moment()
    key = attempt_key(name, request.META.get("REMOTE_ADDR", ""))
    wait = wait_of(key, now)
    account = None if wait else authenticate(request, name=name, passphrase=request.POST.get("passphrase", ""))
    if account is None:
        if not wait:
            count_failure(key, now)
            wait = wait_of(key, now)
        v = voice_of(request)
        error = v.t("sign_in_wait", n=int(wait.total_seconds()) + 1) if wait else v.t("sign_in_wrong")
        return render(
            request, "sign_in.html", {"name": name, "error": error, "next": request.POST.get("next", "")}, status=429 if wait else 422
        )
    forgive(key)
    login(request, account)
    return HttpResponseRedirect(_onward(request))


def _onward(request: HttpRequest) -> str:
    """Return where somebody wanted to go before signing in, if it is a page of ours."""
    wanted = request.POST.get("next", "")
    return wanted if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("home")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the sitting."""
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak the other language from now on, and come back to the same page."""
    wanted = request.POST.get("language", "")
    back = request.POST.get("back", "")
    answer = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else reverse("home"))
    if wanted in LANGUAGES:
        answer.set_cookie(LANGUAGE_COOKIE, wanted, max_age=_YEAR, samesite="Strict", httponly=True)
        if request.COOKIES.get(settings.SESSION_COOKIE_NAME) and signed_in(request):
            Account.objects.filter(pk=account_of(request).pk).update(language=wanted)
    return answer


def own_account(request: HttpRequest) -> HttpResponse:
    """Show one's roles, and change one's passphrase."""
    account, error, done = account_of(request), None, False
    if request.method == "POST":
        new = request.POST.get("new", "")
        if not account.check_password(request.POST.get("old", "")):
            error = "old_wrong"
        elif new != request.POST.get("again", ""):
            error = "again_differs"
        else:
            check_passphrase(new)
            account.set_password(new)
            account.save()
            update_session_auth_hash(request, account)
            done = True
    return render(request, "own_account.html", {"error": error, "done": done}, status=422 if error else 200)
