"""Django's settings for the store: no project, no server, one database per registry folder."""

from typing import Any

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA checkpoint_fullfsync=1",  # on macOS a plain fsync does not reach the disk
    "PRAGMA recursive_triggers=1",  # else INSERT OR REPLACE deletes a row without asking the triggers
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-65536",  # KiB
)

INSTALLED_APPS = ["amparo.store"]
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SECRET_KEY = "unused: the store signs nothing"  # noqa: S105 (no session, no cookie hangs on it)
DATABASES: dict[str, dict[str, Any]] = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}  # Any: Django's own shape


def sqlite(path: str) -> dict[str, Any]:  # Any: Django's own shape
    """
    Return the settings of one SQLite registry: write-ahead log, every commit on the disk before it is acknowledged.

    This is the one place that an encrypted or a server database will replace.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,
            "init_command": ";".join(_PRAGMAS),
        },
    }
