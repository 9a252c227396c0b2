# SPDX-License-Identifier: Apache-2.0
"""The ways towards those who show, carry, find and pay for the material; each says which rule it keeps.

docs/law.md explains the rules by their numbers.
"""

from collections.abc import Iterable

from verweer.parties import Party, PartyKind
from verweer.remedies import reasons as said
from verweer.remedies.grounds import removal_grounds
from verweer.remedies.model import Lack, Stage, Track
from verweer.remedies.remedy import Remedy
from verweer.remedies.situation import EEA, PLATFORMS, STORERS, Situation, track_id

_DATA_REQUESTS = {"eu.gdpr.15", "eu.gdpr.17", "eu.gdpr.18-21", "search.rtbf", "search.google", "search.bing"}
NOTICES = {"eu.dsa.16", "eu.dsa.20", "nl.ntd"}
NOTICE_RULE = {PartyKind.HOSTING: "R05", PartyKind.PLATFORM_VLOP: "R02", PartyKind.PLATFORM_MICRO: "R04"}


def removal(situation: Situation) -> Iterable[Track]:
    """Ask those who store it to remove it (R02 to R05); not for what is shared in private only (R15)."""
    if situation.facts.private_group_only:
        return
    grounds = removal_grounds(situation.facts, situation.law)
    for party in situation.of(*STORERS):
        yield situation.track(
            "eu.dsa.16",
            party,
            why=(said.STORES_MEDIA if party.kind is PartyKind.HOSTING else said.SHOWS,),
            rules=(NOTICE_RULE.get(party.kind, "R03"),),
            grounds=grounds,
            shares_name=situation.signs_self,
        )
        if party.kind is PartyKind.HOSTING and party.country == "NL":
            yield situation.track(
                "nl.ntd",
                party,
                why=(said.DUTCH_HOST,),
                rules=("R05",),
                grounds=grounds,
                shares_name=situation.signs_self,
            )
        if party.country == "US" and party.kind in PLATFORMS:
            yield situation.track("us.tida", party, why=(said.AMERICAN_PLATFORM,), rules=("R07",), shares_name=True)
            yield from _after_refusal(situation, "us.ftc", party, {"us.tida"}, rule="R07")
        if party.country == "US" and situation.facts.own_photo:
            yield situation.track("us.dmca", party, why=(said.OWN_PHOTO,), rules=("R10",), shares_name=True)


def infrastructure(situation: Situation) -> Iterable[Track]:
    """Go round a site that does not answer: CDN, registrar, registry (R05, R06)."""
    if situation.facts.private_group_only:
        return
    grounds = removal_grounds(situation.facts, situation.law)
    rogue = [party for party in situation.of(*PLATFORMS) if _is_rogue(party)]
    stage = Stage.NOW if rogue else Stage.NEXT
    why = (said.ROGUE,) if rogue else ()
    notices = tuple(track_id("eu.dsa.16", party) for party in situation.of(*STORERS))
    for party in situation.of(PartyKind.CDN):
        yield situation.track("infra.cdn", party, why=(said.MASKS,), rules=("R05", "R06"), grounds=grounds)
    for party in situation.of(PartyKind.REGISTRAR):
        yield situation.track(
            "infra.registrar",
            party,
            why=(said.REGISTERED, *why),
            rules=("R06",),
            grounds=grounds,
            stage=stage,
            after=() if rogue else notices,
        )
    for party in situation.of(PartyKind.REGISTRY):
        identity = "nl.sidn" if party.country == "NL" else "infra.registrar"
        yield situation.track(
            identity,
            party,
            why=(said.REGISTRY, *why),
            rules=("R06",),
            grounds=grounds,
            stage=Stage.NEXT,
            after=(*notices, *(track_id("infra.registrar", each) for each in situation.of(PartyKind.REGISTRAR))),
        )
    if rogue:
        yield situation.track("int.mlat", why=(said.ROGUE,), rules=("R06",), stage=Stage.INFORMATION)


