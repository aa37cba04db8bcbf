"""Foreign files to proposed statements: nothing here records anything."""

from amparo.ingest.bundled import propose_cases, propose_claims, propose_facilities, propose_stages
from amparo.ingest.delimited import read_delimited
from amparo.ingest.proposals import Fact, Proposals, Record
from amparo.ingest.tables import Table

__all__ = [
    "Fact",
    "Proposals",
    "Record",
    "Table",
    "propose_cases",
    "propose_claims",
    "propose_facilities",
    "propose_stages",
    "read_delimited",
]
