# SPDX-License-Identifier: Apache-2.0
"""The organisation's signature under a PDF, by PAdES (ETSI EN 319 142-1), which keeps PDF/A-2a and PDF/UA-1.

Three levels, each whole in itself: B-B is the signature; B-T adds the moment that an authority
states (RFC 3161); B-LT adds what shows, long after, that no certificate was revoked at that
moment. What is lacking is told by the level, never assumed.

Stands apart from the room's other parts, since the library for it is heavy to load.
"""

import io
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from asn1crypto import cms, crl, tsp, x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfReadError, PdfWriteError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, signers
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from verweer.evidence import NoTimestamp, Timestamper
from verweer.kernel import Digest, EvidenceError
from verweer.notices.model import SignatureLevel
from verweer.proof import SigningIdentity

_DIGEST = "sha256"
_FIELD = "Verweer"
_ROOM = 65_536  # Hexadecimal digits that the signature may take: chain and timestamp fit in many times over.

for _library in (
    "pyhanko",
    "pyhanko_certvalidator",
):  # Their warnings name people; what we need of them is in the level.
    logging.getLogger(_library).addHandler(logging.NullHandler())
    logging.getLogger(_library).propagate = False


class UnsignablePdf(EvidenceError):
    """The PDF cannot be signed; the library says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocations:
    """What shows that no certificate was revoked: the lists (DER) for some certificates, and the roots trusted."""

    lists_for: Callable[[Sequence[pyca.Certificate]], Sequence[bytes]]
    roots: tuple[pyca.Certificate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signed PDF, at which level, and by which authority its moment is stated."""

    content: bytes
    level: SignatureLevel
    authority: str = ""


def sign_pdf(
    pdf: bytes,
    identity: SigningIdentity,
    *,
    reason: str,
    timestampers: Sequence[Timestamper],
    revocations: Revocations | None = None,
) -> Signed:
    """Return the PDF signed at the highest level that can be had now; raises UnsignablePdf."""
    for timestamper in timestampers:
        asked = _Asked(timestamper)
        try:
            if revocations is not None and (lasting := _lasting(pdf, identity, reason, asked, revocations)):
                return Signed(content=lasting, level=SignatureLevel.LASTING, authority=timestamper.name)
            timed = _signed(pdf, identity, _metadata(reason), asked)
        except NoTimestamp:
            continue
        return Signed(content=timed, level=SignatureLevel.TIMED, authority=timestamper.name)
    return Signed(content=_signed(pdf, identity, _metadata(reason), None), level=SignatureLevel.BASIC)


def _lasting(
    pdf: bytes, identity: SigningIdentity, reason: str, asked: "_Asked", revocations: Revocations
) -> bytes | None:
    """Return the PDF signed with all that shows no certificate was revoked, or None when not all of it is at hand."""
    lists = revocations.lists_for((*identity.chain, *asked.certificates(Digest.of(pdf))))
    if not lists:
        return None
    try:
        context = ValidationContext(
            trust_roots=[_as_asn1(each) for each in revocations.roots],
            other_certs=[_as_asn1(each) for each in identity.chain],
            crls=[crl.CertificateList.load(each) for each in lists],
            allow_fetching=False,
            revocation_mode="require",
        )
        return _signed(pdf, identity, _metadata(reason, context), asked)
    except (SigningError, PathError, ValidationError, ValueError):
        return None


def _metadata(reason: str, context: ValidationContext | None = None) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=_FIELD,
        md_algorithm=_DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        embed_validation_info=context is not None,
        validation_context=context,
        signer_key_usage=set(),  # What the key may do is for whoever judges; ours would only refuse.
    )


def _signed(pdf: bytes, identity: SigningIdentity, metadata: PdfSignatureMetadata, asked: "_Asked | None") -> bytes:
    # The field lies outside the page: no picture of a signature that anyone could copy, and what PDF/UA asks for.
    field = SigFieldSpec(_FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))
    signer = _Signer(metadata, _Hand(identity), timestamper=asked, new_field_spec=field)
    output = io.BytesIO()
    try:
        signer.sign_pdf(_Writer(io.BytesIO(pdf)), bytes_reserved=_ROOM, output=output)
    except (PdfReadError, PdfWriteError) as cause:
        message = f"The PDF cannot be signed: {cause}"
        raise UnsignablePdf(message) from cause
    return output.getvalue()


class _Writer(IncrementalPdfFileWriter):
    """Adds to a PDF and leaves its version alone: PDF/A-2 is PDF 1.7 (ISO 19005-2 section 5)."""

    output_version = (1, 7)


class _Signer(PdfSigner):
    """Declares what PDF 1.7 has for PAdES, and nothing that would make it PDF 2.0."""

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Declare the extension for PAdES."""
        del md_algorithm
        pdf_out.register_extension(ESIC_EXTENSION_1)


class _Hand(signers.Signer):
    """Signs with the identity; the key stays where it is."""

    def __init__(self, identity: SigningIdentity) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        store.register_multiple([_as_asn1(each) for each in identity.chain[1:]])
        super().__init__(signing_cert=_as_asn1(identity.certificate), cert_registry=store, embed_roots=False)
        self._identity = identity

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002 - the library's own form
        """Return the signature over data."""
        del digest_algorithm, dry_run  # SHA-256 always; a rehearsal signs too.
        return self._identity.sign(data)


class _Asked(TimeStamper):
    """Asks an authority of ours, whose answers are bounded and checked before they get here."""

    def __init__(self, timestamper: Timestamper) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        self._timestamper = timestamper

    def certificates(self, digest: Digest) -> tuple[pyca.Certificate, ...]:
        """Return the certificates that the authority sends with its answers; raises NoTimestamp."""
        token = tsp.TimeStampResp.load(self._timestamper.stamp(digest).token)["time_stamp_token"]
        return tuple(pyca.load_der_x509_certificate(each.chosen.dump()) for each in token["content"]["certificates"])

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token over a digest; raises NoTimestamp."""
        del md_algorithm  # SHA-256 always.
        stamp = self._timestamper.stamp(Digest(message_digest.hex()))
        return tsp.TimeStampResp.load(stamp.token)["time_stamp_token"]


def _as_asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