def search(situation: Situation) -> Iterable[Track]:
    """Have search engines delist it (R02, R06, R10)."""
    missing = () if situation.facts.search_names else (said.NO_SEARCH_NAMES,)
    for party in situation.of(PartyKind.SEARCH_ENGINE):
        own = next((own for own in ("google", "bing") if own in party.key.casefold()), None)
        rules = ("R02", "R10") if own else ("R06", "R18")
        yield situation.track(
            f"search.{own}" if own else "search.rtbf",
            party,
            why=(said.INDEXES,),
            rules=rules,
            grounds=() if own else situation.cited("eu.case.c131"),
            missing=missing,
            shares_name=True,
        )


def copies(situation: Situation) -> Iterable[Track]:
    """Stop copies before they appear (R02, R15, R16)."""
    facts = situation.facts
    rules = ("R02", *(("R15",) if facts.private_group_only else ()), *(("R16",) if facts.extortion else ()))
    for party in situation.of(PartyKind.HASH_BANK):
        if "stopncii" in party.key.casefold():
            missing = () if facts.has_the_file else (said.NEEDS_FILE,)
            yield situation.track("hash.stopncii", party, why=(said.COPIES,), rules=rules, missing=missing)


def personal_data(situation: Situation) -> Iterable[Track]:
    """Invoke the rights of the GDPR (R18); the household exemption may hold for private groups (R15, art. 2(2)(c))."""
    if situation.facts.private_group_only:
        return
    for party in _controllers(situation):
        cases = situation.cited("eu.case.c492-23") if party.kind in PLATFORMS else ()
        for identity, why, stage in (
            ("eu.gdpr.17", said.PERSONAL_DATA, Stage.NOW),
            ("eu.gdpr.18-21", said.OBJECTION, Stage.NOW),
            ("eu.gdpr.15", said.ACCESS, Stage.NEXT),
        ):
            if identity != "eu.gdpr.18-21" or party.kind is not PartyKind.GENERATOR:
                yield situation.track(
                    identity,
                    party,
                    why=(why,),
                    rules=("R18",),
                    grounds=cases if identity == "eu.gdpr.17" else (),
                    stage=stage,
                    lacks=_name(situation),
                    shares_name=True,
                )
    yield situation.track("eu.gdpr.79", why=(said.DATA_COURT,), rules=("R18",), stage=Stage.INFORMATION)


def authorities(situation: Situation) -> Iterable[Track]:
    """Go on where a request was refused or ignored: complaint, dispute body, authority (R02 to R04, R18)."""
    if situation.facts.private_group_only:
        return
    dutch = situation.facts.jurisdiction == "NL"
    ordinary = {PartyKind.PLATFORM, PartyKind.PLATFORM_VLOP}
    unlawful = removal_grounds(situation.facts, situation.law)
    defined = (*situation.cited("eu.dsa.3h"), *unlawful)
    yield from _next_steps(situation, "eu.dsa.20", situation.of(*ordinary), {"eu.dsa.16"}, defined)
    yield from _next_steps(situation, "eu.dsa.21", situation.of(*ordinary), {"eu.dsa.16", "eu.dsa.20"}, defined)
    yield from _next_steps(situation, "nl.acm.dsc" if dutch else "eu.dsa.53", situation.of(*STORERS), NOTICES, unlawful)
    yield from _next_steps(situation, "eu.dsa.commission", situation.of(PartyKind.PLATFORM_VLOP), NOTICES, unlawful)
    yield from _next_steps(
        situation,
        "nl.ap.klacht" if dutch else "eu.gdpr.77",
        (*_controllers(situation), *situation.of(PartyKind.SEARCH_ENGINE)),
        _DATA_REQUESTS,
        situation.cited("eu.gdpr.6-9"),
    )


