# SPDX-License-Identifier: Apache-2.0
"""Digests and moments: values that cannot be wrong."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.kernel import Digest, MalformedDigest, MalformedMoment, parse_moment, rfc3339


@pytest.mark.parametrize("text", ["", "abc", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_a_text_that_is_no_digest_is_refused(text: str) -> None:
    with pytest.raises(MalformedDigest):
        Digest(text)


@given(st.binary(max_size=1000))
def test_a_file_has_the_digest_of_its_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file: Path = tmp_path_factory.mktemp("digest") / "file"
    file.write_bytes(content)

    assert Digest.of_file(file) == Digest.of(content)


def test_a_moment_is_written_in_utc() -> None:
    amsterdam = timezone(timedelta(hours=1))

    assert rfc3339(datetime(2026, 11, 24, 9, tzinfo=amsterdam)) == "2026-11-24T08:00:00Z"


@pytest.mark.parametrize("text", ["", "gisteren", "2026-11-24", "2026-11-24T08:00:00"])
def test_a_text_without_time_zone_is_no_moment(text: str) -> None:
    with pytest.raises(MalformedMoment):
        parse_moment(text)


def test_a_moment_without_time_zone_is_not_written() -> None:
    with pytest.raises(MalformedMoment):
        rfc3339(datetime(2026, 11, 24))  # noqa: DTZ001 - the naive moment is the case


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(1970, 1, 1), max_value=datetime(9000, 1, 1)))  # noqa: DTZ001 - Hypothesis wants naive bounds
def test_what_is_written_is_read_back(moment: datetime) -> None:
    assert parse_moment(rfc3339(moment)) == moment.replace(microsecond=0)
