# SPDX-License-Identifier: Apache-2.0
"""A link that nobody visits, told as far as names and numbers go: for minors, and for a first look.

Only DNS is asked. Nothing is requested from the site itself.
"""

from datetime import datetime

from verweer.egress import Answer
from verweer.evidence import NOT_VISITED, Capture, Exchange
from verweer.kernel import Digest, Link, OutsideError
from verweer.parties.lookups import Lookups

_NOTHING = Digest.of(b"")


def without_visit(link: Link, number: int, *, lookups: Lookups, at: datetime) -> Capture:
    """Return what is known of a link without visiting it: its addresses and other names."""
    try:
        found = lookups.where(link.host)
    except OutsideError:
        return Capture(number=number, link=link, began=at, ended=at, outcome=NOT_VISITED)
    exchange = Exchange(
        url=link.url,
        method="GET",
        status=0,
        mime="",
        address=found.addresses[0],
        byte_length=0,
        digest=_NOTHING,
        headers=(),
    )
    answer = Answer(
        name=link.host,
        addresses=found.addresses,
        aliases=found.aliases,
        ttl=found.ttl,
        server=found.server,
        at=found.at,
    )
    return Capture(
        number=number, link=link, began=at, ended=at, outcome=NOT_VISITED, exchanges=(exchange,), answers=(answer,)
    )
