"""One database per registry folder, opened, migrated and closed through Django."""

import re
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

_CANNOT_WRITE = re.compile("disk|readonly|unable to open")
FILE_NAME = "registry.sqlite3"
APPLICATION_ID = int.from_bytes(b"ampa")  # in the head of the file: another program's database is never taken for ours


def ready() -> None:
    """Django is set up for the store; a process that set it up itself (the app) keeps its own settings."""
    if not django_settings.configured:
        django_settings.configure(**{name: getattr(settings, name) for name in dir(settings) if name.isupper()})
    if not apps.ready:
        import django

        django.setup()


def connect(folder: Path, *, new: bool = False) -> BaseDatabaseWrapper:
    """
    Return the connection to a registry's database, its tables brought up to this version; a ``new`` one is made.

    Raises BadInput where the file is no registry or a newer version made it.
    """
    ready()
    path = folder.resolve() / FILE_NAME  # a process may stand elsewhere by the time that Django opens it
    alias = f"registry:{path.parent}"
    if alias not in connections.settings:
        connections.settings[alias] = {**connections.settings["default"], **settings.sqlite(str(path)), "TEST": {}}
    connection = connections[alias]
    try:
        with explained():
            _bring_up_to_date(connection, new=new)
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: BaseDatabaseWrapper, *, new: bool) -> None:
    """Run the migrations that are missing; SQLite's own version number spares the look when none is."""
    latest = _latest_migration()
    if new:
        _set(connection, "application_id", APPLICATION_ID)
    elif _pragma(connection, "application_id") != APPLICATION_ID:
        raise BadInput("store.not_a_registry")
    version = _pragma(connection, "user_version")
    if version == latest:
        return
    if version > latest:
        raise BadInput("store.newer_version", version=version, latest=latest)
    from django.core.management import call_command

    call_command("migrate", database=connection.alias, verbosity=0, interactive=False)
    _set(connection, "user_version", latest)


def _pragma(connection: BaseDatabaseWrapper, name: str) -> int:
    """Return one number from the head of the database file."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return int(cursor.fetchone()[0])


def _set(connection: BaseDatabaseWrapper, name: str, value: int) -> None:
    """Write one number into the head of the database file."""
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name} = {value}")


def _latest_migration() -> int:
    folder = Path(__file__).with_name("migrations")
    return max(int(path.name[:4]) for path in folder.glob("[0-9]*.py"))


@contextmanager
def writing(connection: BaseDatabaseWrapper) -> Iterator[Any]:  # Any: Django's cursor
    """Everything inside is written, or nothing; the lock is taken at the start."""
    with explained(), transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        yield cursor


@contextmanager
def reading(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Everything read inside is of one moment, whoever appends meanwhile; nobody has to wait."""
    with explained(), connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # Django's own transactions take the lock of the writer
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


@contextmanager
def explained() -> Iterator[None]:
    """Turn the database's own errors into ours: its texts may print whole rows."""
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise Locked("store.busy") from None
        raise BadInput("store.cannot_write" if _CANNOT_WRITE.search(str(error)) else "store.not_a_registry") from None
    except DatabaseError as error:
        if "append-only" in str(error):
            raise BadInput("store.append_only") from None
        raise BadInput("store.not_a_registry") from None


def disconnect(connection: BaseDatabaseWrapper) -> None:
    """Close the connection; the next ``connect`` to the folder opens it anew."""
    connection.close()
