# SPDX-License-Identifier: Apache-2.0
"""From told facts to a sealed case: the web orders a build, the worker keeps that promise.

The order is durable before the person is told: facts on disk, then state and promise in
one transaction. While a case is built its files lie readable in the working folder, which
is in memory where there is room; when it is done each is sealed to the case's key and the
working folder is wiped. After a restart of the machine the folder is gone: the case is a
draft again, with every answer, and the person presses the button once more.
"""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from pydantic import TypeAdapter

from verweer.cases.late_stamps import AGAIN, STAMP_PACKAGES, short_of_stamps
from verweer.cases.logbook import note
from verweer.cases.models import Case, State
from verweer.cases.store import erase_case, sealed_folder, working_folder, working_root
from verweer.kernel import system_clock
from verweer.promises.book import promise, try_again
from verweer.promises.model import Kept, Promise, ToCome
from verweer.promises.models import PromiseRow
from verweer.proof import Actor, Copy, Custody, is_sealed, seal_folder
from verweer.remedies import Facts

BUILD_CASE = "build-case"
Build = Callable[[Path, str], None]
"""Builds the case in a working folder that holds `facts.json`, from wherever an earlier attempt stopped."""


def order_build(case_id: str, facts: Facts, *, now: datetime) -> None:
    """Write the facts for the worker and promise to build the case; ordering twice is ordering once."""
    folder = working_root() / case_id
    folder.mkdir(exist_ok=True, mode=0o700)
    if Case.objects.filter(id=case_id, state=State.DRAFT).exists():
        _write_whole(folder / "facts.json", TypeAdapter(Facts).dump_json(facts))
    with transaction.atomic():
        changed = Case.objects.filter(id=case_id, state=State.DRAFT).update(state=State.BUILDING, touched=now)
        if changed:
            promise(BUILD_CASE, case_id, due=now, now=now)


def is_stuck(case_id: str) -> bool:
    """Return whether building failed so often that it waits for someone to try again."""
    return PromiseRow.objects.filter(kind=BUILD_CASE, subject=case_id, needs_person=True).exists()


def build_again(case_id: str, *, now: datetime) -> bool:
    """Try a stuck build again; what was done is not done twice."""
    return try_again(BUILD_CASE, case_id, now=now)


def keep_build_promise(promised: Promise, build: Build) -> Kept:
    """Build the case, seal it, wipe the working folder; done again after a kill, it goes on."""
    case = Case.objects.filter(id=promised.subject).first()
    work, sealed = working_folder(promised.subject), sealed_folder(promised.subject)
    if case is None:
        erase_case(promised.subject, actor=Actor.PROGRAM)
        return Kept()
    if not is_sealed(sealed) and not (work / "facts.json").exists():
        return Kept(record=lambda: _back_to_draft(case.id))
    if not is_sealed(sealed):
        build(work, case.id)
    missing = short_of_stamps(work) if not is_sealed(sealed) else {}
    log = Custody(work / "custody.jsonl", system_clock).head()
    seal_folder(work, sealed, case.recipient)
    if log is not None:
        note("case-sealed", case.id, actor=Actor.PROGRAM, copy=Copy.EVIDENTIAL, log=log.digest.hex, line=log.sequence)
    if not Case.objects.filter(id=case.id).exists():
        erase_case(case.id, actor=Actor.PROGRAM)
    later = ToCome(kind=STAMP_PACKAGES, subject=case.id, due=system_clock() + AGAIN, payload=missing)
    return Kept(record=lambda: _mark_ready(case.id), then=(later,) if missing else ())


def _back_to_draft(case_id: str) -> None:
    """Let the person start again: the machine restarted, and what lay in memory is gone; the answers are sealed."""
    Case.objects.filter(id=case_id, state=State.BUILDING).update(state=State.DRAFT)


def _mark_ready(case_id: str) -> None:
    Case.objects.filter(id=case_id).update(state=State.READY, draft=b"")


def _write_whole(target: Path, content: bytes) -> None:
    aside = target.with_name(f".{target.name}.part")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(target)
