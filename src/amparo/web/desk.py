"""One request's place at the registry: who asks, in which language, and the session with the record."""

import gc
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import cast

import attrs
from django.conf import settings
from django.http import HttpRequest

from amparo.errors import AmparoError
from amparo.questions.rule import Rule
from amparo.store import Snapshot, open_registry
from amparo.web.access import clearance
from amparo.web.models import Account
from amparo.words import LANGUAGES, Language
from amparo.workflows.answers import answer_count, checked_claims
from amparo.workflows.finding import names
from amparo.workflows.memory import Memory
from amparo.workflows.overview import overview
from amparo.workflows.session import Session

LANGUAGE_COOKIE = "amparo_language"

# One process serves one registry: its log is read once, and what was worked out at a position of it is kept.
_snapshot, _memory = Snapshot(), Memory()
_LONG = 20_000  # statements: from here on the first page would keep somebody waiting
_reading = Event()


def signed_in(request: HttpRequest) -> bool:
    """Say whether somebody has signed in."""
    return bool(getattr(request, "user", None)) and request.user.is_authenticated


def account_of(request: HttpRequest) -> Account:
    """Return who asks; only where somebody has signed in."""
    return cast("Account", request.user)


def language_of(request: HttpRequest) -> Language:
    """Return the language of the account, else that of the switch on the page, else Spanish."""
    wanted = account_of(request).language if _has_sitting(request) and signed_in(request) else request.COOKIES.get(LANGUAGE_COOKIE, "")
    return next((language for language in LANGUAGES if language == wanted), LANGUAGES[0])


def _has_sitting(request: HttpRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or hasattr(request, "just_signed_in")


def desk(request: HttpRequest, *, whole: bool = False) -> Session:
    """
    Return the session of this request: what its account may see, and no more.

    ``whole``: for work that must know everything, such as comparing an edition with what stands; it shows nothing.
    """
    kept: Session | None = getattr(request, "desk", None)
    if kept is None:
        kept = open_desk(account_of(request))
        request.desk = kept  # type: ignore[attr-defined]
    return kept if not whole else attrs.evolve(kept, clearance=0)


def open_desk(account: Account, folder: Path | None = None) -> Session:
    """Return a session of an account, sharing what this process has read."""
    registry = open_registry(folder or settings.AMPARO_FOLDER, snapshot=_snapshot)
    return Session(registry, account.name, clearance=clearance(account.roles), memory=_memory)


class WarmUp(Thread):
    """
    Read a long log, and work out what its front page rests on, before anybody asks; a short one needs no help.

    Until that is done pages of the record would keep somebody waiting before an empty window: ``is_reading`` says so from the start.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True, name="amparo-warm-up")
        self._folder = folder
        with suppress(AmparoError), open_registry(folder) as registry:
            if registry.head().size > _LONG:
                _reading.set()

    def run(self) -> None:
        """Read, and then go on with what other pages rest on."""
        if not _reading.is_set():
            return
        try:
            with suppress(AmparoError):
                session = Session(open_registry(self._folder, snapshot=_snapshot), "amparo", memory=_memory)
                try:
                    self._read(session)
                finally:
                    session.end()
        finally:
            _reading.clear()

    def _read(self, session: Session) -> None:
        seen = overview(session)
        for state in ("deprived", "released_under_measures", "full_liberty"):
            answer_count(session, Rule(states=(state,), on=seen.last_news or session.today()))
        gc.freeze()  # it stays: to look through millions of values for rubbish would hold up a page by half a second
        _reading.clear()
        names(session)
        checked_claims(session)
        gc.freeze()


def is_reading() -> bool:
    """Say whether a long log is still being read."""
    return _reading.is_set()


def close_desk(request: HttpRequest) -> None:
    """Let go of the registry, if this request opened it."""
    kept: Session | None = getattr(request, "desk", None)
    if kept is not None:
        kept.end()
