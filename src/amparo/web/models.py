"""
What the app keeps beside the log: accounts, failed attempts, files being imported, and long work.

None of it is part of the record. A backup of the registry does not hold it, and losing the file
loses passphrases and unfinished work, nothing else.
"""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager["Account"]):
    """The accounts of this registry."""


class Account(AbstractBaseUser):
    """Somebody who works with the registry; ``name`` is what the log carries as ``recorded_by``."""

    name = models.CharField(max_length=60, unique=True)
    roles = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="es")
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Accounts] = Accounts()
    USERNAME_FIELD = "name"

    class Meta:
        db_table = "account"


class Attempt(models.Model):
    """Failed attempts to sign in, by account and address; the key is a hash, so that the table names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    last = models.DateTimeField()

    class Meta:
        db_table = "attempt"


class Draft(models.Model):
    """A file on its way into the record: kept until it is imported or dropped."""

    owner = models.ForeignKey(Account, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    name = models.TextField()
    content = models.BinaryField()
    steps = models.JSONField(default=dict)  # sheet, header row, what each column means
    map_name = models.TextField(blank=True)
    map_content = models.BinaryField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "draft"


class Job(models.Model):
    """Long work: who asked for it, how far it is, and what came of it."""

    owner = models.ForeignKey(Account, on_delete=models.CASCADE)
    kind = models.CharField(max_length=30)
    wanted = models.JSONField(default=dict)
    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True)
    state = models.CharField(max_length=10, default="waiting")  # waiting, running, done, failed, cancelled
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    is_called_off = models.BooleanField(default=False)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "job"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in ("done", "failed", "cancelled")
