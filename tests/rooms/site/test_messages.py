# SPDX-License-Identifier: Apache-2.0
"""Everything the site says, it says in Dutch too, and the compiled Dutch is the written Dutch."""

import re

from verweer.site.messages import COMPILED, compiled, read_catalogue, spoken_messages


def test_every_message_has_its_dutch() -> None:
    catalogue = {
        tuple(entry.id) if isinstance(entry.id, (tuple, list)) else entry.id: entry.string
        for entry in read_catalogue()
        if entry.id
    }

    assert spoken_messages() - set(catalogue) == set()
    assert set(catalogue) - spoken_messages() == set()
    assert all(text if isinstance(text, str) else all(text) for text in catalogue.values())


def test_the_compiled_dutch_is_current() -> None:
    assert COMPILED.read_bytes() == compiled(read_catalogue())


def test_dutch_keeps_every_placeholder() -> None:
    for entry in read_catalogue():
        if entry.id and isinstance(entry.id, str):
            assert sorted(re.findall(r"%\(\w+\)\w|</?\w+", entry.id)) == sorted(
                re.findall(r"%\(\w+\)\w|</?\w+", entry.string)
            )
