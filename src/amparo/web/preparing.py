"""Getting the app ready: its settings, its own file, and the check of the matrix of roles."""

import logging
import secrets
from pathlib import Path

from amparo.store.database import FILE_NAME
from amparo.web.settings import configure


def prepare(folder: Path, *, door: str) -> None:
    """
    Set Django up for the registry in a folder and bring the app's file up to date, where the registry is there already.

    Raises WrongUse where an address has no row in the matrix of roles.
    """
    import django

    configure(folder, secret=secrets.token_urlsafe(48), door=door)  # a new secret ends the sittings of the last run
    django.setup()
    logging.getLogger("django.request").setLevel(logging.ERROR)  # what was not found is no news for the terminal
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    from amparo.web.checks import check_matrix

    check_matrix()
    if (folder / FILE_NAME).is_file():
        prepare_app_file()


def prepare_app_file() -> None:
    """Make the app's tables, or bring them up to this version; sittings of the last run are gone."""
    from django.contrib.sessions.models import Session
    from django.core.management import call_command

    call_command("migrate", database="default", verbosity=0, interactive=False)
    Session.objects.all().delete()
