# SPDX-License-Identifier: Apache-2.0
"""What a person hands in joins the case: kept apart, receipted, timestamped, noted in the custody log.

Each file is whole in its own folder before the case speaks of it. A kill in between
loses nothing: whatever has a receipt is taken up by the next hand-in or `case resume`.
"""

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from verweer.cases.finishing import Finishing
from verweer.cases.folder import CaseFolder, receipt_name
from verweer.cases.items import join_handed_in
from verweer.cases.labelling import with_handed_in_labels
from verweer.cases.model import CaseRecord, HandedIn, Route, Step, StepState
from verweer.cases.outside import Outside
from verweer.cases.progress import step_of, with_step
from verweer.evidence import Mode, Stamping, capturing_with, stamp_package
from verweer.fingerprints import Fingerprint
from verweer.intake import ABOUT, SCHEMA, AlreadyHere, Arrived, Desk, Receipt, Refusal, Refused, Told, take_in
from verweer.kernel import Bilingual, Clock, Digest
from verweer.proof import Custody, InstallationKey, key_fingerprint
from verweer.remedies import Facts, YesNoUnsure

MOST_FILES = 200
_ARRIVING = "handed-in/.arriving"
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A file as it is offered: where it lies, and what it was called when that is not its name on disk."""

    path: Path
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The file was taken in."""

    receipt: Receipt
    stamping: Stamping


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBefore:
    """These very bytes were handed in before, under this number."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """The file was refused, with the sentence for the person."""

    reason: Bilingual


Outcome = Taken | TakenBefore | NotTaken


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFingerprints:
    """The fingerprints of all files that were captured, kept so that later finds can be compared."""

    fingerprints: tuple[Fingerprint, ...]


def hand_in(
    folder: CaseFolder, offered: Sequence[Offered], told: Told, *, outside: Outside, clock: Clock, largest: int
) -> tuple[Outcome, ...]:
    """Take files in, one outcome for each; raises Refused when this case takes nothing in at all."""
    refuse_closed(folder.read_record(), folder.read_facts())
    with folder.held():
        custody, facts = Custody(folder.custody, clock), folder.read_facts()
        before = folder.read_record()
        record = take_up(before, folder, custody)
        our_key = InstallationKey.load_or_create(outside.capturing.keys / "wacz-signing.pem").public
        desk = Desk(keeps_images=record.mode is Mode.SEALED, our_key=key_fingerprint(our_key), largest=largest)
        found = []
        for each in offered:
            outcome, record = _one(record, each, told, folder=folder, desk=desk, custody=custody)
            found.append(outcome)
        record = with_handed_in_items(with_stamps(record, folder, outside), folder, outside)
        if record != before:
            folder.write_record(record)
        finishing = Finishing(folder=folder, facts=facts, outside=outside, clock=clock, custody=custody)
        if record.finished is not None and step_of(record, Step.DOSSIER).state is not StepState.DONE:
            _tell_dossier(record, finishing)
        if record.finished is not None:
            finishing.close(record)
    stamped = {each.number: each.stamping for each in record.handed_in}
    return tuple(
        replace(each, stamping=stamped[each.receipt.number]) if isinstance(each, Taken) else each for each in found
    )


def refuse_closed(record: CaseRecord, facts: Facts) -> None:
    """Raise Refused for a case that takes nothing in: a minor's, or one that keeps links only."""
    if record.route is Route.MINOR or facts.adult is not YesNoUnsure.YES:
        raise Refused(Refusal.MINOR)
    if record.mode is Mode.LINK_ONLY:
        raise Refused(Refusal.LINK_ONLY)


def take_up(record: CaseRecord, folder: CaseFolder, custody: Custody) -> CaseRecord:
    """Return the record with every file that has a receipt, the ones before a kill too; half-arrived ones go."""
    shutil.rmtree(folder.path / _ARRIVING, ignore_errors=True)
    noted = {each.number for each in record.handed_in}
    for number in sorted(set(_numbers(folder)) - noted):
        content = (folder.path / receipt_name(number)).read_bytes()
        record = _noted(record, folder.read_receipt(number), Digest.of(content), folder=folder, custody=custody)
    return record


def with_stamps(record: CaseRecord, folder: CaseFolder, outside: Outside) -> CaseRecord:
    """Ask the authorities that did not stamp a receipt yet, and return the record as it now stands."""
    if not any(is_short_of_stamps(each) for each in record.handed_in):
        return record
    with capturing_with(outside.capturing) as capturing:
        stamped = tuple(
            replace(each, stamping=stamp_package(folder.path / receipt_name(each.number), capturing.timestampers))
            if is_short_of_stamps(each)
            else each
            for each in record.handed_in
        )
    return replace(record, handed_in=stamped)


def is_short_of_stamps(handed_in: HandedIn) -> bool:
    """Return whether a receipt has fewer timestamps than two."""
    return handed_in.stamping is not Stamping.STAMPED_TWICE


