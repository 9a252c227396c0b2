# SPDX-License-Identifier: Apache-2.0
"""Which verdict follows when a sexual signal and a real person meet, and which surroundings excuse it.

A depiction that is asked for is never excused by its surroundings; writing about the subject is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from verweer.guard.finding import Finding
from verweer.guard.framing import Framing
from verweer.guard.intent import Intent
from verweer.guard.model import PersonKind, PersonSignal, Reason, SexualSignal, Verdict
from verweer.guard.written import GUESSES
from verweer.kernel import Bilingual

_BY_LIST = frozenset({PersonKind.LISTED, PersonKind.REGISTERED})
_BY_POINTING = frozenset({PersonKind.POINTED, PersonKind.PICTURED})
_MOST_SIGNALS = 100
_SUGGESTIVE = 0.5
_TOUCHING = 5  # characters between: a blank, "'s", "is", "the"
_TOLD = {
    PersonKind.LISTED: Bilingual(
        nl="seksueel beeld van een beschermde persoon", en="sexual image of a protected person"
    ),
    PersonKind.REGISTERED: Bilingual(
        nl="seksueel beeld van iemand in het beschermde register",
        en="sexual image of someone in the protected register",
    ),
    PersonKind.POINTED: Bilingual(
        nl="seksueel beeld van een bestaande persoon die wordt aangewezen",
        en="sexual image of a real person who is pointed at",
    ),
    PersonKind.PICTURED: Bilingual(
        nl="seksueel beeld van de persoon op de meegegeven foto", en="sexual image of the person in the picture given"
    ),
    PersonKind.NAMED: Bilingual(nl="seksueel beeld van iemand met naam", en="sexual image of someone named in full"),
    PersonKind.MINOR: Bilingual(
        nl="seksuele bedoeling en een teken van minderjarigheid", en="sexual intent and a sign of minority"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the maker chooses: the verdict for suggestive wording about a real person."""

    suggestive: Verdict = Verdict.REVIEW


def decide(
    finding: Finding, intents: Sequence[Intent], people: Sequence[PersonSignal], choices: Choices
) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return the strictest verdict over all pairs of a sexual signal and a person, with its reasons."""
    pairs = [
        (_raised(intent, person), person)
        for intent, person in product(_weightiest(intents), people[:_MOST_SIGNALS])
        if _do_meet(intent, person, people)
    ]
    if not pairs:
        return Verdict.ALLOW, ()
    framing = Framing(finding.readings[0])
    found: dict[Verdict, dict[PersonKind, tuple[SexualSignal, PersonSignal]]] = {each: {} for each in Verdict}
    for sexual, person in sorted(pairs, key=lambda pair: -pair[0].weight):
        if person.kind not in found[Verdict.REFUSE]:  # of each kind the weightiest pair is told
            reached = _verdict(finding, framing, sexual, person, choices)
            found[reached].setdefault(person.kind, (sexual, person))
    for verdict in (Verdict.REFUSE, Verdict.REVIEW):
        if found[verdict]:
            return verdict, tuple(
                Reason(code=kind.value, told=_TOLD[kind], person=person, sexual=sexual)
                for kind, (sexual, person) in found[verdict].items()
            )
    return Verdict.ALLOW, ()


def _weightiest(intents: Sequence[Intent]) -> Sequence[Intent]:
    """Return the weightiest intents, so that a flood of signals costs no more than a prompt full of them."""
    return sorted(intents, key=lambda each: -each.signal.weight)[:_MOST_SIGNALS]


def _do_meet(intent: Intent, person: PersonSignal, people: Sequence[PersonSignal]) -> bool:
    """Tell whether the pair is two things: a name's own letters are no intent, nor is half a word beside nobody."""
    is_beside = person.turn == intent.signal.turn and person.kind not in _BY_POINTING
    if is_beside and person.span.overlaps(intent.signal.span):
        # "take the clothes of Anna off" stands around her
        return intent.signal.span.start < person.span.start and person.span.end < intent.signal.span.end
    if intent.signal.disguises & GUESSES and _is_inside_a_name(intent, people):
        return False
    return all(any(rest.overlaps(each.span) for each in people) for rest in intent.rests)


def _is_inside_a_name(intent: Intent, people: Sequence[PersonSignal]) -> bool:
    listed = [each.span for each in people if each.turn == intent.signal.turn and each.kind in _BY_LIST]
    return bool(listed) and all(each.overlaps(intent.signal.span) for each in listed)


def _raised(intent: Intent, person: PersonSignal) -> SexualSignal:
    """Return the signal with the weight that it has beside a person, if it touches this one."""
    sexual = intent.signal
    if intent.beside <= sexual.weight or person.turn != sexual.turn:
        return sexual
    apart = max(sexual.span.start, person.span.start) - min(sexual.span.end, person.span.end)
    return replace(sexual, weight=intent.beside) if apart <= _TOUCHING else sexual


def _verdict(
    finding: Finding, framing: Framing, sexual: SexualSignal, person: PersonSignal, choices: Choices
) -> Verdict:
    is_minor = person.kind is PersonKind.MINOR
    places = (sexual.span if sexual.turn == 0 else None, person.span if person.turn == 0 else None)
    frame = framing.of(*places, may_be_told=is_minor)
    if is_minor:
        is_excused = sexual.weight < _SUGGESTIVE or (frame.is_about and not finding.counts("depict"))
        return Verdict.ALLOW if is_excused else Verdict.REFUSE
    if not sexual.is_plain:
        is_meant = person.kind in _BY_LIST | _BY_POINTING and sexual.weight >= _SUGGESTIVE
        return choices.suggestive if is_meant and not frame.is_about else Verdict.ALLOW
    if frame.is_about:
        return Verdict.ALLOW
    if person.kind is PersonKind.NAMED:
        # "Ángel" is a name, and "angel" fiction; "as god made her" says something else.
        own = [each.span for each in (person, sexual) if each.turn == 0]
        is_other = finding.counts("fiction", own) or (finding.counts("art", own) and not frame.depiction)
        return Verdict.ALLOW if is_other else Verdict.REFUSE
    if person.kind is PersonKind.PICTURED and finding.counts("fiction"):
        return Verdict.REVIEW
    return Verdict.REVIEW if frame.about >= frame.depiction > 0 else Verdict.REFUSE


def is_about(finding: Finding) -> bool:
    """Tell whether the prompt is about the subject and asks for no depiction, whoever is meant."""
    return Framing(finding.readings[0]).whole().is_about
