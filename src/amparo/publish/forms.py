"""The forms in which public data can be exported, each as files by their names."""

from collections.abc import Callable, Mapping

from amparo.publish import claimreview, exchange, package, tables
from amparo.publish.release import Release, check
from amparo.publish.voice import Voice
from amparo.words import LANGUAGES


def export_forms() -> Mapping[str, Callable[[Release], Mapping[str, bytes]]]:
    """Return how each form is made."""
    return {
        "csv": _checked(lambda release: _flat({**tables.data_files(release), **_descriptions(release)})),
        "parquet": _checked(
            lambda release: {f"{table}.parquet": package.parquet(release, table) for table in tables.TABLES} | _flat(_descriptions(release))
        ),
        "sqlite": _checked(lambda release: _flat({package.SQLITE: package.sqlite(release), **_descriptions(release)})),
        "ftm": _checked(lambda release: {"entities.ftm.json": exchange.followthemoney(release)}),
        "popolo": _checked(lambda release: {"popolo.json": exchange.popolo(release)}),
        "claimreview": _checked(_reviews),
    }


def _reviews(release: Release) -> Mapping[str, bytes]:
    return {f"claimreview.{one}.jsonld": claimreview.file(release, Voice(one, release.notes_language)) for one in LANGUAGES}


def _descriptions(release: Release) -> Mapping[str, bytes]:
    described = package.package_files(release)
    return {path: described[path] for path in (package.DATAPACKAGE, package.EDITION)}


def _checked(make: Callable[[Release], Mapping[str, bytes]]) -> Callable[[Release], Mapping[str, bytes]]:
    def checked(release: Release) -> Mapping[str, bytes]:
        check(release)
        return make(release)

    return checked


def _flat(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path.rpartition("/")[2]: content for path, content in files.items()}
