# SPDX-License-Identifier: Apache-2.0
"""Whole cases: facts and parties in, tracks that must and must not appear out."""

from collections import Counter

import pytest

from tests.rooms.remedies.scenarios import SCENARIOS, Scenario
from verweer.notices.authorities import authority_of
from verweer.remedies import Plan, Stop, load_law, plan_tracks

LAW = load_law()
STOPPING = "R17"  # a rule that closes ways has no tracks of its own
RULES = {f"R{number:02}" for number in range(23)}


def planned(scenario: Scenario) -> Plan:
    return plan_tracks(scenario.facts, scenario.parties, law=LAW, now=scenario.on)


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_a_case_has_the_tracks_that_it_must_have_and_no_others(scenario: Scenario) -> None:
    plan = planned(scenario)

    tracks = {track.remedy.id for track in plan.tracks}
    assert scenario.must <= tracks
    assert not scenario.never & tracks
    assert scenario.rules <= {rule for track in plan.tracks for rule in track.rules}
    assert all(track.why and track.rules for track in plan.tracks)


def test_there_are_a_hundred_cases_and_each_rule_is_in_two() -> None:
    counted = Counter(rule for scenario in SCENARIOS.values() for rule in scenario.rules)
    counted[STOPPING] = sum(Stop.SATIRE in planned(scenario).stops for scenario in SCENARIOS.values())

    assert len(SCENARIOS) >= 100
    assert {rule for rule in RULES if counted[rule] < 2} == set()


def test_every_remedy_that_is_a_track_is_one_in_some_case() -> None:
    seen = {track.remedy.id for scenario in SCENARIOS.values() for track in planned(scenario).tracks}
    tracks = {remedy.id for remedy in LAW.values() if remedy.use == "track" and remedy.reads_as_law}

    assert tracks - seen == set()


def test_every_ground_that_may_be_cited_is_cited_in_some_case() -> None:
    plans = [planned(scenario) for scenario in SCENARIOS.values()]
    cited = {ground.id for plan in plans for track in plan.tracks for ground in (track.remedy, *track.grounds)}
    grounds = {remedy.id for remedy in LAW.values() if remedy.use == "ground" and remedy.reads_as_law}

    assert grounds - cited == set()


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_whoever_gets_a_letter_is_one_whom_the_remedy_addresses(scenario: Scenario) -> None:
    for track in planned(scenario).tracks:
        if track.party and track.template and authority_of(track) is None:
            assert track.party.kind in track.remedy.addressees, track.id
