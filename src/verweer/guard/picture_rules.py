# SPDX-License-Identifier: Apache-2.0
"""Which verdict follows from what is seen in the pictures that go into a generator and come out of it.

Pure: figures in, verdict and reasons out. When two signals must meet, the weaker one decides. Only
signs that make a verdict stricter exist: no age, score or likeness clears anybody of anything.
Nobody can see in pixels whether a picture is a photograph, so each input counts as one unless the
maker says that its own generator made it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from verweer.guard.model import PictureSignal, Reason, TextSigns, Verdict, Where
from verweer.guard.picture_policy import PicturePolicy
from verweer.guard.picture_values import Alike, Likeness, PictureCode, PictureIntent, Protects, Request, Seen
from verweer.kernel import Bilingual

_TOLD: Mapping[PictureCode, Bilingual] = {
    "same-person": Bilingual(
        nl="de persoon op een ingevoerde foto staat in een seksueel resultaat",
        en="the person in a picture given is in a sexual result",
    ),
    "person-unclear": Bilingual(
        nl="er is een foto van een persoon ingevoerd, en in het seksuele resultaat is geen gezicht te vergelijken",
        en="a picture of a person was given, and no face in the sexual result can be compared",
    ),
    "enrolled": Bilingual(
        nl="iemand die zich liet beschermen lijkt in een seksueel resultaat te staan",
        en="someone who enrolled for protection seems to be in a sexual result",
    ),
    "enrolled-edit": Bilingual(
        nl="een foto van iemand die zich liet beschermen zou worden bewerkt",
        en="a picture of someone who enrolled for protection would be edited",
    ),
    "sexual-input": Bilingual(
        nl="een seksuele foto zou worden bewerkt, en niet is gebleken dat een model die maakte",
        en="a sexual picture would be edited, and nothing shows that a model made it",
    ),
    "sexual-edit": Bilingual(
        nl="de prompt vraagt een seksuele bewerking van een foto met een persoon",
        en="the prompt asks for a sexual edit of a picture with a person in it",
    ),
    "minor": Bilingual(
        nl="iemand die minderjarig kan zijn in een seksuele context",
        en="somebody who may be under age in a sexual context",
    ),
    "age-unknown": Bilingual(
        nl="een gezicht waarvan de leeftijd niet te schatten is in een seksuele context",
        en="a face whose age cannot be guessed in a sexual context",
    ),
    "unreadable": Bilingual(
        nl="een beeld kan niet worden gelezen en dus niet beoordeeld",
        en="a picture cannot be read and so cannot be judged",
    ),
}


_Judged = tuple[Verdict, Reason]


def judge(request: Request, policy: PicturePolicy, likeness: Likeness) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return the strictest verdict over all rules, with one reason for each rule that reached it."""
    judged = [
        *_unreadable(request),
        *_minors(request, policy),
        *_unknown_ages(request, policy),
        *_sexual_inputs(request, policy),
        *_sexual_edits(request),
        *_same_people(request, policy, likeness),
        *_enrolled(request, policy, likeness),
    ]
    for verdict in (Verdict.REFUSE, Verdict.REVIEW):
        reached = [reason for each, reason in judged if each is verdict]
        if reached:
            return verdict, _merged(reached)
    return Verdict.ALLOW, ()


def level_of(nudity: float | None, text: TextSigns, policy: PicturePolicy) -> Verdict:
    """Return how sexual a picture is taken for, as a verdict; beside a sexual prompt lower scores suffice."""
    refused, looked_at = (policy.perhaps, policy.slight) if text.sexual else (policy.clear, policy.perhaps)
    return _level(nudity if nudity is not None else 0.0, refused, looked_at)


def is_sexual_context(request: Request, policy: PicturePolicy) -> bool:
    """Tell whether anything in the request is so slightly sexual that nobody under age may be in it."""
    return request.text.sexual or any(_reaches(each, policy.slight) for each in request.seen)


def may_be_minor(years: float | None, policy: PicturePolicy) -> bool:
    """Tell whether a face with this guessed age may be of somebody under age."""
    return years is not None and years < policy.adult_from


def _unreadable(request: Request) -> Iterator[_Judged]:
    for each in request.seen:
        if each.nudity is None:
            yield Verdict.REVIEW, _reason("unreadable", _signal(each))


