# SPDX-License-Identifier: Apache-2.0
"""The law data as a whole: complete, in both languages, sourced, and honest about what was not checked."""

import pytest

from verweer.notices import template_names
from verweer.parties import PartyKind
from verweer.remedies import Confidence, Remedy, Status, Use, load_law

LAW = load_law()
OTHERS = {"eu.dsa.16-minor"}  # chosen by the planner, not by a remedy


def test_all_remedies_are_there() -> None:
    assert len(LAW) == 111
    assert all(not remedy.reviewed_by for remedy in LAW.values())


@pytest.mark.parametrize("remedy", LAW.values(), ids=lambda remedy: remedy.id)
def test_a_remedy_is_whole(remedy: Remedy) -> None:
    texts = [remedy.name, remedy.gives, remedy.who, remedy.law, *remedy.elements, *remedy.contents]
    texts += [text for text in (remedy.limits, remedy.sanction) if text]

    assert all(text.nl.strip() and text.en.strip() for text in texts)
    assert remedy.gives.nl != remedy.gives.en
    assert remedy.addressees <= set(PartyKind)
    assert remedy.since is None or remedy.until is None or remedy.since < remedy.until
    if remedy.confidence in {Confidence.PRIMARY, Confidence.SECONDARY, Confidence.MIXED}:
        assert remedy.sources
    if remedy.use is Use.TRACK:
        assert remedy.addressees
    for term in remedy.terms:
        assert term.basis.nl
        assert term.what.en


def test_nothing_unchecked_or_not_yet_law_may_be_cited() -> None:
    for remedy in LAW.values():
        if remedy.confidence in {Confidence.MEMORY, Confidence.UNVERIFIED} or remedy.status is Status.PROPOSED:
            assert not remedy.reads_as_law


def test_every_letter_belongs_to_a_remedy() -> None:
    assert {remedy.template for remedy in LAW.values() if remedy.template} == set(template_names()) - OTHERS
