# SPDX-License-Identifier: Apache-2.0
"""The two tables: promises that stand, and what happened to promises (which only grows)."""

from django.db import models


class PromiseRow(models.Model):
    """One promise. It is held while `holder` names a worker and `due`, moved forward by the lease, lies ahead."""

    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=128)
    promised_for = models.DateTimeField()
    due = models.DateTimeField()
    payload = models.JSONField(default=dict)
    attempts = models.PositiveIntegerField(default=0)
    holder = models.CharField(max_length=64, default="")
    trouble = models.CharField(max_length=300, default="")
    needs_person = models.BooleanField(default=False)

    class Meta:
        """One promise of a kind for a subject; found by when it is due."""

        constraints = (models.UniqueConstraint(fields=("kind", "subject"), name="one_promise_of_a_kind"),)
        indexes = (models.Index(fields=("needs_person", "due"), name="promises_by_due"),)

    def __str__(self) -> str:
        """Name the promise."""
        return f"{self.kind}/{self.subject}"


class EventRow(models.Model):
    """Something that happened to a promise; `number` is the promise's, also after it is gone."""

    class What(models.TextChoices):
        """What can happen to a promise."""

        PROMISED = "promised"
        KEPT = "kept"
        FAILED = "failed"
        HANDED_TO_PERSON = "handed-to-person"
        TRIED_AGAIN = "tried-again"
        WITHDRAWN = "withdrawn"

    number = models.BigIntegerField()
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=128, db_index=True)
    what = models.CharField(max_length=20, choices=What.choices)
    at = models.DateTimeField()
    trouble = models.CharField(max_length=300, default="")

    def __str__(self) -> str:
        """Name the event."""
        return f"{self.what} {self.kind}/{self.subject}"
