# SPDX-License-Identifier: Apache-2.0
"""Puts a report into a folder: signed, stamped where an authority is given, and there whole or not at all."""

import os
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from verweer.attestation.documents import document
from verweer.attestation.model import Report
from verweer.attestation.printing import Imprint, printed
from verweer.attestation.signing import Signer
from verweer.evidence import Timestamper, stamp_package
from verweer.kernel import Digest, InputError, Language, rfc3339

_REASON = "Attestation"
_CHECKS = (
    "openssl dgst -sha256 -verify signer.pem -signature report.json.sig report.json",
    "openssl dgst -sha256 -verify signer.pem -signature report.pdf.sig report.pdf",
)
_WHOSE = "openssl x509 -in certificates.pem -noout -pubkey | cmp - signer.pem"


class UnusableFolder(InputError):
    """The report cannot be put where it was asked for."""


def refuse_unusable(folder: Path) -> None:
    """Raise UnusableFolder unless the folder is new or empty and can be made."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            message = f"{folder} is there already and not empty; name a new folder."
            raise UnusableFolder(message)
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as cause:
        message = f"{folder} cannot be made: {cause.strerror}. Name another folder."
        raise UnusableFolder(message) from cause


def write_report(
    report: Report, folder: Path, signer: Signer, *, language: Language, timestampers: Sequence[Timestamper] = ()
) -> tuple[str, ...]:
    """Write report.json and report.pdf with their signatures, and return the moments that authorities stated.

    Raises UnusableFolder.
    """
    checks = (*_CHECKS, *((_WHOSE,) if signer.certificates else ()))
    content = document(report, signed_by=signer.name, is_certified=bool(signer.certificates), verification=checks)
    with _whole(folder) as place:
        (place / "signer.pem").write_bytes(signer.public)
        if signer.certificates:
            (place / "certificates.pem").write_bytes(signer.certificates)
        signature = _signed(place / "report.json", content, signer)
        stamp_package(signature, timestampers)
        stamps = tuple(_stamps(signature, timestampers))
        imprint = Imprint(
            signed_by=signer.name,
            is_certified=bool(signer.certificates),
            stamps=tuple(f"{name}, {moment}" for name, moment in stamps),
            verification=(*checks, *(_stamp_check(signature, name) for name, _ in stamps)),
            document=Digest.of(content),
        )
        pdf = _in_name(printed(report, imprint, language), signer, timestampers)
        _signed(place / "report.pdf", pdf, signer)
    return imprint.stamps


def _signed(file: Path, content: bytes, signer: Signer) -> Path:
    file.write_bytes(content)
    signature = file.with_name(f"{file.name}.sig")
    signature.write_bytes(signer.sign(content))
    return signature


def _stamps(signature: Path, timestampers: Sequence[Timestamper]) -> Iterator[tuple[str, str]]:
    digest = Digest.of_file(signature)
    for timestamper in timestampers:
        token = signature.with_name(f"{signature.name}.{timestamper.name}.tsr")
        if token.exists():
            yield timestamper.name, rfc3339(timestamper.check(token.read_bytes(), digest))


def _stamp_check(signature: Path, name: str) -> str:
    return f"openssl ts -verify -data {signature.name} -in {signature.name}.{name}.tsr -CAfile ROOTS.pem"


def _in_name(pdf: bytes, signer: Signer, timestampers: Sequence[Timestamper]) -> bytes:
    """Return the PDF with the organisation's signature in it, when it has a certificate."""
    if signer.identity is None:
        return pdf
    from verweer.notices.signature import sign_pdf  # noqa: PLC0415 - heavy to load, and needed by few

    return sign_pdf(pdf, signer.identity, reason=_REASON, timestampers=timestampers).content


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a folder beside the one that is asked for, which takes its place at the end or is gone."""
    refuse_unusable(folder)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        aside.mkdir(mode=0o700)
        yield aside
        aside.replace(folder)
    except OSError as cause:
        message = f"{folder} cannot be written: {cause.strerror}. Name another folder."
        raise UnusableFolder(message) from cause
    finally:
        shutil.rmtree(aside, ignore_errors=True)
