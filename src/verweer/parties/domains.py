# SPDX-License-Identifier: Apache-2.0
"""The host in an address that a page gives, and the registrable domain of a host, from the public suffix list."""

import ipaddress
from functools import cache
from urllib.parse import urlsplit

import tldextract

_LIST = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@cache
def registrable_domain(host: str) -> str:
    """Return the domain that can be registered; the last two labels where the suffix is unknown.

    An IP address is no domain and is returned as it stands.
    """
    if is_address(host):
        return host
    parts = _LIST.extract_str(host)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])


def is_address(host: str) -> bool:
    """Tell whether a host is an IP address rather than a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def host_in(untrusted_url: str) -> str:
    """Return the host that an address names; nothing where it is no address."""
    try:
        return urlsplit(untrusted_url).hostname or ""
    except ValueError:
        return ""
