# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.site.database import BadDatabase, database_settings

DATA = Path("/data")
BAD = [
    "mysql://host/name",
    "postgresql://host",
    "postgresql://host:port/name",
    "sqlite:///",
    "just words",
    "http://[x/y",
]


def test_sqlite_in_the_data_folder_is_the_default() -> None:
    settings = database_settings(None, DATA)

    assert settings["NAME"] == DATA / "verweer.sqlite3"
    assert settings["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_postgresql_address_is_taken_apart() -> None:
    settings = database_settings("postgresql://ann:p%40ss@db.example:5433/verweer", DATA)

    assert settings["ENGINE"] == "django.db.backends.postgresql"
    assert [settings[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ann",
        "p@ss",
        "db.example",
        "5433",
        "verweer",
    ]


@pytest.mark.parametrize("url", BAD)
def test_what_names_no_database_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadDatabase) as refused:
        database_settings(url, DATA)

    assert url not in str(refused.value)


@given(st.text())
def test_no_text_gives_anything_but_settings_or_the_refusal(text: str) -> None:
    try:
        settings = database_settings(text, DATA)
    except BadDatabase:
        return
    assert settings["ENGINE"].startswith("django.db.backends.")
