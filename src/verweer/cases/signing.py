# SPDX-License-Identifier: Apache-2.0
"""The dossier gets the organisation's signature, when there is one; how far it came is recorded, never assumed."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509

from verweer.cases.model import Signature
from verweer.egress import outside_client, running_guard
from verweer.evidence import CaptureSettings, Rfc3161Timestamper, fetch_revocations
from verweer.notices import SignatureLevel
from verweer.proof import BUNDLED_ROOTS, Custody, SigningIdentity, load_roots

_REASON = "Dossier"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSigning:
    """Who signs, and the way to the authorities that state the moment."""

    identity: SigningIdentity | None
    settings: CaptureSettings

    def is_wanted(self, signature: Signature) -> bool:
        """Return whether a dossier with this signature could have a better one."""
        return self.identity is not None and signature.level in {SignatureLevel.UNSIGNED, SignatureLevel.BASIC}

    def sign(self, pdf: bytes, custody: Custody, *, now: datetime) -> tuple[bytes, Signature]:
        """Return the dossier as it goes out, and what signature it bears; both outcomes are events of the log."""
        if self.identity is None:
            return pdf, Signature()
        if not self.identity.is_valid_at(now):
            custody.append("dossier-not-signed", why="the certificate is not valid at this moment")
            return pdf, Signature()
        # Heavy to load, and needed only by those who have a certificate.
        from verweer.notices.signature import Revocations, sign_pdf  # noqa: PLC0415

        with running_guard(self.settings.egress) as guard, outside_client(guard, self.settings.egress) as client:
            signed = sign_pdf(
                pdf,
                self.identity,
                reason=_REASON,
                timestampers=tuple(
                    Rfc3161Timestamper(url=url, roots=self.settings.timestamp_ca, client=client)
                    for url in self.settings.timestamp_authorities
                ),
                revocations=Revocations(
                    lists_for=lambda certificates: fetch_revocations(certificates, client),
                    roots=_trusted(self.identity, self.settings.timestamp_ca),
                ),
            )
        custody.append("dossier-signed", level=signed.level.value, authority=signed.authority)
        return signed.content, Signature(level=signed.level, by=self.identity.name, authority=signed.authority)


def _trusted(identity: SigningIdentity, timestamp_ca: Path | None) -> tuple[x509.Certificate, ...]:
    """Return the roots of whoever signs and of whoever states the moment."""
    return tuple(
        dict.fromkeys((identity.chain[-1], *load_roots(timestamp_ca or BUNDLED_ROOTS), *load_roots(BUNDLED_ROOTS)))
    )