def _next_steps(
    situation: Situation, identity: str, parties: tuple[Party, ...], earlier: set[str], grounds: tuple[Remedy, ...]
) -> Iterable[Track]:
    """Yield the step against each party that refused, or one that waits for a refusal."""
    about_data = earlier is _DATA_REQUESTS
    rules = [("R18",) if about_data else (NOTICE_RULE.get(party.kind, "R03"),) for party in parties]
    refusing = False
    for party, rule in zip(parties, rules, strict=True):
        refusal = situation.refused(earlier, party)
        if refusal:
            refusing = True
            yield situation.track(
                identity,
                party,
                why=(said.REFUSED,),
                rules=rule,
                grounds=grounds,
                decided=refusal.on,
                lacks=_name(situation) if about_data else (),
                shares_name=True,
            )
    if not parties or refusing:
        return
    together = identity == "eu.dsa.commission" and situation.facts.many_victims
    yield situation.track(
        identity,
        why=(said.MANY_VICTIMS,) if together else (said.WHEN_REFUSED,),
        rules=("R20",) if together else tuple(dict.fromkeys(one for rule in rules for one in rule)),
        grounds=grounds,
        stage=Stage.NOW if together else Stage.NEXT,
        after=_first_steps(parties, "eu.gdpr.17" if about_data else "eu.dsa.16"),
        lacks=() if together else (Lack.REFUSAL,),
    )


def income(situation: Situation) -> Iterable[Track]:
    """Cut the income: payments, cards, advertisements (R13; R04 and R06 point here too)."""
    grounds = removal_grounds(situation.facts, situation.law)
    for party in situation.of(PartyKind.PAYMENT):
        yield situation.track("pay.psp", party, why=(said.EARNS,), rules=("R13",), grounds=grounds)
    for party in situation.of(PartyKind.CARD_SCHEME):
        if "mastercard" in party.key.casefold():
            yield situation.track(
                "pay.mc5196", party, why=(said.CARD,), rules=("R13",), grounds=grounds, stage=Stage.NEXT
            )
    for party in situation.of(PartyKind.AD_NETWORK):
        yield situation.track("infra.appstore", party, why=(said.ADVERTISES,), rules=("R13",), grounds=grounds)
    if situation.of(PartyKind.PAYMENT, PartyKind.CARD_SCHEME):
        yield situation.track("pay.supervisor", why=(said.SUPERVISOR,), rules=("R13",), stage=Stage.INFORMATION)


def tools(situation: Situation) -> Iterable[Track]:
    """Tell the maker of the generator, and those who offer or watch it (R14)."""
    makers = situation.of(PartyKind.GENERATOR)
    banned = situation.law["eu.aia.5-ncii"].in_force(situation.today)
    dutch = ["nl.case.grok"] if situation.facts.jurisdiction == "NL" else []
    grounds = situation.cited("eu.aia.5-ncii", "eu.aia.50", *dutch)
    ban = said.BAN_APPLIES if banned else said.BAN_COMING
    for party in makers:
        yield situation.track("genai.report", party, why=(said.MADE_IT, ban), rules=("R14",), grounds=grounds)
    for party in situation.of(PartyKind.APP_STORE):
        yield situation.track("infra.appstore", party, why=(said.OFFERS_TOOL,), rules=("R14",), grounds=grounds)
    if makers or situation.facts.tools:
        yield situation.track(
            "eu.aia.85",
            why=(said.AI_COMPLAINT, ban),
            rules=("R14",),
            grounds=grounds,
            missing=(said.WHICH_AUTHORITY,),
            stage=Stage.NEXT,
        )


def _after_refusal(
    situation: Situation, identity: str, party: Party, earlier: set[str], *, rule: str
) -> Iterable[Track]:
    refusal = situation.refused(earlier, party)
    if refusal:
        yield situation.track(identity, party, why=(said.REFUSED,), rules=(rule,), decided=refusal.on, shares_name=True)


def _first_steps(parties: Iterable[Party], identity: str) -> tuple[str, ...]:
    """Return the ids of the requests that a refusal would be of; a search engine gets others."""
    return tuple(track_id(identity, party) for party in parties if party.kind is not PartyKind.SEARCH_ENGINE)


def _name(situation: Situation) -> tuple[Lack, ...]:
    known = situation.facts.person or situation.signs_self
    return () if known else (Lack.PERSON,)


def _controllers(situation: Situation) -> tuple[Party, ...]:
    """Return who decides on showing the image: not a host that only lends its computers to a site."""
    hosts = situation.of(PartyKind.HOSTING)
    showing = (party for party in hosts if any(reason.hop == "link" for reason in party.reasons))
    return (*situation.of(*PLATFORMS, PartyKind.GENERATOR), *showing)


def _is_rogue(party: Party) -> bool:
    return not (party.contacts or party.listed) and party.country not in EEA
