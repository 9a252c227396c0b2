# SPDX-License-Identifier: Apache-2.0
"""Export a case for programs of others: the export is an event of the custody log before it leaves."""

from importlib.metadata import version
from pathlib import Path

from verweer.cases.folder import CaseFolder
from verweer.cases.told import tell_case
from verweer.exchange import case_uco
from verweer.kernel import Clock, Digest
from verweer.proof import Custody

FORMATS = ("case-uco",)


def export_case(folder: CaseFolder, *, form: str, roots: Path | None, with_names: bool, clock: Clock) -> bytes:
    """Return the case in a format, once the custody log tells of it; raises EvidenceError when a file is damaged."""
    with folder.held():
        told = tell_case(folder, version=version("verweer"), roots=roots, with_names=with_names)
        content = case_uco(told)
        names = "told" if with_names else "left-out"
        Custody(folder.custody, clock).append("exported", format=form, digest=Digest.of(content).hex, names=names)
    return content
