# SPDX-License-Identifier: Apache-2.0
"""What closes a run over a case: the dossier drawn and signed, every file listed, the log's end timestamped."""

from dataclasses import dataclass, replace

from verweer.cases.capturing import stamp_log
from verweer.cases.dossier import draw_dossier
from verweer.cases.folder import CaseFolder
from verweer.cases.model import CaseRecord, Route
from verweer.cases.outside import Outside
from verweer.cases.papers import write_dossier
from verweer.cases.signing import DossierSigning
from verweer.kernel import Clock
from verweer.proof import Custody, list_files
from verweer.remedies import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Finishing:
    """What is needed to close a run."""

    folder: CaseFolder
    facts: Facts
    outside: Outside
    clock: Clock
    custody: Custody

    @property
    def signing(self) -> DossierSigning:
        """Return who signs the dossier, and how."""
        return DossierSigning(identity=self.outside.identity, settings=self.outside.capturing)

    def write(self, record: CaseRecord) -> CaseRecord:
        """Draw, sign and write the dossier, and return the record with its signature."""
        now, outside = self.clock(), self.outside
        signed_by = outside.identity.name if outside.identity and outside.identity.is_valid_at(now) else ""
        pdf = draw_dossier(record, self.folder, roots=outside.capturing.timestamp_ca, signed_by=signed_by, now=now)
        pdf, signature = self.signing.sign(pdf, self.custody, now=now)
        write_dossier(record, self.facts, self.folder, pdf)
        return replace(record, signature=signature)

    def close(self, record: CaseRecord) -> None:
        """List every file in the log, and have the log's end timestamped; for a minor nothing is asked of anyone."""
        list_files(self.folder.path, self.custody)
        if record.route is not Route.MINOR:
            stamp_log(self.custody, self.outside)
