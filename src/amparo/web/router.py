"""Which table lies in which file: the log in the registry's, accounts and work in progress in the app's."""

from typing import Any

from django.db.models import Model


class OneFileEach:
    """Keep the tables of the store and those of the app apart."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:  # Any: Django's own signature
        """Return the app's file for the app's models; the store names its connection itself."""
        del hints
        return None if model._meta.app_label == "store" else "default"

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:  # Any: as above
        """Return the same."""
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:  # Any: as above
        """Say whether a table belongs into a file."""
        del hints
        return (app_label == "store") == db.startswith("registry:")
