# SPDX-License-Identifier: Apache-2.0
"""Which addresses a capture may reach: public ones, and networks that the operator allows.

An address that carries an IPv4 address inside (mapped, 6to4, Teredo, NAT64) is judged by
that one too, so that no spelling of a private address passes.
"""

import ipaddress
from collections.abc import Iterable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_LOCAL_NAT64 = ipaddress.IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = ipaddress.IPv6Network("::/96")  # RFC 4291 section 2.5.5.1, deprecated


def refusal(address: Address, allowed: Iterable[Network]) -> str | None:
    """Return why this address may not be reached, in one word; None when it may."""
    if any(address in network for network in allowed if network.version == address.version):
        return None
    return next((reason for face in _faces(address) if (reason := _reason(face))), None)


def _faces(address: Address) -> tuple[Address, ...]:
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64 or address in _COMPATIBLE:
        inside.append(ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF))
    return (address, *(face for face in inside if face is not None))


def _reason(address: Address) -> str | None:
    reasons = {
        "loopback": address.is_loopback,
        "link-local": address.is_link_local,
        "multicast": address.is_multicast,
        "unspecified": address.is_unspecified,
        "private": address.is_private or address in _LOCAL_NAT64,
        "reserved": address.is_reserved and not _carries_ipv4(address),
        "not-public": not address.is_global and not _carries_ipv4(address),
    }
    return next((word for word, applies in reasons.items() if applies), None)


def _carries_ipv4(address: Address) -> bool:
    return isinstance(address, ipaddress.IPv6Address) and (
        address in _NAT64 or address.sixtofour is not None or address.teredo is not None
    )
