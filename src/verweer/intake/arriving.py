# SPDX-License-Identifier: Apache-2.0
"""Takes a file in: read once in pieces, hashed as it is copied, looked into by processes with limits.

The copy has the very bytes that were handed in, under a neutral name. Where the case keeps
no images, only a mail or page without any is copied; of the rest the person keeps the original.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from verweer.fingerprints import Fingerprint, running_fingerprinter
from verweer.intake.kinds import FORMS, PICTURES, VIDEOS, claimed_suffix, kind_of, suffix_fits
from verweer.intake.looking import look_into
from verweer.intake.model import Arrived, HandedFile, Kind, Looked
from verweer.intake.refusing import LARGEST_FILE, Refusal, Refused
from verweer.kernel import Bilingual, Digest

_PIECE = 1 << 20
_NOT_FOLLOWED = {errno.ELOOP, errno.EMLINK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """How files are taken in: whether the case keeps images, the fingerprint of our own key, and the largest file."""

    keeps_images: bool
    our_key: str
    largest: int = LARGEST_FILE


@dataclass(frozen=True, slots=True)
class AlreadyHere:
    """These very bytes were handed in before."""

    digest: Digest


def take_in(
    source: Path, into: Path, desk: Desk, *, is_known: Callable[[Digest], bool], name: str = ""
) -> Arrived | AlreadyHere:
    """Return what is known of a file, with its bytes in the folder `into` when the case keeps them; raises Refused.

    A file whose digest is known is not looked into again.
    `name` is what the file was called, when that is not its name on disk; only the suffix of it is kept.
    """
    with _opened(source) as file:
        size = _size_of(file, desk)
        kind = kind_of(file)
        copy = into / f"original.{FORMS[kind][1][0]}"
        keeps = desk.keeps_images
        digest = _read(file, copy if keeps else None, size)
        if is_known(digest):
            copy.unlink(missing_ok=True)
            return AlreadyHere(digest)
        looked = look_into(copy if keeps else source, kind, our_key=desk.our_key)
        fingerprint, looked = _fingerprinted(copy if keeps else source, kind, digest, looked)
        if not keeps:
            # It was looked at where the person keeps it, so it must still be the same.
            keeps = looked.only_text
            _same(_read(file, copy if keeps else None, size), digest)
    return Arrived(
        file=_described(copy.name if keeps else "", digest, size, kind, claimed_suffix(name or source.name)),
        looked=looked,
        fingerprint=fingerprint,
    )


def _opened(source: Path) -> IO[bytes]:
    """Open a plain file and nothing else: no link is followed, and no pipe or device waits for us."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as cause:
        refusal = Refusal.NOT_A_FILE if cause.errno in _NOT_FOLLOWED else Refusal.UNREADABLE
        raise Refused(refusal) from cause
    except ValueError as cause:  # a name with a NUL
        raise Refused(Refusal.UNREADABLE) from cause
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Refused(Refusal.NOT_A_FILE)
    return os.fdopen(handle, "rb")


def _size_of(file: IO[bytes], desk: Desk) -> int:
    size = os.fstat(file.fileno()).st_size
    if size == 0:
        raise Refused(Refusal.EMPTY)
    if size > desk.largest:
        raise Refused(Refusal.TOO_LARGE)
    return size


def _read(file: IO[bytes], copy: Path | None, size: int) -> Digest:
    """Return the digest of what is read, copied when asked; a file that grows or shrinks meanwhile is refused."""
    running, left = hashlib.sha256(), size
    file.seek(0)
    try:
        with copy.open("xb") if copy else open(os.devnull, "wb") as target:  # noqa: PTH123 - a device has no folder
            while left >= 0 and (piece := file.read(_PIECE)):
                left -= len(piece)
                running.update(piece)
                target.write(piece)
            target.flush()
            if copy:
                os.fsync(target.fileno())
    except OSError as cause:
        raise Refused(Refusal.NO_ROOM if cause.errno in {errno.ENOSPC, errno.EDQUOT} else Refusal.UNREADABLE) from cause
    if left:
        raise Refused(Refusal.CHANGED)
    return Digest(running.hexdigest())


def _same(now: Digest, before: Digest) -> None:
    if now != before:
        raise Refused(Refusal.CHANGED)


def _fingerprinted(path: Path, kind: Kind, digest: Digest, looked: Looked) -> tuple[Fingerprint | None, Looked]:
    if kind not in PICTURES | VIDEOS:
        return None, looked
    with running_fingerprinter() as fingerprinter:
        reading = fingerprinter.fingerprint(path)
    _same(reading.content, digest)
    if isinstance(reading, Fingerprint):
        return reading, _with(looked, _decoded(reading))
    return None, _with(looked, _no_fingerprint(reading.reason))


def _with(looked: Looked, more: Bilingual) -> Looked:
    return Looked(soundness=looked.soundness, found=(*looked.found, more), not_checked=looked.not_checked)


def _decoded(reading: Fingerprint) -> Bilingual:
    return Bilingual(
        nl=f"Het beeld kan worden getoond: {reading.width} x {reading.height}; gemeten beelden: {len(reading.frames)}.",
        en=f"The picture can be shown: {reading.width} x {reading.height}; frames measured: {len(reading.frames)}.",
    )


def _no_fingerprint(reason: Bilingual) -> Bilingual:
    return Bilingual(nl=f"Geen vingerafdruk: {reason.nl}", en=f"No fingerprint: {reason.en}")


def _described(name: str, digest: Digest, size: int, kind: Kind, claimed: str) -> HandedFile:
    return HandedFile(
        name=name,
        sha256=digest,
        bytes=size,
        kind=kind,
        media_type=FORMS[kind][0],
        claimed=claimed,
        claim_fits=suffix_fits(kind, claimed),
    )
