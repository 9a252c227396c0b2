# SPDX-License-Identifier: Apache-2.0
"""The sites of the small internet: which host is answered by which function."""

from threading import Event

from tests.testnet.sites import flitsvideo, praatplein
from tests.testnet.web import Site

__all__ = ["all_sites"]


def all_sites(closing: Event) -> dict[str, Site]:
    """Return the sites by host; those that never finish end when `closing` is set."""
    del closing
    return {**flitsvideo.SITES, **praatplein.SITES}
