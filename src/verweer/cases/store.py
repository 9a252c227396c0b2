# SPDX-License-Identifier: Apache-2.0
"""Cases in the database and on disk: open, find by code, keep answers, erase."""

import json
import os
import secrets
import shutil
import stat
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from verweer.cases.access import CaseCode, WrongCode, keys_of, new_identity, unwrap_identity, wrap_identity
from verweer.cases.answers import Answers, as_answers, is_adult
from verweer.cases.logbook import note
from verweer.cases.models import Case, HelperKey, State
from verweer.cases.session import OpenCase
from verweer.kernel import EvidenceError
from verweer.promises.book import forget
from verweer.proof import Actor, Copy, open_text, seal_text
from verweer.remedies import YesNoUnsure


class UnsafeFolder(EvidenceError):
    """Others can reach the folder in which cases are made."""


def open_case(code: CaseCode, *, now: datetime) -> OpenCase:
    """Make a new, empty case that this code opens."""
    keys = keys_of(code, bytes(settings.CASE_SALT))
    identity, recipient = new_identity()
    case = Case.objects.create(
        id=secrets.token_hex(8),
        locator_digest=keys.locator_digest,
        recipient=recipient,
        wrapped_identity=wrap_identity(identity, keys),
        opened=now,
        touched=now,
    )
    return OpenCase(case_id=case.id, identity=identity, unconfirmed_code=code.written)


def find_case(code: CaseCode) -> OpenCase:
    """Return the case that a code opens, the person's or a helper's, or raise WrongCode."""
    keys = keys_of(code, bytes(settings.CASE_SALT))
    case = Case.objects.filter(locator_digest=keys.locator_digest).first()
    if case is not None:
        return OpenCase(case_id=case.id, identity=unwrap_identity(bytes(case.wrapped_identity), keys))
    given = HelperKey.objects.filter(locator_digest=keys.locator_digest).first()
    if given is None:
        raise WrongCode
    identity = unwrap_identity(bytes(given.wrapped_identity), keys)
    return OpenCase(case_id=given.case_id, identity=identity, helper_key=given.id)


def read_answers(case: Case, identity: str) -> Answers:
    """Return the answers typed so far."""
    if not case.draft:
        return {}
    return as_answers(json.loads(open_text(bytes(case.draft), identity)))


def keep_answer(held: OpenCase, question: str, answer: dict[str, str], *, now: datetime) -> None:
    """Save the answer to one question; answers given in another tab stay.

    Once the person depicted is under 18, nothing is kept but that answer.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().get(id=held.case_id)
        if case.state != State.DRAFT:
            return
        answers = {**read_answers(case, held.identity), question: answer}
        if is_adult(answers) is YesNoUnsure.NO:
            answers = {"veilig": answers["veilig"]}
        case.draft = seal_text(json.dumps(answers).encode(), case.recipient)
        case.touched = now
        case.save(update_fields=["draft", "touched"])


def erase_case(case_id: str, *, actor: Actor) -> None:
    """Remove a case from the database and the disk; a worker that is busy with it finds it gone."""
    note("case-erased", case_id, actor=actor, copy=Copy.EVIDENTIAL)
    with transaction.atomic():
        forget(case_id)
        Case.objects.filter(id=case_id).delete()
    shutil.rmtree(sealed_folder(case_id), ignore_errors=True)
    shutil.rmtree(working_folder(case_id), ignore_errors=True)
    shutil.rmtree(open_folder(case_id), ignore_errors=True)


def working_folder(case_id: str) -> Path:
    """Return where the worker builds a case, readable until it is sealed."""
    return Path(settings.ENVIRONMENT.work) / case_id


def open_folder(case_id: str) -> Path:
    """Return where a sealed case lies open while the person adds something to it."""
    return Path(settings.ENVIRONMENT.work) / f"{case_id}.open"


def working_root() -> Path:
    """Return the folder of all cases that are being made, reachable by its owner only; raises UnsafeFolder."""
    root = Path(settings.ENVIRONMENT.work)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = root.lstat()
    if not stat.S_ISDIR(held.st_mode) or held.st_uid != os.geteuid() or held.st_mode & 0o077:
        message = f"{root} is not a folder of this user alone; remove it, or name another one in VERWEER_WORK."
        raise UnsafeFolder(message)
    return root


def sealed_folder(case_id: str) -> Path:
    """Return where the sealed files of a case lie."""
    return Path(settings.ENVIRONMENT.data) / "cases" / case_id
