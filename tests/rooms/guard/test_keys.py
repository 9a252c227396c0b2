# SPDX-License-Identifier: Apache-2.0
"""The keys of names: one sound may be missing, nothing that a list holds is overlooked, another script changes nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.guard.characters import fold
from verweer.guard.keys import KeyIndex, slipped
from verweer.guard.sounds import letters_only, rough_skeletons, sounds_in

skeletons = st.text("123456789ab", min_size=1, max_size=16).map(lambda sounds: int(sounds, 16))


@given(st.lists(skeletons, min_size=1, max_size=8), st.data())
def test_a_skeleton_has_itself_and_each_skeleton_with_a_sound_less_as_keys(
    bones: list[int], data: st.DataObject
) -> None:
    may_slip = data.draw(st.lists(st.booleans(), min_size=len(bones), max_size=len(bones)))

    keys, owners = slipped(np.array(bones, dtype=np.uint64), np.array(may_slip))

    for number, (bone, allowed) in enumerate(zip(bones, may_slip, strict=True)):
        sounds = f"{bone:x}"
        shorter = {int(sounds[:at] + sounds[at + 1 :], 16) for at in range(len(sounds))} if len(sounds) > 3 else set()
        assert set(keys[owners == number].tolist()) == {bone} | (shorter if allowed else set())


@given(st.lists(skeletons, max_size=30), st.lists(skeletons, max_size=30))
def test_an_index_finds_every_owner_of_a_key_and_nobody_else(held: list[int], others: list[int]) -> None:
    index = KeyIndex.of_skeletons(np.array(held, dtype=np.uint64))
    asked = np.array([*held, *others], dtype=np.uint64)

    found = {int(asked[place]): set(owners) for place, owners in index.found(asked)}

    expected = {
        key: owners for key in asked.tolist() if (owners := set(index.owners[index.keys == np.uint64(key)].tolist()))
    }
    assert found == expected
    assert {owner for owners in found.values() for owner in owners} == set(range(len(held)))


SAME = {
    "Kana, with a vowel after each consonant": ("Noortje Verbeek", "ノールトイェ・ベルベーク"),
    "Hebrew, in which b is v": ("Aviva Rosenberg", "אביבה רוזנברג"),
    "Arabic, in which p is b": ("Pieter Brandt", "بيتر براندت"),
    "Greek, with w as gou": ("Willem Wagner", "Γουίλλεμ Γουάγκνερ"),
    "Greek, with j as gi": ("Jolijn Jansen", "Γιόλαν Γιάνσεν"),
    "Cyrillic": ("Katarzyna Zielinska", "Катарзина Зелинска"),
    "Hindi z, a j with a dot": ("Zara Mirza", "ज़ारा मिर्ज़ा"),
}


@pytest.mark.parametrize(("name", "written"), SAME.values(), ids=SAME)
def test_the_rough_skeleton_stays_in_another_script(name: str, written: str) -> None:
    one, other = rough_skeletons("\n".join(letters_only(fold(each).text) for each in (name, written)))

    assert one == other
    assert sounds_in(one) >= 4


def test_a_letter_that_follows_itself_counts_once() -> None:
    assert rough_skeletons("anneke\nanke\n\nbakker baker") == [0x74, 0x74, 0, 0x14_5145]
