# SPDX-License-Identifier: Apache-2.0
"""Read a finished case from the sealed store with the key in the browser's cookie; nothing is cached."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from verweer.cases.folder import receipt_name
from verweer.cases.model import CaseRecord
from verweer.evidence.model import Stamping
from verweer.intake import Receipt
from verweer.parties.model import Trace
from verweer.proof import DamagedSeal, open_sealed, sealed_names
from verweer.remedies import Facts, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReceipt:
    """A receipt, and how far it is timestamped."""

    receipt: Receipt
    stamping: Stamping


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCase:
    """A sealed store and the identity that opens it."""

    folder: Path
    identity: str = field(repr=False)

    def names(self) -> frozenset[str]:
        """Return the paths of all files."""
        return sealed_names(self.folder, self.identity)

    def record(self) -> CaseRecord:
        """Return where the case stands."""
        record: CaseRecord = self._read("case.json", CaseRecord)
        return record

    def plan(self) -> Plan:
        """Return the tracks; a case on the minor's route has none."""
        return self._read("plan.json", Plan) if "plan.json" in self.names() else Plan(tracks=(), left_out=())

    def trace(self) -> Trace:
        """Return the parties; a case on the minor's route has none."""
        return self._read("parties.json", Trace) if "parties.json" in self.names() else Trace(parties=(), replies=())

    def facts(self) -> Facts:
        """Return the facts as they were told."""
        facts: Facts = self._read("facts.json", Facts)
        return facts

    def receipts(self, record: CaseRecord) -> tuple[ShownReceipt, ...]:
        """Return what was handed in."""
        receipts = ((each, self._read(receipt_name(each.number), Receipt)) for each in record.handed_in)
        return tuple(ShownReceipt(receipt=receipt, stamping=each.stamping) for each, receipt in receipts)

    def _read(self, name: str, kind: Any) -> Any:  # noqa: ANN401 - the adapter gives a value of `kind`
        try:
            return TypeAdapter(kind).validate_json(open_sealed(self.folder, name, self.identity))
        except ValidationError as cause:
            message = "A file of this case cannot be read any more; ask whoever runs this site for their backup."
            raise DamagedSeal(message) from cause


def read_progress(work: Path) -> CaseRecord | None:
    """Return how far the worker is, or None before it began or while it seals."""
    try:
        record: CaseRecord = TypeAdapter(CaseRecord).validate_json((work / "case.json").read_bytes())
    except (OSError, ValidationError):
        return None
    return record
