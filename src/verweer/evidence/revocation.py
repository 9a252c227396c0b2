# SPDX-License-Identifier: Apache-2.0
"""Fetches the lists in which certificate authorities name what they revoked (RFC 5280 section 5), over HTTP."""

from collections.abc import Iterator, Sequence

import httpx
from cryptography import x509

from verweer.egress import fetch_bounded
from verweer.kernel import OutsideError

_LARGEST_LIST = 2_000_000
_SECONDS = 10.0
_MOST_PLACES = 12


def fetch_revocations(certificates: Sequence[x509.Certificate], client: httpx.Client) -> tuple[bytes, ...]:
    """Return the lists (DER) that the certificates name, as far as they could be had; one that could not is left out."""
    places = list(dict.fromkeys(place for each in certificates for place in _places(each)))
    return tuple(held for place in places[:_MOST_PLACES] if (held := _fetched(place, client)))


def _places(certificate: x509.Certificate) -> Iterator[str]:
    try:
        points = certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except (x509.ExtensionNotFound, ValueError):
        return
    for point in points:
        for name in point.full_name or ():
            if isinstance(name, x509.UniformResourceIdentifier) and name.value.startswith(("http://", "https://")):
                yield name.value


def _fetched(place: str, client: httpx.Client) -> bytes | None:
    try:
        answer = fetch_bounded(client, "GET", place, limit_bytes=_LARGEST_LIST, seconds=_SECONDS)
        x509.load_der_x509_crl(answer.body)
    except (OutsideError, ValueError):
        return None
    return answer.body
