# SPDX-License-Identifier: Apache-2.0
"""The registrable domain of a host, from the public suffix list inside the package."""

from functools import cache

import tldextract

_LIST = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, fallback_to_snapshot=True)


@cache
def registrable_domain(host: str) -> str:
    """Return the domain that can be registered; the last two labels where the suffix is unknown."""
    parts = _LIST.extract_str(host)
    if parts.suffix:
        return parts.top_domain_under_public_suffix or host
    return ".".join(host.split(".")[-2:])
