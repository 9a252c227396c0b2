# SPDX-License-Identifier: Apache-2.0
"""Helpers' own keys to a case: the person gives one under a name, and takes it back.

A helper's code works as the person's own does: Argon2id makes of it what finds and unwraps
the case's identity. A key that was taken back finds nothing any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from verweer.cases.access import CaseCode, keys_of, wrap_identity
from verweer.cases.logbook import note
from verweer.cases.models import Case, HelperKey
from verweer.cases.session import OpenCase
from verweer.kernel import Bilingual, InputError
from verweer.proof import open_text, seal_text

LONGEST_NAME = 80
_MOST_KEYS = 10


class CannotGive(InputError):
    """No key can be given as was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenKey:
    """A key as the person sees it."""

    id: str
    name: str
    given: datetime


def give_key(held: OpenCase, key_id: str, name: str, *, code: CaseCode, now: datetime) -> None:
    """Let a helper's code open the case too; raises CannotGive."""
    plain = " ".join(name.split())
    if not plain or len(plain) > LONGEST_NAME:
        raise CannotGive(_NAME_NEEDED)
    if HelperKey.objects.filter(id=key_id).exists():
        raise CannotGive(_SHOWN_BEFORE)
    if HelperKey.objects.filter(case_id=held.case_id).count() >= _MOST_KEYS:
        raise CannotGive(_TOO_MANY)
    keys, case = keys_of(code, bytes(settings.CASE_SALT)), Case.objects.get(id=held.case_id)
    HelperKey.objects.create(
        id=key_id,
        case=case,
        locator_digest=keys.locator_digest,
        wrapped_identity=wrap_identity(held.identity, keys),
        name=seal_text(plain.encode(), case.recipient),
        given=now,
    )
    note("key-given", held.case_id, actor=held.actor, key=key_id)


def take_back_key(held: OpenCase, key_id: str) -> None:
    """Close the case to a helper at once."""
    deleted, _ = HelperKey.objects.filter(id=key_id, case_id=held.case_id).delete()
    if deleted:
        note("key-taken-back", held.case_id, actor=held.actor, key=key_id)


def given_keys(held: OpenCase) -> Sequence[GivenKey]:
    """Return the keys that were given, the oldest first."""
    return tuple(
        GivenKey(id=key.id, name=open_text(bytes(key.name), held.identity).decode(), given=key.given)
        for key in HelperKey.objects.filter(case_id=held.case_id).order_by("given", "id")
    )


_NAME_NEEDED = Bilingual(
    nl=f"Vul in voor wie de code is, in hoogstens {LONGEST_NAME} tekens.",
    en=f"Say for whom the code is, in at most {LONGEST_NAME} characters.",
)
_SHOWN_BEFORE = Bilingual(
    nl="Deze code is al gemaakt en wordt niet nog eens getoond. Neem hem terug en maak een nieuwe.",
    en="This code was made already and is not shown again. Take it back and make a new one.",
)
_TOO_MANY = Bilingual(
    nl=f"Er zijn al {_MOST_KEYS} codes gegeven. Neem er eerst een terug.",
    en=f"{_MOST_KEYS} codes were given already. Take one back first.",
)
