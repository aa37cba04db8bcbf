"""
Keeping it: the log of statements on disk, and the way to every row of it.

The names load on first use, because Django imports this package to find its models.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.store.append import ReceivedFile
    from amparo.store.backup import back_up, restore
    from amparo.store.columns import SCHEMA, Snapshot
    from amparo.store.registry import Registry, create_registry, open_registry

_HOMES = {
    "SCHEMA": "columns",
    "ReceivedFile": "append",
    "Registry": "registry",
    "Snapshot": "columns",
    "back_up": "backup",
    "create_registry": "registry",
    "open_registry": "registry",
    "restore": "backup",
}

__all__ = ["SCHEMA", "ReceivedFile", "Registry", "Snapshot", "back_up", "create_registry", "open_registry", "restore"]


def __getattr__(name: str) -> Any:  # Any: whatever the name stands for
    if name in _HOMES:
        from amparo.store.database import ready

        ready()
        return getattr(import_module(f"amparo.store.{_HOMES[name]}"), name)
    message = f"module 'amparo.store' has no attribute {name!r}"
    raise AttributeError(message)
