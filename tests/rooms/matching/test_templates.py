# SPDX-License-Identifier: Apache-2.0
"""People who enrolled themselves: exact candidates for review, forgetting, and files that are whole or refused."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verweer.faces import NetworkMark, OtherNetwork, Rate, Template, Threshold
from verweer.matching.templates import (
    MOST_CANDIDATES,
    DamagedEnrolment,
    EnrolledPeople,
    MalformedPerson,
    Person,
)

MARK, OTHER = NetworkMark(b"network1"), NetworkMark(b"network2")
RATE = Rate(wrong=0, of=1)


def threshold(cosine: float) -> Threshold:
    return Threshold(
        name="test", embedder="test", cosine=cosine, false_match=RATE, false_non_match=RATE, data="made by code"
    )


@cache
def template(seed: int, near: int | None = None, network: NetworkMark = MARK) -> Template:
    numbers = np.random.default_rng(seed).standard_normal(128)
    if near is not None:
        numbers = np.random.default_rng(near).standard_normal(128) + 0.5 * numbers
    return Template(numbers=(numbers / np.linalg.norm(numbers)).astype(np.float32), network=network, quality=seed % 101)


def enrolled(count: int) -> EnrolledPeople:
    people = EnrolledPeople(MARK)
    for seed in range(count):
        people.enrol(Person(f"person-{seed}"), template(seed))
    return people


def test_a_person_who_enrolled_is_a_candidate_with_the_threshold_that_was_used() -> None:
    (candidate,) = enrolled(200).candidates(template(9999, near=17), threshold(0.48))

    assert candidate.person == Person("person-17")
    assert candidate.similarity == pytest.approx(0.89, abs=0.05)
    assert candidate.threshold.cosine == 0.48


def test_nobody_is_a_candidate_for_a_stranger() -> None:
    assert enrolled(200).candidates(template(9999), threshold(0.48)) == ()
    assert EnrolledPeople(MARK).candidates(template(1), threshold(0.48)) == ()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 140), st.integers(0, 10_000), st.sampled_from([0.3, 0.31, 0.35]))
def test_the_search_finds_exactly_what_comparing_one_by_one_finds(count: int, asked: int, cosine: float) -> None:
    question = template(asked, near=asked % 150)

    found = {each.person.reference: each.similarity for each in enrolled(count).candidates(question, threshold(cosine))}

    one_by_one = {f"person-{seed}": float(template(seed).numbers @ question.numbers) for seed in range(count)}
    assert found == pytest.approx({name: each for name, each in one_by_one.items() if each >= cosine}, abs=1e-5)


def test_several_faces_at_once_get_the_answers_that_each_gets_alone() -> None:
    people = enrolled(100)
    asked = [template(500 + seed, near=seed) for seed in range(20)]

    together = people.candidates_of_each(asked, threshold(0.4))

    assert [[each.person for each in answer] for answer in together] == [
        [each.person for each in people.candidates(one, threshold(0.4))] for one in asked
    ]
    assert people.candidates_of_each([], threshold(0.4)) == []


def test_a_person_with_several_templates_is_one_candidate_by_the_nearest() -> None:
    people = enrolled(3)
    people.enrol(Person("person-1"), template(800, near=1))

    (candidate,) = people.candidates(template(1), threshold(0.48))

    assert candidate.person == Person("person-1")
    assert candidate.similarity == pytest.approx(1, abs=1e-5)


def test_candidates_are_bounded_and_the_most_similar_come_first() -> None:
    people = EnrolledPeople(MARK)
    for seed in range(1000, 1000 + 2 * MOST_CANDIDATES):
        people.enrol(Person(str(seed)), template(seed, near=5))

    found = [each.similarity for each in people.candidates(template(5), threshold(0.48))]

    assert len(found) == MOST_CANDIDATES
    assert found == sorted(found, reverse=True)


def test_a_person_who_withdraws_is_forgotten_and_the_others_stay() -> None:
    people = enrolled(70)
    people.enrol(Person("person-3"), template(900, near=3))

    assert people.remove(Person("person-3")) == 2
    assert people.remove(Person("person-3")) == 0
    assert len(people) == 69
    assert people.candidates(template(3), threshold(0.48)) == ()
    assert people.candidates(template(69), threshold(0.48))[0].person == Person("person-69")


def test_templates_of_another_network_are_refused(tmp_path: Path) -> None:
    people = enrolled(1)
    people.save(tmp_path / "enrolled")

    with pytest.raises(OtherNetwork):
        people.enrol(Person("a"), template(1, network=OTHER))
    with pytest.raises(OtherNetwork):
        people.candidates(template(1, network=OTHER), threshold(0.48))
    with pytest.raises(OtherNetwork):
        EnrolledPeople.load(tmp_path / "enrolled", OTHER)


@pytest.mark.parametrize("count", [0, 1, 64, 150])
def test_a_saved_enrolment_comes_back_whole(tmp_path: Path, count: int) -> None:
    path = tmp_path / "enrolled"
    enrolled(count).save(path)

    people = EnrolledPeople.load(path, MARK)
    people.enrol(Person("later"), template(7777))
    people.save(path)

    assert len(EnrolledPeople.load(path, MARK)) == count + 1
    for seed in range(0, count, 13):
        assert people.candidates(template(seed), threshold(0.48))[0].person == Person(f"person-{seed}")
    assert [file.name for file in tmp_path.iterdir()] == ["enrolled"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_save_that_fails_leaves_the_older_file_whole(tmp_path: Path) -> None:
    folder = tmp_path / "enrolled"
    folder.mkdir()

    with pytest.raises(OSError, match="enrolled"):
        enrolled(2).save(folder)

    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("place", [0, 5, 9, 20, 30, 60, 400, -1])
def test_a_damaged_file_is_refused(tmp_path: Path, place: int) -> None:
    path = tmp_path / "enrolled"
    enrolled(3).save(path)
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)

    with pytest.raises(DamagedEnrolment):
        EnrolledPeople.load(path, MARK)


@pytest.mark.parametrize("length", [0, 1, 31, 32, 63, 500])
def test_a_file_that_breaks_off_is_refused(tmp_path: Path, length: int) -> None:
    path = tmp_path / "enrolled"
    enrolled(3).save(path)
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(DamagedEnrolment):
        EnrolledPeople.load(path, MARK)


@pytest.mark.parametrize("reference", ["", "two words", "a\nb", "x" * 65, "a/b"])
def test_a_reference_that_is_no_reference_is_refused(reference: str) -> None:
    with pytest.raises(MalformedPerson):
        Person(reference)
