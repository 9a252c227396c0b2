# SPDX-License-Identifier: Apache-2.0
"""What a web archive made by someone else is worth: whole, signed and by whose key, or damaged; it is kept either way."""

import json
import time
import zipfile
import zlib
from pathlib import Path
from typing import IO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from verweer.intake.model import Looked, Soundness
from verweer.kernel import Bilingual
from verweer.proof import BadPackage, BadSignature, key_fingerprint, verify_contents, verify_package
from verweer.proof.records import check_records

_LARGEST_UNPACKED = 4_000_000_000
_MOST_RECORDS = 100_000
_MOST_SECONDS = 30.0
_LARGEST_PART = 5_000_000
_PIECE = 1 << 20
_LONGEST_REASON = 300

_SITE = Bilingual(
    nl="Dat de site dit toonde: het pakket is door een ander gemaakt, met een eigen programma en klok.",
    en="That the site showed this: someone else made the package, with a program and clock of their own.",
)
_TIMES = Bilingual(
    nl="Tijdstempels en handtekeningen van anderen in het pakket zijn niet nagekeken.",
    en="Timestamps and signatures of others in the package were not checked.",
)


def look_at_wacz(path: Path, our_key: str) -> Looked:
    """Return whether a package is sound and whose key signed it; `our_key` is the fingerprint of this installation's."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > _LARGEST_UNPACKED:
        return Looked(soundness=Soundness.NOT_LOOKED, not_checked=(_TOO_LARGE, _SITE))
    try:
        key = _checked(path)
    except (BadPackage, BadSignature) as cause:
        return Looked(soundness=Soundness.UNSOUND, found=(_broken(_plain(cause, path)),), not_checked=(_SITE,))
    whose = _unsigned() if key is None else _ours(key) if key == our_key else _strangers(key)
    return Looked(soundness=Soundness.SOUND, found=(_WHOLE, whose), not_checked=(_TIMES, _SITE))


def look_at_warc(path: Path) -> Looked:
    """Return whether the records of a WARC file can be walked to the end, within bounds."""
    walk = _Walk()
    try:
        with path.open("rb") as file:
            records = ArchiveIterator(file, check_digests=True)
            last = None
            for record in records:
                walk.follow(record)
                last = records.get_record_offset()
            whole = last is not None and _ends_well(file, last)
    except _Enough:
        return Looked(soundness=Soundness.NOT_LOOKED, found=(_records(walk.records),), not_checked=(_REST, _SITE))
    except BadPackage as cause:
        return Looked(soundness=Soundness.UNSOUND, found=(_broken(str(cause)),), not_checked=(_SITE,))
    except (ArchiveLoadFailed, ValueError, EOFError, OSError, AttributeError, TypeError, LookupError, zlib.error):
        whole = False
    if whole:
        return Looked(soundness=Soundness.SOUND, found=(_records(walk.records),), not_checked=(_SITE,))
    return Looked(soundness=Soundness.UNSOUND, found=(_records(walk.records), _BREAKS_OFF), not_checked=(_SITE,))


class _Enough(Exception):
    """A walk has read as much as it may."""


class _Walk:
    """How far a walk over records is, and when it has gone far enough."""

    def __init__(self) -> None:
        self.records = 0
        self._bytes = 0
        self._until = time.monotonic() + _MOST_SECONDS

    def follow(self, record: ArcWarcRecord) -> None:
        """Read one record to its end; raises _Enough, or BadPackage for another body than it names."""
        while piece := record.raw_stream.read(_PIECE):
            self._bytes += len(piece)
            if self._bytes > _LARGEST_UNPACKED or time.monotonic() > self._until:
                raise _Enough
        if record.raw_stream.limit:
            raise EOFError
        if record.digest_checker.passed is False and not record.rec_headers.get_header("WARC-Truncated"):
            message = f"The body of record {self.records + 1} is not the one that it names."
            raise BadPackage(message)
        self.records += 1
        if self.records >= _MOST_RECORDS:
            raise _Enough


def _ends_well(file: IO[bytes], last: int) -> bool:
    """Return whether the last record is closed: by its own end mark when plain, by gzip's when compressed."""
    file.seek(last)
    if file.read(2) != b"\x1f\x8b":
        file.seek(-4, 2)
        return file.read(4) == b"\r\n\r\n"
    file.seek(last)
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while not unpacking.eof and (piece := unpacking.unconsumed_tail or file.read(_PIECE)):
        unpacking.decompress(piece, _PIECE)
    return unpacking.eof


def _checked(path: Path) -> str | None:
    """Return the fingerprint of the key that signed a package, None for one that nobody signed."""
    signed = _is_signed(path)
    key = key_fingerprint(verify_package(path).public_key) if signed else None
    if not signed:
        verify_contents(path)
    with zipfile.ZipFile(path) as archive:
        # Large packages of other tools have their index in pieces (ZipNum); those are not followed.
        if all(name.endswith((".cdx", ".cdxj")) for name in archive.namelist() if name.startswith("indexes/")):
            check_records(archive)
    return key


def _plain(cause: Exception, path: Path) -> str:
    """Return why, without the name that the person gave the file, and not longer than a sentence."""
    text = str(cause).replace(path.name, "This file")[:_LONGEST_REASON]
    return "".join(letter for letter in text if letter.isprintable())


def _is_signed(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        if "datapackage-digest.json" not in archive.namelist():
            return False
        with archive.open("datapackage-digest.json") as file:
            content = file.read(_LARGEST_PART)
    try:
        return "signedData" in json.loads(content)
    except (ValueError, TypeError, RecursionError):
        return True  # Whatever it is, it is no description of an unsigned package.


_WHOLE = Bilingual(
    nl="Het pakket is heel: elk bestand erin is dat wat het zegt te zijn.",
    en="The package is whole: every file in it is what it says it is.",
)
_TOO_LARGE = Bilingual(
    nl="Het pakket is niet uitgepakt: dat wordt te groot.",
    en="The package was not unpacked: it grows too large.",
)
_REST = Bilingual(
    nl="De rest van het archief: er zijn er te veel of het duurt te lang.",
    en="The rest of the archive: there is too much of it or it takes too long.",
)
_BREAKS_OFF = Bilingual(
    nl="Daarna breekt het archief af of is het beschadigd; het is bewaard zoals het is.",
    en="After that the archive breaks off or is damaged; it is kept as it is.",
)


def _unsigned() -> Bilingual:
    return Bilingual(nl="Niemand heeft het pakket ondertekend.", en="Nobody signed the package.")


def _ours(key: str) -> Bilingual:
    return Bilingual(
        nl=f"Ondertekend met de sleutel van deze installatie: {key}.",
        en=f"Signed with the key of this installation: {key}.",
    )


def _strangers(key: str) -> Bilingual:
    return Bilingual(
        nl=f"Ondertekend met de sleutel van een ander: {key}.",
        en=f"Signed with someone else's key: {key}.",
    )


def _broken(why: str) -> Bilingual:
    return Bilingual(
        nl=f"Het pakket klopt niet en is bewaard zoals het is: {why}",
        en=f"The package is not sound and is kept as it is: {why}",
    )


def _records(count: int) -> Bilingual:
    return Bilingual(nl=f"Records gelezen: {count}.", en=f"Records read: {count}.")
