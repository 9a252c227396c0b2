# SPDX-License-Identifier: Apache-2.0
"""What the database keeps of a case: no name, no link, no address; only sealed bytes and how far it is."""

from typing import ClassVar

from django.db import models


class State(models.TextChoices):
    """Where a case stands at the desk."""

    DRAFT = "draft"
    BUILDING = "building"
    READY = "ready"


class Case(models.Model):
    """One case. `draft` holds the typed answers, encrypted to `recipient`; only the case code opens it."""

    id = models.CharField(primary_key=True, max_length=32)
    locator_digest = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(max_length=100)
    wrapped_identity = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    opened = models.DateTimeField()
    touched = models.DateTimeField()
    draft = models.BinaryField(default=bytes)

    class Meta:
        """Name the index on which forgotten drafts are found."""

        indexes: ClassVar = [models.Index(fields=["state", "touched"])]

    def __str__(self) -> str:
        """Return the id, which tells nothing."""
        return self.id


class HelperKey(models.Model):
    """A helper's own way into a case, given by the person; `name` is encrypted to the case's recipient."""

    id = models.CharField(primary_key=True, max_length=32)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="helper_keys")
    locator_digest = models.CharField(max_length=64, unique=True)
    wrapped_identity = models.BinaryField()
    name = models.BinaryField()
    given = models.DateTimeField()

    def __str__(self) -> str:
        """Return the id, which tells nothing."""
        return self.id
