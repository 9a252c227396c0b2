# SPDX-License-Identifier: Apache-2.0
"""Case codes: what a person writes down instead of having an account, and the keys it opens.

A code is 100 random bits, written as five groups of four letters and digits (Crockford's
base 32, which has no I, L, O or U). Argon2id (RFC 9106) makes key material of it, HKDF
(RFC 5869) parts that into a locator, under whose digest the case is found, and a key
that unwraps the case's own age identity. The server keeps neither code nor locator.
"""

import re
import secrets
from dataclasses import dataclass, field

import pyrage  # type: ignore[import-untyped]  # it ships no types
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verweer.kernel import Bilingual, Digest, InputError

CODE_BITS = 100
GROUPS, GROUP_LENGTH = 5, 4
SALT_BYTES = 32
ARGON2_PASSES, ARGON2_KIBIBYTES, ARGON2_LANES = 3, 65_536, 1
"""RFC 9106's second recommended set, with one lane because a server answers many."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_NONCE_BYTES = 12
_LONGEST_TYPED = 200


class WrongCode(InputError):
    """No case opens with this code. The sentence never tells why."""

    def __init__(self) -> None:
        super().__init__(
            Bilingual(
                nl="Deze code klopt niet. Kijk of je alle 20 tekens goed hebt overgenomen.",
                en="This code does not fit. Check that you copied all 20 characters correctly.",
            )
        )


@dataclass(frozen=True, slots=True)
class CaseCode:
    """The twenty characters that open one case."""

    symbols: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse anything but twenty symbols of the alphabet."""
        if not re.fullmatch(rf"[{_ALPHABET}]{{{GROUPS * GROUP_LENGTH}}}", self.symbols):
            raise WrongCode

    @property
    def groups(self) -> tuple[str, ...]:
        """Return the five groups, as they are written down."""
        starts = range(0, GROUPS * GROUP_LENGTH, GROUP_LENGTH)
        return tuple(self.symbols[start : start + GROUP_LENGTH] for start in starts)

    @property
    def written(self) -> str:
        """Return the code with hyphens between its groups."""
        return "-".join(self.groups)


@dataclass(frozen=True, slots=True)
class CaseKeys:
    """What a code gives: the locator finds the case, the wrapping key opens its identity."""

    locator: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)

    @property
    def locator_digest(self) -> str:
        """Return the only form in which the server keeps the locator."""
        return Digest.of(self.locator).hex


def new_code(bits: int | None = None) -> CaseCode:
    """Return a code from 100 random bits; `bits` can be given by tests."""
    left = secrets.randbits(CODE_BITS) if bits is None else bits
    symbols = []
    for _ in range(GROUPS * GROUP_LENGTH):
        left, value = divmod(left, len(_ALPHABET))
        symbols.append(_ALPHABET[value])
    return CaseCode("".join(reversed(symbols)))


def read_code(untrusted_text: str) -> CaseCode:
    """Return the code that a person typed, whatever the case, spaces and hyphens, or raise WrongCode."""
    return CaseCode(_plain(untrusted_text))


def ends_with(code: CaseCode, untrusted_group: str) -> bool:
    """Return whether a person typed the last group of the code."""
    return secrets.compare_digest(_plain(untrusted_group).encode(), code.groups[-1].encode())


def keys_of(code: CaseCode, salt: bytes) -> CaseKeys:
    """Return the keys that a code gives in this installation."""
    material = hash_secret_raw(
        code.symbols.encode("ascii"),
        salt,
        time_cost=ARGON2_PASSES,
        memory_cost=ARGON2_KIBIBYTES,
        parallelism=ARGON2_LANES,
        hash_len=32,
        type=Type.ID,
    )
    return CaseKeys(locator=_derived(material, b"verweer case locator"), wrapping=_derived(material, b"verweer wrap"))


def new_identity() -> tuple[str, str]:
    """Return a fresh age identity and its public recipient."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def wrap_identity(identity: str, keys: CaseKeys) -> bytes:
    """Return the identity encrypted under the wrapping key, bound to its locator."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + ChaCha20Poly1305(keys.wrapping).encrypt(nonce, identity.encode(), keys.locator)


def unwrap_identity(wrapped: bytes, keys: CaseKeys) -> str:
    """Return the identity, or raise WrongCode."""
    try:
        cipher = ChaCha20Poly1305(keys.wrapping)
        return cipher.decrypt(wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:], keys.locator).decode()
    except InvalidTag as cause:
        raise WrongCode from cause


def _plain(untrusted_text: str) -> str:
    kept = re.sub(r"[\s.\-\u2010-\u2015]", "", untrusted_text[:_LONGEST_TYPED])
    return kept.upper().translate(_MISREAD)


def _derived(material: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(material)
