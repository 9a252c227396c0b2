# SPDX-License-Identifier: Apache-2.0
"""A case folder: where each file of a case lies, written so that a kill at any moment loses nothing.

Every file appears under its name at once and whole (written aside, synced, renamed).
`work/` holds what only the building needs; it goes when the dossier is done.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from verweer.cases.model import CaseRecord, LabelsRecord
from verweer.evidence import Capture
from verweer.fingerprints import Fingerprint, Unreadable
from verweer.intake import Receipt
from verweer.kernel import EvidenceError, InputError
from verweer.parties import Trace
from verweer.remedies import Facts, Plan


class NoCaseHere(InputError):
    """The folder holds no case."""


class BusyFolder(InputError):
    """Another process is building this case right now."""


class DamagedFile(EvidenceError):
    """A file of the case cannot be read back."""


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """The files of one case below `path`."""

    path: Path

    @property
    def work(self) -> Path:
        """Return the folder of what only the building needs."""
        return self.path / "work"

    @property
    def custody(self) -> Path:
        """Return the custody log."""
        return self.path / "custody.jsonl"

    @property
    def lock(self) -> Path:
        """Return the file by which one process holds the case."""
        return self.path / ".lock"

    def read_record(self) -> CaseRecord:
        """Return where the case stands, or raise NoCaseHere."""
        if not (self.path / "case.json").exists():
            message = f"{self.path} holds no case; make one with `verweer case new FACTS.toml --out {self.path}`."
            raise NoCaseHere(message)
        record: CaseRecord = self.read("case.json", CaseRecord)
        return record

    def write_record(self, record: CaseRecord) -> None:
        """Save where the case stands."""
        self.write("case.json", record)

    def read_facts(self) -> Facts:
        """Return the facts as they were told."""
        facts: Facts = self.read("facts.json", Facts)
        return facts

    def read_trace(self) -> Trace:
        """Return the parties; their raw replies stand in evidence/replies/."""
        trace: Trace = self.read("parties.json", Trace)
        return trace

    def read_plan(self) -> Plan:
        """Return the tracks."""
        plan: Plan = self.read("plan.json", Plan)
        return plan

    def read_capture(self, number: int) -> Capture | None:
        """Return the capture of one link, or None when it was not ended yet."""
        name = f"work/captures/{number}.json"
        return self.read(name, Capture) if (self.path / name).exists() else None

    def read_fingerprint(self, digest: str) -> Fingerprint | Unreadable | None:
        """Return what was found in one file, or None when it was not read yet."""
        name = f"work/fingerprints/{digest}.json"
        return self.read(name, Fingerprint | Unreadable) if (self.path / name).exists() else None

    def read_labels(self, digest: str) -> LabelsRecord | None:
        """Return the labels of one file, or None when it was not looked into yet."""
        name = f"work/labels/{digest}.json"
        return self.read(name, LabelsRecord) if (self.path / name).exists() else None

    def read_receipt(self, number: int) -> Receipt:
        """Return the receipt of one file that was handed in."""
        receipt: Receipt = self.read(receipt_name(number), Receipt)
        return receipt

    def read(self, name: str, kind: Any) -> Any:  # noqa: ANN401 - a union of kinds is no type that mypy can follow
        """Return one JSON file of the case as a value."""
        try:
            return TypeAdapter(kind).validate_json((self.path / name).read_bytes())
        except (ValidationError, InputError, OSError, RecursionError) as cause:
            message = f"{name} of this case cannot be read back; put the folder's backup in its place."
            raise DamagedFile(message) from cause

    def write(self, name: str, value: object) -> None:
        """Write one value as indented JSON."""
        self.write_bytes(name, TypeAdapter(type(value)).dump_json(value, indent=2) + b"\n")

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write one file, whole or not at all."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        aside = target.with_name(f".{target.name}.part")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)

    def clear_work(self) -> None:
        """Remove what only the building needed, the media bodies among it."""
        shutil.rmtree(self.work, ignore_errors=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the case for one process; the hold ends with the process, however it ends."""
        with self.lock.open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as cause:
                message = "This case is being worked on by another process; wait until that has ended."
                raise BusyFolder(message) from cause
            yield


def receipt_name(number: int) -> str:
    """Return where the receipt of a file that was handed in lies."""
    return f"handed-in/{number}/receipt.json"


def new_folder(path: Path) -> CaseFolder:
    """Return an empty case folder, made with its parents, readable by its owner only."""
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        occupied = any(path.iterdir())
    except OSError as cause:
        message = f"{path} cannot be made or read: {cause.strerror}. Choose another folder."
        raise InputError(message) from cause
    if occupied:
        message = f"{path} is not empty; choose a new folder, or continue a case with `verweer case resume {path}`."
        raise InputError(message)
    return CaseFolder(path)


def as_json_line(event: dict[str, object]) -> str:
    """Return one event as one line of JSON."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))