def with_handed_in_items(record: CaseRecord, folder: CaseFolder, outside: Outside) -> CaseRecord:
    """Join what was handed in to the items, once those of the captures are known."""
    return joined(record, folder, outside) if step_of(record, Step.ITEMS).state is StepState.DONE else record


def joined(record: CaseRecord, folder: CaseFolder, outside: Outside) -> CaseRecord:
    """Return the record with what was handed in joined to its items, and looked into for labels."""
    kept = (folder.path / "fingerprints.json").exists()
    known: Sequence[Fingerprint] = folder.read("fingerprints.json", KeptFingerprints).fingerprints if kept else ()
    receipts = [folder.read_receipt(each.number) for each in record.handed_in]
    prints = {receipt.number: receipt.fingerprint for receipt in receipts if receipt.fingerprint}
    found = replace(record, items=join_handed_in(record.items, known, prints))
    return with_handed_in_labels(found, folder, outside.label_trust)


def _tell_dossier(record: CaseRecord, finishing: Finishing) -> None:
    """Make the dossier of a finished case again; letters stay as they are, since they may have been sent."""
    told = finishing.write(record)
    done = replace(step_of(told, Step.DOSSIER), state=StepState.DONE, done=1, total=1)
    finishing.folder.write_record(with_step(told, done))


def _one(
    record: CaseRecord, offered: Offered, told: Told, *, folder: CaseFolder, desk: Desk, custody: Custody
) -> tuple[Outcome, CaseRecord]:
    known = {each.digest: each.number for each in record.handed_in}
    arriving = folder.path / _ARRIVING
    try:
        _fresh(arriving, len(known))
        arrived = take_in(offered.path, arriving, desk, is_known=known.__contains__, name=offered.name)
        if isinstance(arrived, AlreadyHere):
            custody.append("handed-in-again", digest=arrived.digest.hex, by=told.by.value)
            return TakenBefore(number=known[arrived.digest]), record
        number = max((each.number for each in record.handed_in), default=0) + 1
        receipt = _receipt(arrived, told, record, number, custody.clock())
        _settle(receipt, arriving, folder)
    except Refused as refused:
        return NotTaken(reason=refused.sentence), record
    finally:
        shutil.rmtree(arriving, ignore_errors=True)
    digest = Digest.of_file(folder.path / receipt_name(number))
    record = _noted(record, receipt, digest, folder=folder, custody=custody)
    return Taken(receipt=receipt, stamping=Stamping.UNSTAMPED), record


def _receipt(arrived: Arrived, told: Told, record: CaseRecord, number: int, now: datetime) -> Receipt:
    return Receipt(
        schema=SCHEMA,
        about=ABOUT,
        case=record.id,
        number=number,
        received=now.replace(microsecond=0),
        file=arrived.file,
        told=told,
        looked=arrived.looked,
        fingerprint=arrived.fingerprint,
    )


def _settle(receipt: Receipt, arriving: Path, folder: CaseFolder) -> None:
    """Give a whole file and its receipt their place at once, readable and no more."""
    try:
        folder.write(f"{_ARRIVING}/receipt.json", receipt)
        for file in arriving.iterdir():
            file.chmod(0o400)
        arriving.rename(folder.path / f"handed-in/{receipt.number}")
    except OSError as cause:
        raise Refused(Refusal.NO_ROOM) from cause


def _fresh(arriving: Path, already: int) -> None:
    if already >= MOST_FILES:
        raise Refused(Refusal.TOO_MANY)
    shutil.rmtree(arriving, ignore_errors=True)
    try:
        arriving.mkdir(parents=True, mode=0o700)
    except OSError as cause:
        raise Refused(Refusal.NO_ROOM) from cause


def _noted(record: CaseRecord, receipt: Receipt, digest: Digest, *, folder: CaseFolder, custody: Custody) -> CaseRecord:
    """Return the record with one more file, noted in the custody log once and in the case's own list."""
    log = custody.path.read_bytes() if custody.path.exists() else b""
    if digest.hex.encode() not in log:
        custody.append(
            "handed-in",
            number=receipt.number,
            digest=receipt.file.sha256.hex,
            receipt=digest.hex,
            by=receipt.told.by.value,
            kept="yes" if receipt.file.name else "no",
        )
    handed_in = HandedIn(number=receipt.number, digest=receipt.file.sha256, receipt=digest)
    record = replace(record, handed_in=(*record.handed_in, handed_in))
    # A dossier that does not tell of it is not done: `case resume` makes it again, should we be killed here.
    record = with_step(record, replace(step_of(record, Step.DOSSIER), state=StepState.WAITING, done=0))
    folder.write_record(record)
    return record


def _numbers(folder: CaseFolder) -> Iterator[int]:
    for receipt in (folder.path / "handed-in").glob("*/receipt.json"):
        if _NUMBER.fullmatch(receipt.parent.name):
            yield int(receipt.parent.name)
