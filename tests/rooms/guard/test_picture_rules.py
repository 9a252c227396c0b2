# SPDX-License-Identifier: Apache-2.0
"""The rules for pictures, as a table: what is seen, what was asked, and what follows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.guard import BadGuard, Decision, PicturePolicy, Protects, Reason, TextSigns, Verdict, Where, strictest
from verweer.guard.picture_rules import judge
from verweer.guard.picture_values import Alike, Known, Likeness, PictureIntent, Request, Seen
from verweer.kernel import Bilingual

POLICY = PicturePolicy(clear=0.5, perhaps=0.2, slight=0.1, adult_from=25, described_from=18)
LIKENESS = Likeness(same=0.48, alike=0.42)
SEXUAL, MINOR = TextSigns(sexual=True), TextSigns(minor=True)
EVERYTHING = frozenset(Protects)
ADULT, UNKNOWN, YOUNG = 40.0, None, 24.9


def taken(nudity: float | None = 0.0, *ages: float | None, made_here: bool = False) -> Seen:
    return Seen(where=Where.INPUT, place=0, nudity=nudity, ages=ages, comparable=ADULT in ages, made_here=made_here)


def made(nudity: float | None = 0.0, *ages: float | None) -> Seen:
    return Seen(where=Where.OUTPUT, place=0, nudity=nudity, ages=ages, comparable=ADULT in ages)


def edit(*seen: Seen, **more: object) -> Request:
    return replace(Request(seen=seen, intent=PictureIntent.EDIT), **more)  # type: ignore[arg-type]


def make(*seen: Seen, **more: object) -> Request:
    return replace(edit(*seen, **more), intent=PictureIntent.MAKE)


def like(similarity: float) -> tuple[Alike, ...]:
    return (Alike(given=0, made=0, similarity=similarity),)


def known(where: Where, similarity: float, protects: frozenset[Protects] = EVERYTHING) -> tuple[Known, ...]:
    return (Known(where=where, place=0, person="case-7", similarity=similarity, protects=protects),)


CASES: dict[str, tuple[Request, str, set[str]]] = {
    "nothing at all": (make(), "allow", set()),
    "an ordinary edit": (edit(taken(0.01, ADULT), made(0.01, ADULT), alike=like(0.9)), "allow", set()),
    "a sexual picture of nobody": (make(made(0.9)), "allow", set()),
    "a sexual picture of an adult whom nobody gave": (make(made(0.9, ADULT)), "allow", set()),
    # (a) the same person
    "one person, given and made sexual": (
        make(taken(0.0, ADULT), made(0.6, ADULT), alike=like(0.5)),
        "refuse",
        {"same-person"},
    ),
    "perhaps sexual": (make(taken(0.0, ADULT), made(0.3, ADULT), alike=like(0.5)), "review", {"same-person"}),
    "perhaps the same": (make(taken(0.0, ADULT), made(0.6, ADULT), alike=like(0.45)), "review", {"same-person"}),
    "somebody else": (make(taken(0.0, ADULT), made(0.6, ADULT), alike=like(0.2)), "allow", set()),
    "a sexual prompt makes a lower score suffice": (
        make(taken(0.0, ADULT), made(0.3, ADULT), alike=like(0.5), text=SEXUAL),
        "refuse",
        {"same-person"},
    ),
    "a person given and no face in the sexual result": (
        make(taken(0.0, ADULT), made(0.6)),
        "review",
        {"person-unclear"},
    ),
    "a person given and an ordinary result without a face": (make(taken(0.0, ADULT), made(0.1)), "allow", set()),
    # (b) enrolled people
    "enrolled, in a sexual result": (
        make(made(0.6, ADULT), known=known(Where.OUTPUT, 0.6)),
        "refuse",
        {"enrolled"},
    ),
    "enrolled, in an ordinary result": (make(made(0.0, ADULT), known=known(Where.OUTPUT, 0.6)), "allow", set()),
    "enrolled, perhaps": (make(made(0.6, ADULT), known=known(Where.OUTPUT, 0.45)), "review", {"enrolled"}),
    "enrolled, in a picture to edit": (
        edit(taken(0.0, ADULT), known=known(Where.INPUT, 0.6)),
        "refuse",
        {"enrolled-edit"},
    ),
    "enrolled, in a picture that is not edited": (
        make(taken(0.0, ADULT), known=known(Where.INPUT, 0.6)),
        "allow",
        set(),
    ),
    "enrolled against sexual pictures only, an ordinary edit": (
        edit(taken(0.0, ADULT), known=known(Where.INPUT, 0.6, frozenset({Protects.SEXUAL}))),
        "allow",
        set(),
    ),
    "enrolled against edits only, in a sexual result": (
        make(made(0.6, ADULT), known=known(Where.OUTPUT, 0.6, frozenset({Protects.EDITS}))),
        "allow",
        set(),
    ),
    # (c) sexual pictures to edit
    "a sexual picture to edit": (edit(taken(0.6)), "refuse", {"sexual-input"}),
    "a perhaps sexual picture to edit": (edit(taken(0.3)), "review", {"sexual-input"}),
    "a sexual picture for something new": (make(taken(0.6)), "allow", set()),
    "a sexual picture that was made here": (edit(taken(0.6, made_here=True)), "allow", set()),
    "made here, but of the same person": (
        edit(taken(0.6, ADULT, made_here=True), made(0.6, ADULT), alike=like(0.7)),
        "refuse",
        {"same-person"},
    ),
    "a sexual prompt about a person in a picture": (edit(taken(0.0, ADULT), text=SEXUAL), "refuse", {"sexual-edit"}),
    "a sexual prompt about a picture of nobody": (edit(taken(0.0), text=SEXUAL), "allow", set()),
    # (d) minors
    "perhaps a minor in a slightly sexual result": (make(made(0.1, YOUNG)), "refuse", {"minor"}),
    "perhaps a minor in an ordinary result": (make(made(0.09, YOUNG)), "allow", set()),
    "perhaps a minor given, an adult made": (
        make(taken(0.0, YOUNG), made(0.15, ADULT)),
        "refuse",
        {"minor"},
    ),
    "perhaps a minor beside a sexual prompt": (make(made(0.0, YOUNG, ADULT), text=SEXUAL), "refuse", {"minor"}),
    "a prompt with a sign of a minor, a slightly sexual result": (
        make(made(0.1), text=MINOR),
        "refuse",
        {"minor"},
    ),
    "a prompt with a sign of a minor, an ordinary result": (make(made(0.0, ADULT), text=MINOR), "allow", set()),
    # unknown ages
    "a face of unknown age given": (make(taken(0.0, UNKNOWN), made(0.3)), "refuse", {"age-unknown"}),
    "a face of unknown age made": (make(made(0.3, UNKNOWN)), "review", {"age-unknown"}),
    "a face of unknown age in an ordinary result": (make(made(0.0, UNKNOWN)), "allow", set()),
    # what cannot be read
    "a file that cannot be read": (make(made(None)), "review", {"unreadable"}),
    "unreadable, beside a reason to refuse": (
        edit(taken(0.6), made(None)),
        "refuse",
        {"sexual-input"},
    ),
}


@pytest.mark.parametrize(("request_", "verdict", "codes"), CASES.values(), ids=CASES)
def test_what_is_seen_decides(request_: Request, verdict: str, codes: set[str]) -> None:
    reached, reasons = judge(request_, POLICY, LIKENESS)

    assert reached.value == verdict
    assert {each.code for each in reasons} == codes
    assert all(each.told.nl != each.told.en for each in reasons)


def test_a_reason_names_every_picture_once() -> None:
    seen = [replace(taken(0.6), place=place) for place in (0, 1)]

    _, (reason,) = judge(edit(*seen, text=SEXUAL), POLICY, LIKENESS)

    assert [(each.where, each.place, each.nudity) for each in reason.pictures] == [
        (Where.INPUT, 0, 0.6),
        (Where.INPUT, 1, 0.6),
    ]


_SCORES = st.floats(0, 1)
_AGES = st.lists(st.none() | st.floats(0, 80), max_size=2)
_STRICTNESS = [Verdict.ALLOW, Verdict.REVIEW, Verdict.REFUSE]


@given(_SCORES, _SCORES, _AGES, _AGES, st.floats(-1, 1), st.sampled_from(PictureIntent), st.booleans(), st.booleans())
def test_more_nudity_likeness_or_signs_never_make_a_verdict_milder(  # noqa: PLR0913, PLR0917 - one a sign
    given_nudity: float,
    made_nudity: float,
    given_ages: list[float | None],
    made_ages: list[float | None],
    similarity: float,
    intent: PictureIntent,
    sexual: bool,  # noqa: FBT001
    minor: bool,  # noqa: FBT001
) -> None:
    milder = Request(
        seen=(taken(given_nudity, *given_ages), made(made_nudity, *made_ages)),
        intent=intent,
        text=TextSigns(sexual=sexual, minor=minor),
        alike=like(similarity),
    )
    stricter = replace(
        milder,
        seen=(
            replace(milder.seen[0], nudity=min(1.0, given_nudity + 0.3)),
            replace(milder.seen[1], nudity=min(1.0, made_nudity + 0.3), ages=(*made_ages, 10.0)),
        ),
        text=TextSigns(sexual=True, minor=True),
        alike=like(min(1.0, similarity + 0.3)),
    )

    before, after = (judge(each, POLICY, LIKENESS)[0] for each in (milder, stricter))

    assert _STRICTNESS.index(after) >= _STRICTNESS.index(before)


CONTRADICTIONS = {
    "scores out of order": {"clear": 0.1, "perhaps": 0.2},
    "a score above one": {"clear": 1.5},
    "templates of whoever may be under age": {"described_from": 30, "adult_from": 25},
    "no picture": {"most_pictures": 0},
}


@pytest.mark.parametrize("values", CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_policy_that_contradicts_itself_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(BadGuard):
        PicturePolicy(**values)  # type: ignore[arg-type]


def test_a_policy_names_every_value_that_was_not_measured() -> None:
    assert "(" not in PicturePolicy().name
    assert PicturePolicy(clear=0.9).name == f"{PicturePolicy().name} (clear=0.9)"


def test_the_strictest_of_several_decisions_counts_with_its_own_reasons() -> None:
    told = Bilingual(nl="ja", en="yes")
    allowed = Decision(verdict=Verdict.ALLOW, policy="words")
    looked_at = Decision(verdict=Verdict.REVIEW, policy="words", reasons=(Reason(code="a", told=told),))
    refused = Decision(verdict=Verdict.REFUSE, policy="pictures", reasons=(Reason(code="b", told=told),))

    assert strictest(allowed, looked_at).verdict is Verdict.REVIEW
    assert [each.code for each in strictest(looked_at, refused).reasons] == ["b"]
    assert strictest(looked_at, refused).policy == "words, pictures"
    assert strictest(allowed, allowed) == allowed
