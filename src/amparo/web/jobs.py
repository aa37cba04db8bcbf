"""Long work in the background: one worker, one job at a time, progress in the table, called off between two steps."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import attrs
from django.conf import settings
from django.db import close_old_connections
from django.http import QueryDict

from amparo.errors import AmparoError, BadInput
from amparo.store.database import FILE_NAME
from amparo.web.desk import open_desk
from amparo.web.drafts import run_draft
from amparo.web.forms import params_of
from amparo.web.models import Job
from amparo.workflows.estimates_asked import work_out
from amparo.workflows.linking import link_registry
from amparo.workflows.progress import CalledOff, Progress
from amparo.workflows.proposing import make_release
from amparo.workflows.saving import as_then, saved_answer
from amparo.workflows.session import Session

type Work = Callable[[Session, Job, Progress], dict[str, Any]]  # Any: a JSON document, the result

WORK: dict[str, tuple[Work, bool]] = {}
_PAUSE = 0.25  # seconds between two looks at the table


def work(kind: str, *, whole: bool = True) -> Callable[[Work], Work]:
    """
    Register what a kind of job does.

    ``whole``: it must know everything that stands, such as an edition that is compared with it; else what its owner may see.
    """

    def registered(function: Work) -> Work:
        WORK[kind] = function, whole
        return function

    return registered


@work("import")
def _import(session: Session, job: Job, progress: Progress) -> dict[str, Any]:  # Any: a JSON document
    """Import the file of a draft; the draft goes when its file is in the record."""
    if job.draft is None:
        raise BadInput("web.draft_gone")
    report = run_draft(session, job.draft, progress=progress)
    job.draft.delete()
    return {"address": f"/imports/{report.import_id}"}


@work("estimate", whole=False)
def _estimate(session: Session, job: Job, progress: Progress) -> dict[str, Any]:  # Any: a JSON document
    """Work out an estimate with what its owner may see; it stays in the memory of this run."""
    if "saved" in job.wanted:
        kept = saved_answer(session, job.wanted["saved"])
        work_out(as_then(session, kept), kept.params, progress)
        work_out(session, kept.params, progress)
        return {"address": job.wanted["address"]}
    query = QueryDict(job.wanted["question"])
    work_out(session, params_of(query), progress)
    return {"address": f"/questions/estimates/answer?{query.urlencode()}"}


@work("publish")
def _publish(session: Session, job: Job, progress: Progress) -> dict[str, Any]:  # Any: a JSON document
    """Make the site of an approved release; it is swapped in whole."""
    make_release(session, job.wanted["release"], settings.AMPARO_FOLDER, progress)
    return {"address": f"/publish/{job.wanted['release']}"}


@work("link")
def _link(session: Session, job: Job, progress: Progress) -> dict[str, Any]:  # Any: a JSON document
    """Look for records of one person; what is found is recorded at the end, in one piece."""
    del job
    link_registry(session, progress=progress)
    return {"address": "/review"}


class Worker(threading.Thread):
    """Take one waiting job after another until it is stopped."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True, name="amparo-worker")
        self._folder = folder
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work; jobs that a former run left unfinished are marked as such: what they did not complete never happened."""
        swept = False
        while not self._stopping.wait(_PAUSE):
            if not (self._folder / FILE_NAME).is_file():
                continue
            if not swept:
                swept = _sweep()
                continue
            job = Job.objects.filter(state="waiting").order_by("pk").first()
            if job is not None:
                do(job, self._stopping)
            close_old_connections()

    def stop(self) -> None:
        """End after the current step."""
        self._stopping.set()
        self.join(timeout=5)


def _sweep() -> bool:
    from django.db import DatabaseError

    try:
        Job.objects.filter(state="running").update(state="failed", result={"code": "web.job_interrupted"}, ended_at=datetime.now(UTC))
    except DatabaseError:
        return False  # the app's file is just being made
    return True


def do(job: Job, stopping: threading.Event | None = None) -> None:
    """Do one job to its end, its failure or its calling off."""
    if not Job.objects.filter(pk=job.pk, state="waiting", is_called_off=False).update(state="running"):
        Job.objects.filter(pk=job.pk).update(state="cancelled", ended_at=datetime.now(UTC))
        return

    def progress(done: int, total: int) -> None:
        Job.objects.filter(pk=job.pk).update(done=done, total=total)
        if Job.objects.filter(pk=job.pk, is_called_off=True).exists() or (stopping is not None and stopping.is_set()):
            raise CalledOff

    session, (function, whole) = open_desk(job.owner), WORK[job.kind]
    try:
        result, state = function(attrs.evolve(session, clearance=0) if whole else session, job, progress), "done"
    except CalledOff:
        result, state = {}, "cancelled"
    except AmparoError as error:
        result, state = _told(error), "failed"
    except Exception:  # noqa: BLE001 (whatever it was, the job must not hang for ever; the log of the terminal has no names)
        result, state = {"code": "web.job_broken", "values": {}}, "failed"
    finally:
        session.registry.close()
    Job.objects.filter(pk=job.pk).update(state=state, result=result, ended_at=datetime.now(UTC))


def _told(error: AmparoError) -> dict[str, Any]:  # Any: a JSON document
    """Return an error as data: code, values, and where."""
    problems = getattr(error, "problems", ())
    return {
        "code": error.code,
        "values": _plain(error.values),
        "problems": [{"es": one.message("es"), "en": one.message("en")} for one in problems[:20]],
    }


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:  # Any: what a sentence prints
    return {name: value if isinstance(value, int) else str(value) for name, value in values.items()}
