# SPDX-License-Identifier: Apache-2.0
"""Demand letters: to whoever made or spread it, to who shows what is plainly fake, to who refused, and to publishers.

docs/law.md explains the rules by their numbers.
"""

from collections.abc import Iterable

from verweer.parties import Certainty, Party, PartyKind, Power, Reason
from verweer.remedies import reasons as said
from verweer.remedies.facts import Material
from verweer.remedies.model import Lack, Track
from verweer.remedies.situation import STORERS, Situation
from verweer.remedies.ways import NOTICE_RULE, NOTICES

_RIGHTS = ("nl.aw.21", "eu.gdpr.17")


def demands(situation: Situation) -> Iterable[Track]:
    """Demand it from the uploader when that is safe (R09), from those who store it, and from publishers."""
    facts = situation.facts
    if facts.uploader.known and facts.uploader.contact_is_safe:
        for party in situation.of(PartyKind.UPLOADER) or (_uploader(situation),):
            yield situation.track(
                "nl.bw.6-162",
                party,
                why=(said.KNOWN_UPLOADER,),
                rules=("R09",),
                grounds=situation.cited(*_RIGHTS),
                lacks=() if party else (Lack.UPLOADER,),
                shares_name=True,
            )
    if not facts.private_group_only:
        yield from _obvious(situation) if facts.material is Material.OBVIOUS_FAKE else _refusing(situation)
    lacks = () if facts.person or situation.signs_self else (Lack.PERSON,)
    for party in situation.of(PartyKind.PUBLISHER):
        for identity in ("nl.aw.21", "nl.bw.6-167"):
            yield situation.track(identity, party, why=(said.PUBLISHED,), rules=("R09",), lacks=lacks, shares_name=True)


def _uploader(situation: Situation) -> Party | None:
    """Return the uploader as the person told of them: no trace leads there, and no file is named after them."""
    told = situation.facts.uploader
    name = told.name or next(iter(told.accounts), "")
    if not name:
        return None
    reason = Reason(hop="told", seen=said.TOLD_UPLOADER, source="facts", at=situation.now)
    return Party(
        key=f"{PartyKind.UPLOADER.value}:told",
        kind=PartyKind.UPLOADER,
        name=name,
        links=situation.facts.links,
        reasons=(reason,),
        certainty=Certainty.LIKELY,
        powers=frozenset({Power.REMOVE}),
    )


def _obvious(situation: Situation) -> Iterable[Track]:
    """Yield the fallback rights against those who show an obvious fake (R11)."""
    demanded = situation.cited(*_RIGHTS, "eu.dsa.4-6")
    for party in situation.of(*STORERS):
        for identity, grounds in (("nl.bw.6-162", demanded), ("nl.aw.21", ())):
            yield situation.track(
                identity,
                party,
                why=(said.OBVIOUS_FAKE,),
                rules=("R11",),
                grounds=grounds,
                shares_name=situation.signs_self,
            )


def _refusing(situation: Situation) -> Iterable[Track]:
    """Yield the demand to those who store it and refused a notice: a summons before the court (R02 to R05)."""
    for party in situation.of(*STORERS):
        if situation.refused(NOTICES, party):
            yield situation.track(
                "nl.bw.6-162",
                party,
                why=(said.REFUSED,),
                rules=(NOTICE_RULE.get(party.kind, "R03"),),
                grounds=situation.cited(*_RIGHTS, "eu.dsa.4-6"),
                shares_name=situation.signs_self,
            )