def _minors(request: Request, policy: PicturePolicy) -> Iterator[_Judged]:
    if not is_sexual_context(request, policy):
        return
    if request.text.minor:
        sexual = [_signal(each) for each in request.seen if _reaches(each, policy.slight)]
        yield Verdict.REFUSE, _reason("minor", *sexual)
    for each in request.seen:
        young = [years for years in each.ages if years is not None and may_be_minor(years, policy)]
        if young:
            yield Verdict.REFUSE, _reason("minor", _signal(each, years=min(young)))


def _unknown_ages(request: Request, policy: PicturePolicy) -> Iterator[_Judged]:
    is_sexual = any(level_of(each.nudity, request.text, policy) is not Verdict.ALLOW for each in request.seen)
    if not (is_sexual or request.text.sexual):
        return
    for each in request.seen:
        if None in each.ages:
            verdict = Verdict.REFUSE if each.where is Where.INPUT else policy.unknown_age
            yield verdict, _reason("age-unknown", _signal(each))


def _sexual_inputs(request: Request, policy: PicturePolicy) -> Iterator[_Judged]:
    if request.intent is PictureIntent.EDIT:
        for each in request.inputs:
            if not each.made_here:
                yield level_of(each.nudity, request.text, policy), _reason("sexual-input", _signal(each))


def _sexual_edits(request: Request) -> Iterator[_Judged]:
    if request.text.sexual and request.intent is PictureIntent.EDIT:
        for each in request.inputs:
            if each.ages:
                yield Verdict.REFUSE, _reason("sexual-edit", _signal(each))


def _same_people(request: Request, policy: PicturePolicy, likeness: Likeness) -> Iterator[_Judged]:
    levels = [level_of(each.nudity, request.text, policy) for each in request.outputs]
    for each in request.alike:
        verdict = _weaker(levels[each.made], _level(each.similarity, likeness.same, likeness.alike))
        yield verdict, _reason("same-person", *_both(request, each))
    if any(each.ages for each in request.inputs):
        for made, level in zip(request.outputs, levels, strict=True):
            if level is not Verdict.ALLOW and not made.comparable:
                yield Verdict.REVIEW, _reason("person-unclear", _signal(made))


def _enrolled(request: Request, policy: PicturePolicy, likeness: Likeness) -> Iterator[_Judged]:
    for each in request.known:
        side = request.inputs if each.where is Where.INPUT else request.outputs
        picture = side[each.place]
        signal = _signal(picture, similarity=each.similarity, person=each.person)
        is_them = _level(each.similarity, likeness.same, likeness.alike)
        if Protects.SEXUAL in each.protects:
            level = level_of(picture.nudity, request.text, policy)
            yield _weaker(level, is_them), _reason("enrolled", signal)
        is_edit = each.where is Where.INPUT and request.intent is PictureIntent.EDIT
        if is_edit and (Protects.EDITS in each.protects or request.text.sexual):
            yield is_them, _reason("enrolled-edit", signal)


def _level(value: float, refused: float, looked_at: float) -> Verdict:
    if value >= refused:
        return Verdict.REFUSE
    return Verdict.REVIEW if value >= looked_at else Verdict.ALLOW


def _weaker(one: Verdict, other: Verdict) -> Verdict:
    for verdict in (Verdict.ALLOW, Verdict.REVIEW):
        if verdict in {one, other}:
            return verdict
    return Verdict.REFUSE


def _reaches(seen: Seen, score: float) -> bool:
    return seen.nudity is not None and seen.nudity >= score


def _both(request: Request, alike: Alike) -> tuple[PictureSignal, PictureSignal]:
    return (
        _signal(request.inputs[alike.given], similarity=alike.similarity),
        _signal(request.outputs[alike.made], similarity=alike.similarity),
    )


def _reason(code: PictureCode, *pictures: PictureSignal) -> Reason:
    return Reason(code=code, told=_TOLD[code], pictures=pictures)


def _signal(
    seen: Seen, *, years: float | None = None, similarity: float | None = None, person: str = ""
) -> PictureSignal:
    return PictureSignal(
        where=seen.where,
        place=seen.place,
        nudity=_rounded(seen.nudity, 3),
        years=_rounded(years, 1),
        similarity=_rounded(similarity, 3),
        person=person,
    )


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _merged(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    """Return one reason a code, with the pictures of all that have it."""
    pictures: dict[str, dict[PictureSignal, None]] = {}
    for reason in reasons:
        pictures.setdefault(reason.code, {}).update(dict.fromkeys(reason.pictures))
    first = {reason.code: reason for reason in reversed(reasons)}
    return tuple(replace(first[code], pictures=tuple(signals)) for code, signals in pictures.items())
