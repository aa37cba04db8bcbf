"""Foreign files to proposed statements: nothing here records anything."""

from amparo.ingest.bundled import propose_cases, propose_claims, propose_facilities, propose_pledges, propose_stages
from amparo.ingest.casefiles import check_cases, propose_casefile, read_cases
from amparo.ingest.cells import usual_words
from amparo.ingest.delimited import read_delimited
from amparo.ingest.files import file_content, read_table, sheets_of
from amparo.ingest.guard import Limits
from amparo.ingest.guessing import guessed_roles, plain_heading
from amparo.ingest.lists import propose_list
from amparo.ingest.mapfile import read_map
from amparo.ingest.mapping import ListMap
from amparo.ingest.mapwriting import KIND, PARTS, AboutList, map_file, unknown_words
from amparo.ingest.proposals import Fact, Proposals, Record
from amparo.ingest.refused import is_correction, refused_table
from amparo.ingest.spreadsheet import read_spreadsheet
from amparo.ingest.tables import Table

__all__ = [
    "KIND",
    "PARTS",
    "AboutList",
    "Fact",
    "Limits",
    "ListMap",
    "Proposals",
    "Record",
    "Table",
    "check_cases",
    "file_content",
    "guessed_roles",
    "is_correction",
    "map_file",
    "plain_heading",
    "propose_casefile",
    "propose_cases",
    "propose_claims",
    "propose_facilities",
    "propose_list",
    "propose_pledges",
    "propose_stages",
    "read_cases",
    "read_delimited",
    "read_map",
    "read_spreadsheet",
    "read_table",
    "refused_table",
    "sheets_of",
    "unknown_words",
    "usual_words",
]
