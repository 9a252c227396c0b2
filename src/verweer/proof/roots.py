# SPDX-License-Identifier: Apache-2.0
"""The certificate authorities that are trusted: the bundled list, or the operator's file."""

import warnings
from functools import cache
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

BUNDLED_ROOTS = Path(certifi.where())


@cache
def load_roots(file: Path) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM file; old roots in it may bend RFC 5280."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        return tuple(x509.load_pem_x509_certificates(file.read_bytes()))
