"""
How long a site of many persons takes: ``python -m benchmarks.site.publish [PERSONS]``.

Persons are invented: two given names and two surnames drawn from lists of common ones, with a name, an arrest in one of
fifty facilities and, for most, a release; four statements each, public, in a registry on the disk.
"""

import gzip
import resource
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from amparo.publish import site_files, write_site
from amparo.statements import Statement
from amparo.store import create_registry
from amparo.workflows.publishing import release_of
from amparo.workflows.session import Session

GIVEN = ("Ana", "José", "María", "Luis", "Carmen", "Juan", "Rosa", "Pedro", "Luz", "Carlos", "Elena", "Jesús", "Marta", "Rafael", "Inés",
         "Miguel", "Nélida", "Andrés", "Yolanda", "Ángel", "Gladys", "Ramón", "Belén", "Félix", "Iraida", "Óscar")  # fmt: skip
SURNAMES = ("Pérez", "González", "Rodríguez", "Hernández", "García", "Martínez", "López", "Sánchez", "Ramírez", "Díaz", "Torres", "Rivas",
            "Núñez", "Peña", "Ñáñez", "Colmenares", "Urdaneta", "Salazar", "Guerra", "Marcano", "Bastidas", "Contreras", "Zambrano",
            "Briceño", "Mendoza", "Rojas", "Figueroa", "Quintero", "Aponte", "Lugo", "Yánez", "Escalona", "Villalobos")  # fmt: skip


def statements(persons: int, session: Session) -> list[Statement]:
    """Return the public statements on as many invented persons, and on fifty facilities."""
    rng = Random(7)
    said: list[tuple[str, str, str, Any, str | None]] = []  # Any: values of statements
    for place in range(50):
        said.append(("facility", f"F-{place}", "name", f"Centro {place}", None))
        said.append(("facility", f"F-{place}", "state", rng.choice(["Miranda", "Aragua", "Carabobo", "Zulia"]), None))
    for number in range(persons):
        person = f"p{rng.getrandbits(80):020x}"[:17]
        name = f"{rng.choice(GIVEN)} {rng.choice(GIVEN)} {rng.choice(SURNAMES)} {rng.choice(SURNAMES)}"
        said.append(("person", person, "name", name, None))
        day = f"2025-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
        said.append(("person", person, "event", {"kind": "arrest", "facility": f"Centro {rng.randrange(50)}"}, day))
        if number % 4:
            said.append(("person", person, "event", {"kind": "release_conditional"}, f"2026-0{rng.randint(1, 3)}"))
        if number % 3 == 0:
            said.append(("person", person, "event", {"kind": "charge", "note": "terrorismo"}, f"{day[:7]}"))
    now = session.now()
    return [
        Statement(subject_kind=kind, subject=subject, property=name, value=value, happened_on=on, exposure=5, recorded_at=now,
                  recorded_by="benchmark", source=f"fuente-{n % 40}.example", locator={"url": f"https://example.org/{n}"})
        for n, (kind, subject, name, value, on) in enumerate(said)
    ]  # fmt: skip


def _cpu() -> float:
    """Return the seconds of CPU of this process and of those that it has waited for."""
    return sum(
        resource.getrusage(who).ru_utime + resource.getrusage(who).ru_stime for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )


def main(persons: int) -> None:
    """Publish and print the times."""
    with tempfile.TemporaryDirectory() as folder:
        session = Session(create_registry(Path(folder) / "registry"), "benchmark")
        session.registry.append(statements(persons, session), at=session.now())
        marks = [(time.perf_counter(), _cpu())]

        def mark(what: str) -> None:
            marks.append((time.perf_counter(), _cpu()))
            wall, cpu = (marks[-1][n] - marks[-2][n] for n in (0, 1))
            print(f"{what:>24}: {wall:6.1f} s, {cpu:6.1f} s of CPU", flush=True)

        release = release_of(session)
        mark("release")
        files = site_files(release)
        mark("pages")
        write_site(files, Path(folder) / "site")
        mark("writing")
        size = sum(map(len, files.values()))
        index = len(gzip.compress(files["names/index.js"], 9))
        print(f"{len(release.persons)} persons, {len(files)} files, {size / 1e6:.0f} MB; index of names {index / 1000:.0f} KB compressed")
        print(f"total {marks[-1][0] - marks[0][0]:.1f} s, {marks[-1][1] - marks[0][1]:.1f} s of CPU; "
              f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB at most")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
