# SPDX-License-Identifier: Apache-2.0
"""The keys of names: one sound may be missing, nothing that a list holds is overlooked, another script changes nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verweer.guard.characters import fold, folded_texts
from verweer.guard.keys import KeyIndex, grouped, in_order, slipped
from verweer.guard.sounds import collapsed, letter_sets, letters_only, rough_skeletons, sounds_in

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

    places, owners = index.pairs(asked, np.zeros(len(asked), dtype=np.bool_))

    keys, theirs = slipped(np.array(held, dtype=np.uint64), np.ones(len(held), dtype=np.bool_))
    expected = {(key, owner) for key, owner in zip(keys.tolist(), theirs.tolist(), strict=True) if key in asked}
    assert set(zip(asked[places].tolist(), owners.tolist(), strict=True)) == expected
    assert set(owners.tolist()) == set(range(len(held)))


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 999)), max_size=40))
def test_owners_are_grouped_by_place_each_once(pairs: list[tuple[int, int]]) -> None:
    places, owners = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))

    groups = grouped(places, owners)

    assert {(place, owner) for place, these in groups.items() for owner in these} == set(pairs)
    assert sum(map(len, groups.values())) == len(set(pairs))
    assert in_order(places) == list(dict.fromkeys(places.tolist()))


words = st.text("abcde", min_size=1, max_size=12)


@given(
    words, st.integers(0, 11), st.sampled_from("abcdez"), st.sampled_from(["changed", "left out", "put in", "swapped"])
)
def test_a_slip_changes_at_most_two_letters_of_the_set(word: str, at: int, letter: str, kind: str) -> None:
    rest = word[at + 1 :]
    written = {
        "changed": word[:at] + letter + rest,
        "left out": word[:at] + rest or letter,
        "put in": word[:at] + letter + word[at:],
        "swapped": word[:at] + rest[:1] + word[at : at + 1] + rest[1:],
    }[kind]

    one, other = letter_sets(f"{word}\n{written}").tolist()

    assert one == sum(1 << ord(each) - ord("a") for each in set(word))
    assert (one ^ other).bit_count() <= 2


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text("aabbcc 112", max_size=12), min_size=90, max_size=120))
def test_a_long_list_is_collapsed_as_each_line_is(lines: list[str]) -> None:
    together = "\n".join([*lines, "a" * 1000])

    assert collapsed(together).split("\n")[:-1] == [collapsed(line) for line in lines]


@given(
    st.lists(
        st.text(max_size=8) | st.sampled_from(["Zo\u00eb", "\u0410\u043d\u044f", "A\u0430b", "\u6797\u4e39 Li"]),
        max_size=6,
    )
)
def test_a_list_is_folded_as_each_text_is(texts: list[str]) -> None:
    assert folded_texts(texts) == [fold(text).text for text in texts]


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
