"""The pages of the running app, timed as a browser asks for them."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

from tests.web.running import PASSPHRASE, WHO, Visitor, serving

from amparo.store import open_registry

_PERSONS = 20
OK, BEING_READ = 200, 503


def over_http(folder: Path, who: str) -> Iterator[tuple[str, list[float]]]:
    """Yield pages with the seconds that each asking took, the first one first."""
    with open_registry(folder) as registry:
        log = registry.log()
        persons = log.filter(log["subject_kind"] == "person")["subject"].unique(maintain_order=True).to_list()[5 : 5 + _PERSONS]
    begun = perf_counter()
    with serving(folder, folder.parent / "log.txt") as served:
        visitor = Visitor(served).enter()
        visitor.post("/first/account", {"name": WHO, "passphrase": PASSPHRASE, "again": PASSPHRASE})
        yield "start the app and make an account", [perf_counter() - begun]
        yield "first sign of life", [_answered(visitor, "/")[0]]
        yield "first page", [_asked(visitor, "/")]
        yield "person page", [_asked(visitor, f"/people/{one}?on=2025-12-01") for one in (who, *persons)]
        yield "people search", [_asked(visitor, f"/people?q={words}") for words in ("ana+perez", "luis", "nunez", "rosa+guerra", "")]
        count = "/questions/count?moment=stock&state=deprived&on="
        yield "count", [_asked(visitor, f"{count}2025-{month:02}-01") for month in range(6, 13)]
        yield "count by sex", [_asked(visitor, f"{count}2025-{month:02}-02&by=sex") for month in range(6, 13)]
        yield "claims", [_asked(visitor, "/questions/claims") for _ in range(3)]
        yield "facility", [_asked(visitor, f"/questions/facilities/F-{place:02}?on=2025-12-01") for place in range(5)]
        changed = f"/people/{who}/say"
        visitor.post(changed, {"what": "event:transfer", "date": "2025-12-02", "source": "a", "facility": "Centro 3"})
        yield "person page after a statement", [_asked(visitor, f"/people/{who}?on=2025-12-01")]
        yield "count after a statement", [_asked(visitor, f"{count}2025-12-05")]
        yield f"memory of the app at most: {_peak():,} MB", [0.0]


def _peak() -> int:
    """Return the megabytes that the process of the app has taken up at most; 0 where the system does not tell."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    if not children.exists():
        return 0
    status = Path(f"/proc/{children.read_text(encoding='utf-8').split()[0]}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) // 1000 for line in status.splitlines() if line.startswith("VmHWM"))


def _asked(visitor: Visitor, path: str) -> float:
    """Return the seconds until a page is there; one that says that the log is still being read is asked again, as a browser does."""
    begun = perf_counter()
    while (status := _answered(visitor, path)[1]) == BEING_READ:
        sleep(0.2)
    assert status == OK, (path, status)
    return perf_counter() - begun


def _answered(visitor: Visitor, path: str) -> tuple[float, int]:
    """Return the seconds until some answer, and its status."""
    begun = perf_counter()
    answer = visitor.get(path)
    return perf_counter() - begun, answer.status
