"""What sources state, how it is written down for ever, and how its dates are read."""

from amparo.statements.canonical import COLUMNS, canonical_bytes, canonical_json, row_of
from amparo.statements.checkpoint import Checkpoint, read_checkpoint
from amparo.statements.dates import PartialDate, interval, intervals, is_edtf, partial_date
from amparo.statements.ledger import SALT_BYTES, Frontier, leaf_hash
from amparo.statements.phrases import DateConvention, ReadDate, read_date, to_edtf
from amparo.statements.standing import came_or_went, standing, standing_since
from amparo.statements.types import DEFAULT_EXPOSURE, PUBLIC_EXPOSURE, PersonId, Statement, StatementId
from amparo.statements.vocabulary import kinds, kinds_of, label, margin, nearest, vocabulary

__all__ = [
    "COLUMNS",
    "DEFAULT_EXPOSURE",
    "PUBLIC_EXPOSURE",
    "SALT_BYTES",
    "Checkpoint",
    "DateConvention",
    "Frontier",
    "PartialDate",
    "PersonId",
    "ReadDate",
    "Statement",
    "StatementId",
    "came_or_went",
    "canonical_bytes",
    "canonical_json",
    "interval",
    "intervals",
    "is_edtf",
    "kinds",
    "kinds_of",
    "label",
    "leaf_hash",
    "margin",
    "nearest",
    "partial_date",
    "read_checkpoint",
    "read_date",
    "row_of",
    "standing",
    "standing_since",
    "to_edtf",
    "vocabulary",
]
