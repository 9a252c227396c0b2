# SPDX-License-Identifier: Apache-2.0
"""One visit by a real browser: gates passed, pages scrolled, players played, what was seen written down."""

from verweer.visit.gates import Wall

__all__ = [
    "Wall",
]
