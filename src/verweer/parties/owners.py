# SPDX-License-Identifier: Apache-2.0
"""Sites that most likely have one owner, because they carry the same id of analytics, advertisements or money."""

from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import urlsplit

from verweer.parties.domains import registrable_domain
from verweer.parties.model import Mark, MarkKind, Owner

_JOINING = frozenset({MarkKind.ANALYTICS, MarkKind.PUBLISHER, MarkKind.CRYPTO})


def owners_of(marks: Iterable[Mark]) -> tuple[Owner, ...]:
    """Return each group of two or more sites that shared marks tie together, directly or through a third."""
    sites: dict[tuple[MarkKind, str], set[str]] = defaultdict(set)
    for mark in marks:
        if mark.kind in _JOINING:
            sites[mark.kind, mark.value].add(registrable_domain(urlsplit(mark.link).hostname or ""))
    groups: list[tuple[set[str], set[str]]] = []
    for (kind, value), tied in sites.items():
        if len(tied) > 1:
            domains, why = set(tied), {f"{kind}: {value}"}
            for group in [group for group in groups if group[0] & domains]:
                groups.remove(group)
                domains |= group[0]
                why |= group[1]
            groups.append((domains, why))
    return tuple(
        Owner(sites=tuple(sorted(domains)), marks=tuple(sorted(why)))
        for domains, why in sorted(groups, key=lambda group: sorted(group[0]))
    )
