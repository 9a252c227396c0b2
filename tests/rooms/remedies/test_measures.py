# SPDX-License-Identifier: Apache-2.0
"""Every measure of the founding article is answered, by remedies that exist and by parts that are there."""

from verweer.remedies import load_law
from verweer.remedies.measures import Feature, load_measures

MEASURES = load_measures()
NOT_YET = {Feature.OVERVIEW, Feature.GUARD}


def test_all_48_measures_are_there_and_31_are_core() -> None:
    assert list(MEASURES) == [f"M{number:02}" for number in range(1, 49)]
    assert sum(measure.core for measure in MEASURES.values()) == 31


def test_every_remedy_that_answers_a_measure_exists() -> None:
    assert {name for measure in MEASURES.values() for name in measure.remedies} <= set(load_law())


def test_every_core_measure_is_answered_now_or_says_what_is_still_to_come() -> None:
    for measure in MEASURES.values():
        assert measure.features or measure.later or not measure.core
        assert not set(measure.features) & NOT_YET
        assert set(measure.later) <= NOT_YET


def test_a_measure_that_is_answered_by_letters_has_a_remedy_with_one() -> None:
    law = load_law()

    for measure in MEASURES.values():
        if Feature.LETTERS in measure.features:
            used = [law[name] for name in measure.remedies]
            grounds = any(remedy.use == "ground" for remedy in used)
            assert grounds or any(remedy.template for remedy in used), measure.title.en
