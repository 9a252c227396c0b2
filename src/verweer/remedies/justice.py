# SPDX-License-Identifier: Apache-2.0
"""The ways to support, police and courts, at home and abroad, and what is left when the person may be a minor.

docs/law.md explains the rules by their numbers.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from verweer.parties import PartyKind
from verweer.remedies import reasons as said
from verweer.remedies.facts import Material, YesNoUnsure
from verweer.remedies.grounds import KLACHT_OFFENCES, citable, offences
from verweer.remedies.model import Lack, Stage, Stop, Track
from verweer.remedies.situation import STORERS, Situation

_REPORTS = frozenset({"nl.sv.aangifte", "nl.sv.klacht"})
_ABROAD: Mapping[str, tuple[str, ...]] = {
    "AU": ("au.esafety",),
    "BE": ("be.417",),
    "DE": ("de.planned",),
    "DK": ("dk.73a",),
    "ES": ("es.tbd",),
    "FR": ("fr.226-8-1",),
    "GB": ("uk.soa", "uk.48h"),
    "IT": ("it.612q",),
    "KR": ("kr.14-2",),
    "US": ("us.tida", "us.defiance"),
}


def support(situation: Situation) -> Iterable[Track]:
    """Point to people who help, before any paper (R00)."""
    many, prosecuted = situation.facts.many_victims, situation.facts.prosecution
    yield situation.track(
        "nl.offlimits",
        why=(said.SUPPORT, *((said.MANY_VICTIMS,) if many else ())),
        rules=("R00", "R02", *(("R20",) if many else ())),
    )
    yield situation.track("nl.slachtofferhulp", why=(said.SUPPORT,), rules=("R00", *(("R22",) if prosecuted else ())))


def police(situation: Situation) -> Iterable[Track]:
    """Report it, with the klacht clause; the clause is that of the day of the act (R08, R09, R12, R15, R16)."""
    facts = situation.facts
    grounds = offences(facts, situation.law)
    why = [
        said.OFFENCE,
        *((said.BY_DATE,) if facts.made_before is not None else ()),
        *((said.OBVIOUS_FAKE,) if facts.material is Material.OBVIOUS_FAKE else ()),
        *((said.EXTORTION,) if facts.extortion else ()),
        *(() if facts.uploader.known else (said.ASK_DATA,)),
    ]
    rules = (
        "R09" if facts.uploader.known else "R08",
        *(("R11",) if facts.material is Material.OBVIOUS_FAKE else ()),
        "R12",
        *(("R15",) if facts.private_group_only else ()),
        *(("R16",) if facts.extortion else ()),
    )
    signature = () if situation.signs_self else (said.SIGNATURE,)
    yield situation.track("nl.sv.aangifte", why=why, rules=rules, grounds=grounds, missing=signature)
    upon_complaint = tuple(ground for ground in grounds if ground.id in KLACHT_OFFENCES)
    yield situation.track("nl.sv.klacht", why=(said.KLACHT,), rules=("R09",), grounds=upon_complaint, missing=signature)


def after_the_report(situation: Situation) -> Iterable[Track]:
    """Go on when the police refuse or drop it (R21), or when a suspect is prosecuted (R22)."""
    facts = situation.facts
    if facts.police_refused:
        decisions = tuple(each for each in facts.refusals if each.remedy in _REPORTS)
        untold = () if decisions else (Lack.REFUSAL,)
        for identity, missing, lacks in (
            ("nl.sv.art12", (said.COPY_OF_DECISION,), ()),
            ("nl.police.complaint", (), untold),
        ):
            track = situation.track(
                identity,
                why=(said.POLICE_REFUSED,),
                rules=("R21",),
                missing=missing,
                lacks=lacks,
                decided=decisions[0].on if decisions else None,
            )
            yield replace(track, refusals=decisions)
    if facts.prosecution:
        yield situation.track("nl.sv.benadeelde", why=(said.PROSECUTED,), rules=("R22",), shares_name=True)
        yield situation.track("nl.schadefonds", why=(said.FUND,), rules=("R22",), stage=Stage.NEXT)


def identification(situation: Situation) -> Iterable[Track]:
    """Have data kept and ask who it was, without waiting for that before removal (R08)."""
    if situation.facts.uploader.known:
        return
    for party in situation.of(*STORERS):
        yield situation.track(
            "nl.lycos",
            party,
            why=(said.UNKNOWN_UPLOADER,),
            rules=("R08",),
            grounds=situation.cited("eu.case.ecthr"),
            shares_name=situation.signs_self,
        )


def courts(situation: Situation) -> Iterable[Track]:
    """Tell what a lawyer may do; contested routes are information only (R02, R06, R09, R17)."""
    facts = situation.facts
    weighing = facts.satire_or_public_interest is not YesNoUnsure.NO
    named = ["nl.bw.6-162", "nl.aw.21"]
    named += ["nl.case.xhamster"] if facts.many_victims else []
    named += ["eu.case.ecthr"] if weighing else []
    yield situation.track(
        "nl.rv.kortgeding",
        why=(
            said.COURT,
            *((said.MANY_VICTIMS,) if facts.many_victims else ()),
            *((said.STOPS[Stop.SATIRE],) if weighing else ()),
        ),
        rules=(
            "R02",
            *(("R09",) if facts.uploader.known else ()),
            *(("R17",) if weighing else ()),
            *(("R20",) if facts.many_victims else ()),
        ),
        grounds=situation.cited(*named),
        stage=Stage.INFORMATION,
    )
    yield situation.track("nl.block", why=(said.CONTESTED,), rules=("R06",), stage=Stage.INFORMATION)


def abroad(situation: Situation) -> Iterable[Track]:
    """Add what the law of other countries gives; the Union's routes stay (R19)."""
    for country in sorted(situation.countries):
        for identity in _ABROAD.get(country, ()):
            remedy = situation.law[identity]
            ready = remedy.reads_as_law and remedy.in_force(situation.today)
            if identity == "us.tida" and situation.of(PartyKind.PLATFORM, PartyKind.PLATFORM_VLOP):
                continue  # R07 gives it for each platform.
            yield situation.track(
                identity,
                why=(said.OTHER_COUNTRY,),
                rules=("R19",),
                missing=() if ready else (said.NOT_CHECKED,),
                stage=Stage.NOW if ready else Stage.INFORMATION,
                template="" if ready else None,
            )


def for_minors(situation: Situation) -> Iterable[Track]:
    """Return what may be done with links alone: hotline, police, and notices that name nobody (R01)."""
    yield situation.track("org.meldpunt", why=(said.LINK_ONLY,), rules=("R01",))
    yield situation.track("nl.sv.aangifte", why=(said.LINK_ONLY,), rules=("R01",), template=None)
    yield situation.track("org.takeitdown", why=(said.COPIES,), rules=("R01", *_threatened(situation)))
    yield situation.track("nl.offlimits", why=(said.SUPPORT,), rules=("R00", "R01"), template=None)
    grounds = citable(["nl.sr.252"], situation.law)
    for party in situation.of(*STORERS):
        yield situation.track(
            "eu.dsa.16", party, why=(said.NO_NAME_NEEDED,), rules=("R01",), grounds=grounds, template="eu.dsa.16-minor"
        )
        if party.country == "NL":
            yield situation.track("nl.atkm", party, why=(said.DUTCH_HOST_OF_MINOR,), rules=("R01",), template=None)


def _threatened(situation: Situation) -> tuple[str, ...]:
    return ("R16",) if situation.facts.extortion else ()
