# SPDX-License-Identifier: Apache-2.0
"""A notice for machines holds what article 16 asks, by its own schema, and never the person's name."""

import json
from importlib.resources import files

import jsonschema
import pytest

from tests.rooms.notices.every_letter import DAY, EVERY, EXHIBIT, NOW, SENDERS
from verweer.exchange import notice_document
from verweer.notices import LetterLanguage, draft_letter

SCHEMA = json.loads(files("verweer.exchange").joinpath("notice.schema.json").read_text())


@pytest.mark.parametrize("sender", SENDERS)
@pytest.mark.parametrize("language", LetterLanguage)
def test_a_notice_for_machines_keeps_its_schema(sender: str, language: LetterLanguage) -> None:
    track, facts = EVERY["eu.dsa.16", sender]
    letter = draft_letter(track, facts, exhibits=[EXHIBIT], day=DAY, language=language)

    document = json.loads(notice_document(track, letter, facts, exhibits=[EXHIBIT], now=NOW))

    jsonschema.Draft202012Validator(SCHEMA).validate(document)
    assert document["locations"] == list(track.links)
    if sender != "self":
        assert "Fenna" not in json.dumps(document)


def test_the_schema_itself_is_sound() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
