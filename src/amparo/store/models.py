"""
The tables of a registry: the log of statements, its heads, the originals, and the registry's own values.

Migrations and screens use these models; bulk appending and reading go through
``append.py`` and ``columns.py``, which name the same columns.
"""

from django.db import models


class LoggedStatement(models.Model):
    """
    One leaf of the log.

    The body is the statement's canonical bytes and its only copy: what is read,
    what is hashed and what is verified are the same. Salt and body can be
    erased one day; the leaf stays, and no root changes.
    """

    position = models.BigIntegerField(primary_key=True)  # 0, 1, 2 … without a gap
    leaf = models.BinaryField()
    salt = models.BinaryField(null=True)
    body = models.BinaryField(null=True)

    class Meta:
        db_table = "statement"


class Head(models.Model):
    """The Merkle tree after one acknowledged append: all that is needed to go on from there."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    peaks = models.BinaryField()  # the roots of the complete subtrees, 32 bytes each, largest first
    at = models.TextField()

    class Meta:
        db_table = "head"


class Original(models.Model):
    """A file as it was received, kept by its content hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    name = models.TextField()
    received_at = models.TextField()
    content = models.BinaryField()

    class Meta:
        db_table = "original"


class RegistryValue(models.Model):
    """A value of the registry itself: its name in checkpoints, the secret that mints ids."""

    key = models.CharField(max_length=40, primary_key=True)
    value = models.BinaryField()

    class Meta:
        db_table = "registry_value"
