"""From what may be public to a site on the disk: everything is computed from public statements alone, so nothing else can show through."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from amparo.histories.people import people
from amparo.publish import Release, public_statements, released_statements, site_address, site_files, write_site
from amparo.workflows.changes import past_of
from amparo.workflows.progress import Pause, no_pause
from amparo.workflows.releasing import release_from
from amparo.workflows.sameness import records_of_persons
from amparo.workflows.session import Session


def publish(session: Session, out: Path, *, previous: Path | None = None, **terms: Any) -> int:  # Any: those of `release_from`
    """
    Write the site of what is public and return how many files it has.

    ``previous``: the release published before, which this one corrects; without it the one that ``out`` holds, if any.
    """
    files = site_of(session, previous or out, **terms)
    write_site(files, out)
    return len(files)


def site_of(session: Session, previous: Path, *, pause: Pause = no_pause, **terms: Any) -> Mapping[str, bytes]:  # Any: as above
    """Return the files of the site of what is public, which corrects the one in ``previous``, if any; nothing is written."""
    if terms.get("address"):
        terms["address"] = site_address(terms["address"])
    release = release_of(session, past=partial(past_of, previous), pause=pause, **terms)
    pause()
    return site_files(release)


def release_of(session: Session, *, as_of: date | None = None, **terms: Any) -> Release:  # Any: those of `release_from`
    """Return everything that one edition of the site says, from the statements that may be public."""
    return release_from(released(session, as_of=as_of), as_of=as_of, **terms)


def released(session: Session, *, as_of: date | None = None) -> pl.DataFrame:
    """Return the statements that one edition of the site would carry."""
    today = session.today()
    # An embargo must have passed both today and on the day that the site speaks of: neither lifts what the other holds.
    public = public_statements(session.registry.log(), on=min(as_of or today, today), same=records_of_persons(session.people()))
    return released_statements(public, records_of_persons(people(public)))
