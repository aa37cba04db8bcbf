"""What may leave the house, and the site that carries it."""

from amparo.publish.build import site_files
from amparo.publish.policy import effective_exposure, public_statements
from amparo.publish.release import COLUMNS, Figure, PersonEvent, PersonPage, Release, Spell, Words, empty
from amparo.publish.tables import restored
from amparo.publish.writing import write_site

__all__ = [
    "COLUMNS",
    "Figure",
    "PersonEvent",
    "PersonPage",
    "Release",
    "Spell",
    "Words",
    "effective_exposure",
    "empty",
    "public_statements",
    "restored",
    "site_files",
    "write_site",
]
