"""A file on its way into the record, tried or imported."""

from typing import Any

from amparo.web.models import Draft
from amparo.workflows.imports import Given, ImportReport, import_given
from amparo.workflows.session import Session


def run_draft(session: Session, draft: Draft, **options: Any) -> ImportReport:  # Any: options of import_given
    """Import the file of a draft with the map that its steps made, or try it."""
    given = Given(draft.name, bytes(draft.content))
    brought = Given(draft.map_name, bytes(draft.map_content)) if draft.map_content else None
    return import_given(session, draft.kind, given, map_file=brought, edition=draft.steps.get("edition"), **options)
