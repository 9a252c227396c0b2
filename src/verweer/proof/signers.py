# SPDX-License-Identifier: Apache-2.0
"""Who signed a package, as far as that is proven: a key without a name, or a name with its certificate."""

from dataclasses import dataclass
from pathlib import Path

from verweer.kernel import Bilingual, rfc3339
from verweer.proof.naming import NamedSignature, leads_to_a_root, moment_of
from verweer.proof.package import VerifiedPackage
from verweer.proof.signing import key_fingerprint


@dataclass(frozen=True, slots=True)
class JudgedSigner:
    """What is proven of the signer, and what is not."""

    proven: tuple[Bilingual, ...]
    unproven: tuple[Bilingual, ...]


def judge_signer(whole: VerifiedPackage, roots: Path | None) -> JudgedSigner:
    """Return what is known of whoever signed; raises BadTimestamp or BadSignature."""
    if whole.named is None:
        return JudgedSigner((_by_key(whole),), (_WHOSE_KEY,))
    at = rfc3339(moment_of(whole.named, roots))
    issuer = whole.named.chain[-1].issuer.rfc4514_string()
    if leads_to_a_root(whole.named, roots):
        return JudgedSigner((_in_name(whole.named, at, issuer),), (_NOT_REVOKED,))
    return JudgedSigner((_by_certificate(whole, at),), (_whose_certificate(whole.named, issuer),))


def _by_key(whole: VerifiedPackage) -> Bilingual:
    key = key_fingerprint(whole.public_key)
    return Bilingual(
        nl=f"Ondertekend op {whole.created} (eigen klok) met de sleutel {key}.",
        en=f"Signed on {whole.created} (its own clock) with the key {key}.",
    )


def _in_name(named: NamedSignature, at: str, issuer: str) -> Bilingual:
    return Bilingual(
        nl=f"Ondertekend in naam van {named.name}, uiterlijk op {at} (RFC 3161). Voor die naam staat in: {issuer}.",
        en=f"Signed in the name of {named.name}, at the latest on {at} (RFC 3161). For that name vouches: {issuer}.",
    )


def _by_certificate(whole: VerifiedPackage, at: str) -> Bilingual:
    key = key_fingerprint(whole.public_key)
    return Bilingual(
        nl=f"Ondertekend uiterlijk op {at} (RFC 3161) met de sleutel {key}.",
        en=f"Signed at the latest on {at} (RFC 3161) with the key {key}.",
    )


def _whose_certificate(named: NamedSignature, issuer: str) -> Bilingual:
    return Bilingual(
        nl=f"Of dit echt {named.name} is: het certificaat is uitgegeven door {issuer}, en die staat niet op de lijst "
        "van vertrouwde uitgevers.",
        en=f"Whether this really is {named.name}: the certificate was issued by {issuer}, who is not on the list of "
        "trusted authorities.",
    )


_WHOSE_KEY = Bilingual(
    nl="Van wie de sleutel is: vergelijk hem met de sleutel die de organisatie bekendmaakt.",
    en="Whose key it is: compare it with the key that the organisation publishes.",
)
_NOT_REVOKED = Bilingual(
    nl="Of het certificaat later is ingetrokken: dat wordt hier, zonder netwerk, niet nagegaan.",
    en="Whether the certificate was revoked later: that is not looked up here, without a network.",
)
