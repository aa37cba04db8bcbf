"""One database per registry folder, opened, migrated and closed through Django."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings as django_settings
from django.db import DatabaseError, OperationalError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from amparo.errors import BadInput, Locked
from amparo.store import settings

FILE_NAME = "registry.sqlite3"


def ready() -> None:
    """Django is set up for the store; a process that set it up itself (the app) keeps its own settings."""
    if not django_settings.configured:
        django_settings.configure(**{name: getattr(settings, name) for name in dir(settings) if name.isupper()})
    if not apps.ready:
        import django

        django.setup()


def connect(folder: Path) -> BaseDatabaseWrapper:
    """
    Return the connection to a registry's database, its tables brought up to this version.

    Raises BadInput where the file is no registry or a newer version made it.
    """
    ready()
    alias = f"registry:{folder.resolve()}"
    if alias not in connections.settings:
        connections.settings[alias] = {**connections.settings["default"], **settings.sqlite(str(folder / FILE_NAME)), "TEST": {}}
    connection = connections[alias]
    with explained():
        _bring_up_to_date(connection)
    return connection


def _bring_up_to_date(connection: BaseDatabaseWrapper) -> None:
    """Run the migrations that are missing; SQLite's own version number spares the look when none is."""
    latest = _latest_migration()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA user_version")
        (version,) = cursor.fetchone() or (0,)
    if version == latest:
        return
    if version > latest:
        raise BadInput("store.newer_version", version=version, latest=latest)
    from django.core.management import call_command

    call_command("migrate", database=connection.alias, verbosity=0, interactive=False)
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA user_version = {latest}")


def _latest_migration() -> int:
    folder = Path(__file__).with_name("migrations")
    return max(int(path.name[:4]) for path in folder.glob("[0-9]*.py"))


@contextmanager
def writing(connection: BaseDatabaseWrapper) -> Iterator[Any]:  # Any: Django's cursor
    """Everything inside is written, or nothing; the lock is taken at the start."""
    with explained(), transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        yield cursor


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's own errors into ours: its texts may print whole rows."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise Locked("store.busy") from None
        raise BadInput("store.cannot_write" if "disk" in str(error) or "readonly" in str(error) else "store.not_a_registry") from None
    except DatabaseError as error:
        if "append-only" in str(error):
            raise BadInput("store.append_only") from None
        raise BadInput("store.not_a_registry") from None


def disconnect(connection: BaseDatabaseWrapper) -> None:
    """Close the connection; the next ``connect`` to the folder opens it anew."""
    connection.close()
