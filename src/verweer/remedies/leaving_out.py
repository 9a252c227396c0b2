# SPDX-License-Identifier: Apache-2.0
"""Why a remedy is not among the tracks."""

from collections.abc import Collection
from datetime import date

from verweer.kernel import Bilingual
from verweer.remedies.facts import Facts, YesNoUnsure
from verweer.remedies.model import Stop
from verweer.remedies.reasons import NOT_CHECKED, STOPS
from verweer.remedies.remedy import Remedy, Status, Use

NOT_IN_FORCE = Bilingual(nl="Geldt vandaag niet.", en="Not in force today.")
FOR_MINORS = Bilingual(nl="Alleen voor wie jonger is dan 18.", en="Only for someone under 18.")
LATER = Bilingual(
    nl="Een volgende stap: pas nadat een eerste verzoek is geweigerd of genegeerd.",
    en="A next step: only after a first request was refused or ignored.",
)
NO_CAUSE = Bilingual(
    nl="Geen van de feiten of gevonden partijen geeft er aanleiding toe.",
    en="None of the facts or parties found gives cause for it.",
)
GROUND = Bilingual(
    nl="Geen stap op zich, maar een grond voor brieven; hier niet van toepassing.",
    en="No step of its own but a ground for letters; it does not apply here.",
)
BACKGROUND = Bilingual(
    nl="Een plicht van anderen of achtergrond voor een advocaat, geen stap die je zelf zet.",
    en="A duty of others or background for a lawyer, not a step that you take.",
)
NO_REMEDY = Bilingual(
    nl="Geen weg voor deze zaak; het staat erbij zodat niemand het per vergissing noemt.",
    en="No route for this case; it is kept so that nobody cites it by mistake.",
)
ALREADY_GOES = Bilingual(
    nl="Een andere weg in dit plan doet hetzelfde.", en="Another route in this plan does the same."
)
PRIVATE_ONLY = Bilingual(
    nl="Het is alleen in een besloten groep gezien; regels voor openbare diensten gelden daar niet.",
    en="It was seen in a closed group only; rules for public services do not hold there.",
)

_FOR_MINORS = frozenset({"nl.sr.252", "org.meldpunt", "nl.atkm", "org.takeitdown", "eu.dsa.28"})
_LATER = frozenset({"nl.sv.art12", "nl.police.complaint", "nl.sv.benadeelde", "nl.schadefonds", "nl.sidn", "us.ftc"})
_PUBLIC = ("eu.dsa.", "eu.gdpr.", "infra.", "nl.ntd", "us.tida")
_SAME = (frozenset({"nl.acm.dsc", "eu.dsa.53"}), frozenset({"nl.ap.klacht", "eu.gdpr.77"}))


def why_not(remedy: Remedy, facts: Facts, today: date, used: Collection[str]) -> Bilingual:
    """Return why a remedy is not among the tracks: the first reason that applies."""
    minor = facts.adult is not YesNoUnsure.YES
    comes = _comes(remedy.since) if remedy.since and remedy.since > today else None
    reasons = (
        (remedy.status is Status.NO_REMEDY, NO_REMEDY),
        (minor, STOPS[Stop.MINOR]),
        (comes is not None, comes or NOT_IN_FORCE),
        (not remedy.in_force(today) or remedy.status in {Status.PROPOSED, Status.SUPERSEDED}, NOT_IN_FORCE),
        (remedy.id in _FOR_MINORS, FOR_MINORS),
        (not remedy.reads_as_law, NOT_CHECKED),
        (remedy.use is Use.BACKGROUND, BACKGROUND),
        (facts.consented, STOPS[Stop.CONSENTED]),
        (facts.satire_or_public_interest is not YesNoUnsure.NO, STOPS[Stop.SATIRE]),
        (facts.private_group_only and remedy.id.startswith(_PUBLIC), PRIVATE_ONLY),
        (any(remedy.id in same and same & set(used) for same in _SAME), ALREADY_GOES),
        (remedy.id in _LATER, LATER),
        (remedy.use is Use.GROUND, GROUND),
        (True, NO_CAUSE),
    )
    return next(reason for applies, reason in reasons if applies)


def _comes(since: date) -> Bilingual:
    return Bilingual(nl=f"Geldt pas vanaf {since:%d-%m-%Y}.", en=f"Applies from {since:%Y-%m-%d} only.")
