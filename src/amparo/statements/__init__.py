"""What sources state, how it is written down for ever, and how its dates are read."""

from amparo.statements.canonical import COLUMNS, canonical_bytes, canonical_json, row_of
from amparo.statements.checkpoint import Checkpoint, read_checkpoint
from amparo.statements.dates import interval
from amparo.statements.ledger import SALT_BYTES, Frontier, leaf_hash
from amparo.statements.standing import standing
from amparo.statements.types import DEFAULT_EXPOSURE, PUBLIC_EXPOSURE, PersonId, Statement, StatementId
from amparo.statements.vocabulary import kinds, kinds_of, label, margin, nearest, vocabulary

__all__ = [
    "COLUMNS",
    "DEFAULT_EXPOSURE",
    "PUBLIC_EXPOSURE",
    "SALT_BYTES",
    "Checkpoint",
    "Frontier",
    "PersonId",
    "Statement",
    "StatementId",
    "canonical_bytes",
    "canonical_json",
    "interval",
    "kinds",
    "kinds_of",
    "label",
    "leaf_hash",
    "margin",
    "nearest",
    "read_checkpoint",
    "row_of",
    "standing",
    "vocabulary",
]
