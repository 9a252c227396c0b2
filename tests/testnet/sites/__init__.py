# SPDX-License-Identifier: Apache-2.0
"""The sites of the small internet: which host is answered by which function."""

from threading import Event

from tests.testnet.replies import Site
from tests.testnet.sites import (
    droombeeld,
    firms,
    flitsvideo,
    poorten,
    praatplein,
    raar,
    vijandig,
    volledig,
    vriendenkring,
    zoekwijzer,
)

__all__ = ["all_sites"]


def all_sites(closing: Event) -> dict[str, Site]:
    """Return the sites by host; those that never finish end when `closing` is set."""
    ordinary = (flitsvideo, praatplein, vriendenkring, zoekwijzer, droombeeld, firms, volledig, poorten)
    odd = raar.sites(closing) | vijandig.sites(closing)
    return {host: site for module in ordinary for host, site in module.SITES.items()} | odd
