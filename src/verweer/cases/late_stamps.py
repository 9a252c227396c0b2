# SPDX-License-Identifier: Apache-2.0
"""Timestamps that an authority did not give in time, asked again after a case was sealed.

The server cannot read a sealed case, but a digest is all that an authority needs and a token tells nothing
of a page: the digests stand in the promise, and each token is sealed beside its package.
"""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter

from verweer.cases.capturing import is_short_of_stamps
from verweer.cases.logbook import note
from verweer.cases.model import CaseRecord
from verweer.cases.models import Case
from verweer.cases.store import sealed_folder
from verweer.evidence import CaptureSettings, NoTimestamp, Timestamper, capturing_with
from verweer.kernel import Clock, Digest
from verweer.promises.model import Kept, Promise, ToCome
from verweer.proof import Actor, Copy, add_sealed, holds

STAMP_PACKAGES = "stamp-packages"
AGAIN = timedelta(hours=1)


def short_of_stamps(work: Path) -> Mapping[str, str]:
    """Return the packages of a built case that lack a timestamp, each with its digest."""
    record = TypeAdapter(CaseRecord).validate_json((work / "case.json").read_bytes())
    return {link.package: link.digest.hex for link in record.links if is_short_of_stamps(link) and link.digest}


def keep_late_stamps(held: Promise, *, capturing: CaptureSettings, clock: Clock) -> Kept:
    """Ask what is missing and seal what is given; promise it again while something is missing."""
    case = Case.objects.filter(id=held.subject).first()
    if case is None:
        return Kept()
    with capturing_with(capturing) as outside:
        missing = {
            package: digest
            for package, digest in held.payload.items()
            if sum(_stamped(case, package, str(digest), each) for each in outside.timestampers)
            < len(outside.timestampers)
        }
    again = ToCome(kind=held.kind, subject=held.subject, due=clock() + AGAIN, payload=missing)
    return Kept(then=(again,) if missing else ())


def _stamped(case: Case, package: str, digest: str, authority: Timestamper) -> bool:
    """Return whether an authority's token is sealed beside a package, after asking for it if it was not."""
    sealed, name = sealed_folder(case.id), f"{package}.{authority.name}"
    if holds(sealed, f"{name}.tsr"):
        return True
    try:
        stamp = authority.stamp(Digest(digest))
    except NoTimestamp:
        return False
    add_sealed({f"{name}.tsq": stamp.query, f"{name}.tsr": stamp.token}, sealed, case.recipient)
    note("package-stamped", case.id, actor=Actor.PROGRAM, copy=Copy.EVIDENTIAL, digest=digest)
    return True
