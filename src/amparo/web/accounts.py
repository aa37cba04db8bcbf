"""Signing in: passphrases, throttling, and the statement in the log that says who was given which role."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest

from amparo.errors import BadInput
from amparo.web.access import ROLES
from amparo.web.models import Account, Attempt
from amparo.workflows.accounts import role_given
from amparo.workflows.session import Session

SHORTEST = 12  # signs of a passphrase
_FREE_FAILURES = 5
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(minutes=15)


class ByPassphrase(BaseBackend):
    """Let in whoever gives the passphrase of an account that is in use."""

    def authenticate(self, request: HttpRequest | None, name: str = "", passphrase: str = "") -> Account | None:  # type: ignore[override]
        """Return the account, or None; an unknown name costs as much time as a wrong passphrase."""
        del request
        account = Account.objects.filter(name=name.strip(), is_active=True).first()
        if account is None:
            make_password(passphrase)
            return None
        return account if account.check_password(passphrase) else None

    def get_user(self, user_id: int) -> Account | None:
        """Return the account of a sitting; one that was closed meanwhile is out at once."""
        return Account.objects.filter(pk=user_id, is_active=True).first()


def make_account(session: Session | None, name: str, passphrase: str, roles: Sequence[str], language: str) -> Account:
    """Make an account and say in the log which roles it has; nothing is kept where the passphrase is too short or the name taken."""
    name = " ".join(name.split())
    if not name:
        raise BadInput("web.name_needed")
    if Account.objects.filter(name=name).exists():
        raise BadInput("web.name_taken")
    check_passphrase(passphrase)
    check_roles(roles)
    with transaction.atomic():
        account = Account(name=name, roles=sorted(roles, key=ROLES.index), language=language)
        account.set_password(passphrase)
        account.save()
        if session is not None:
            role_given(session, name, account.roles)
    return account


def give_roles(session: Session, account: Account, roles: Sequence[str], *, in_use: bool) -> None:
    """Change what somebody may do; somebody must remain who can do the same for others."""
    if in_use:
        check_roles(roles)
    keepers = [one.pk for one in Account.objects.filter(is_active=True) if "keeper" in one.roles]
    if keepers == [account.pk] and not (in_use and "keeper" in roles):
        raise BadInput("web.last_keeper")
    with transaction.atomic():
        account.roles, account.is_active = sorted(roles, key=ROLES.index), in_use
        account.save()
        role_given(session, account.name, account.roles if in_use else [])


def check_roles(roles: Sequence[str]) -> None:
    """Refuse an account that could do nothing, and a role that nobody knows."""
    if not roles or not set(roles) <= set(ROLES):
        raise BadInput("web.role_needed")


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is soon guessed."""
    if len(passphrase) < SHORTEST:
        raise BadInput("web.passphrase_short", n=SHORTEST)
    if len(set(passphrase)) < 5:
        raise BadInput("web.passphrase_plain")


def wait_of(key: str, now: datetime) -> timedelta:
    """Return how long somebody must wait before the next attempt."""
    attempt = Attempt.objects.filter(key=key).first()
    if attempt is None or attempt.failures < _FREE_FAILURES:
        return timedelta(0)
    wait = min(_FIRST_WAIT * 2 ** (attempt.failures - _FREE_FAILURES), _LONGEST_WAIT)
    left: timedelta = attempt.last + wait - now
    return max(left, timedelta(0))


def attempt_key(name: str, address: str) -> str:
    """Return the key of an account and an address together: nobody can lock somebody else out from elsewhere."""
    return hashlib.sha256(f"{' '.join(name.split()).casefold()}\t{address}".encode()).hexdigest()


def count_failure(key: str, now: datetime) -> None:
    """Note a failed attempt; an hour of peace forgives them."""
    attempt, _ = Attempt.objects.get_or_create(key=key, defaults={"last": now})
    attempt.failures = 1 if now - attempt.last > timedelta(hours=1) else attempt.failures + 1
    attempt.last = now
    attempt.save()


def forgive(key: str) -> None:
    """Forget the failed attempts of somebody who got in."""
    Attempt.objects.filter(key=key).delete()


def moment() -> datetime:
    """Return the moment now."""
    return datetime.now(UTC)
