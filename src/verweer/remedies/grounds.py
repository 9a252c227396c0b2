# SPDX-License-Identifier: Apache-2.0
"""Which offences and rights a letter may name, by the facts and by the date of the act."""

from datetime import date

from verweer.remedies.facts import Facts, Material
from verweer.remedies.law import Law
from verweer.remedies.remedy import Remedy

_NEW_OFFENCE = date(2024, 7, 1)  # Wet seksuele misdrijven, Stb. 2024, 59
KLACHT_OFFENCES = frozenset({"nl.sr.261", "nl.sr.262", "nl.sr.266", "nl.sr.285b"})


def offences(facts: Facts, law: Law) -> tuple[Remedy, ...]:
    """Return the offences to name: chosen by the time of the act (art. 1 Sr), never by today's date.

    A known `made_before` lies on one side of 1 July 2024 or leaves both clauses open:
    what existed before that day may still stand there after it.
    """
    named = ["nl.sr.254ba"]
    if facts.made_before is not None and facts.made_before <= _NEW_OFFENCE:
        named = ["nl.sr.139h-old", "nl.sr.254ba"]
    fake = facts.material in {Material.FAKE, Material.OBVIOUS_FAKE}
    if fake and facts.material is not Material.OBVIOUS_FAKE:
        named.append("nl.case.rbams6923")
        named += ["nl.sr.261", "nl.sr.262"]
    named.append("nl.sr.266")
    if facts.name_attached:
        named.append("nl.sr.231b")
    if facts.repeated_harassment:
        named.append("nl.sr.285b")
    return citable(named, law)


def removal_grounds(facts: Facts, law: Law) -> tuple[Remedy, ...]:
    """Return why the content is illegal, for those who must remove it."""
    criminal = [remedy.id for remedy in offences(facts, law) if remedy.id in {"nl.sr.254ba", "nl.sr.139h-old"}]
    if facts.material is Material.OBVIOUS_FAKE:
        return citable(["nl.sr.266", "eu.gdpr.17", "nl.aw.21", "nl.bw.6-162"], law)
    return citable([*criminal, "eu.gdpr.17", "nl.aw.21", "nl.bw.6-162"], law)


def citable(identities: list[str], law: Law) -> tuple[Remedy, ...]:
    """Return those remedies that may be cited as law."""
    return tuple(law[identity] for identity in identities if law[identity].reads_as_law)
