"""What is public, in one form for other tools: through the same policy as the site, and nothing else."""

from collections.abc import Callable, Mapping
from pathlib import Path

from amparo.publish import Release, export_forms, write_site
from amparo.publish.writing import MANIFEST, manifest
from amparo.workflows.publishing import release_of
from amparo.workflows.session import Session


def export(session: Session, form: str, out: Path) -> int:
    """Write the public data in a form into a folder, whole or not at all; return how many files it has."""
    make: Callable[[Release], Mapping[str, bytes]] = export_forms()[form]
    files = dict(make(release_of(session)))
    write_site({**files, MANIFEST: manifest(files)}, out)
    return len(files)
