# SPDX-License-Identifier: Apache-2.0
"""Looks into each picture and video of a case for labels, in the guard's confined process and within bounds.

Nothing here can stop a case: a file that cannot be looked into, a part that is not installed or a case with
too many files is recorded as what it is. Nobody is trusted but whom the operator names.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from verweer.cases.folder import CaseFolder
from verweer.cases.model import CaseRecord, LabelsRecord, LabelStanding
from verweer.kernel import Digest, InputError

if TYPE_CHECKING:
    from verweer.guard import Labels
    from verweer.guard.confined import Reader

MOST_FILES = 300
MOST_SECONDS = 300.0
_MOST_CLAIMS = 5


class LabelReader:
    """Looks into files until so many, or for so long, were looked into; its process starts with the first of them."""

    def __init__(self, trust: bytes = b"", *, most_files: int = MOST_FILES, seconds: float = MOST_SECONDS) -> None:
        self._trust = trust
        self._left = most_files
        self._until = monotonic() + seconds
        self._reader: Reader | None = None

    def look(self, path: Path, digest: Digest, *, seek_mark: bool = True) -> LabelsRecord:
        """Return what labels a file bears, or that nobody looked."""
        if self._left < 1 or monotonic() > self._until:
            return _not_looked(digest)
        self._left -= 1
        try:
            return _recorded(digest, self._running().labels(path, trust=self._trust, seek_mark=seek_mark))
        except (InputError, ImportError):  # the file is not there, or the part is not installed
            return _not_looked(digest)

    def close(self) -> None:
        """End the process."""
        if self._reader is not None:
            self._reader.close()

    def _running(self) -> "Reader":
        if self._reader is None:
            from verweer.guard.confined import Look, Reader  # noqa: PLC0415 - a case without pictures needs none of it

            self._reader = Reader(Look.LABELS)
        return self._reader


def with_captured_labels(
    record: CaseRecord, folder: CaseFolder, files: Mapping[Digest, Path], trust: bytes
) -> CaseRecord:
    """Return the record with the labels of the files of its items; a watermark is sought in the largest of each."""
    looked = []
    with closing(LabelReader(trust)) as reader:
        for item in record.items:
            largest = max(item.digests, key=lambda digest: files[digest].stat().st_size)
            for digest in item.digests:
                saved = folder.read_labels(digest.hex)
                labels = saved or reader.look(files[digest], digest, seek_mark=digest == largest)
                folder.write(f"work/labels/{digest.hex}.json", labels)
                looked.append(labels)
    return replace(record, labels=tuple(looked))


def with_handed_in_labels(record: CaseRecord, folder: CaseFolder, trust: bytes) -> CaseRecord:
    """Return the record with the labels of what was handed in, as far as the files were kept."""
    known = {each.digest for each in record.labels}
    files = {digest: file for digest, file in _handed_in_files(record, folder).items() if digest not in known}
    if not files:
        return record
    with closing(LabelReader(trust)) as reader:
        looked = tuple(reader.look(file, digest) for digest, file in files.items())
    return replace(record, labels=(*record.labels, *looked))


def _handed_in_files(record: CaseRecord, folder: CaseFolder) -> Mapping[Digest, Path]:
    receipts = (folder.read_receipt(each.number) for each in record.handed_in)
    return {
        receipt.file.sha256: folder.path / f"handed-in/{receipt.number}/{receipt.file.name}"
        for receipt in receipts
        if receipt.file.name and receipt.file.media_type.startswith(("image/", "video/"))
    }


def _recorded(digest: Digest, labels: "Labels") -> LabelsRecord:
    manifest = labels.manifest
    return LabelsRecord(
        digest=digest,
        standing=LabelStanding(manifest.standing.value),
        signer=manifest.signer,
        tool=manifest.tool,
        at=manifest.at,
        source_types=manifest.source_types,
        claims=tuple(f"{claim.where}: {claim.says}" for claim in labels.claims[:_MOST_CLAIMS]),
        watermark=labels.mark.payload if labels.mark else None,
        sentences=labels.sentences,
    )


def _not_looked(digest: Digest) -> LabelsRecord:
    return LabelsRecord(digest=digest, standing=LabelStanding.NOT_LOOKED)
