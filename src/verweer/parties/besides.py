# SPDX-License-Identifier: Apache-2.0
"""Parties that no trace leads to: those that belong to every case, and those that the person names."""

from collections.abc import Iterable
from datetime import datetime

from verweer.parties.directories import Directory
from verweer.parties.model import Certainty, Party
from verweer.parties.roles import known_party, reason_of


def always_there(directory: Directory, links: tuple[str, ...], at: datetime) -> list[Party]:
    """Return those that belong to every case, as search engines do."""
    reason = reason_of(
        "always",
        "Deze dienst hoort bij iedere zaak.",
        "This service belongs to every case.",
        source="directory",
        at=at,
    )
    return [
        known_party(entry, links=links, reason=reason, certainty=Certainty.POSSIBLE) for entry in directory.always()
    ]


def told_of(directory: Directory, names: Iterable[str], links: tuple[str, ...], at: datetime) -> list[Party]:
    """Return whom the person named, as far as the directory knows them."""
    parties: list[Party] = []
    for name in names:
        reason = reason_of(
            "told", f"Je gaf zelf {name[:80]!r} op.", f"You named {name[:80]!r} yourself.", source="facts", at=at
        )
        parties += [
            known_party(entry, links=links, reason=reason, certainty=Certainty.LIKELY)
            for entry in directory.of_marks(name)
        ]
    return parties
