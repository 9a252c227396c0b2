# SPDX-License-Identifier: Apache-2.0
"""A timestamp proves one digest at one moment, to us and to openssl, or it is not kept."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.testnet import Testnet
from verweer.evidence.timestamp import NoTimestamp, Rfc3161Timestamper
from verweer.kernel import Digest
from verweer.proof import BadTimestamp

DIGEST = Digest.of(b"what a page was")


def test_a_stamp_of_each_authority_proves_the_digest_now(authorities: list[Rfc3161Timestamper]) -> None:
    for authority in authorities:
        stamp = authority.stamp(DIGEST)

        assert abs(stamp.at - datetime.now(UTC)) < timedelta(minutes=2)
        assert authority.check(stamp.token, DIGEST) == stamp.at


def test_openssl_accepts_the_token(authorities: list[Rfc3161Timestamper], tmp_path: Path) -> None:
    stamp = authorities[0].stamp(DIGEST)
    (tmp_path / "token.tsr").write_bytes(stamp.token)
    (tmp_path / "data").write_bytes(b"what a page was")

    judged = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "data", "-in", "token.tsr", "-CAfile", str(authorities[0].roots)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "Verification: OK" in judged.stdout + judged.stderr


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1],
        lambda token: token[:200] + b"\x00" + token[201:],
        lambda _: b"",
        lambda _: b"<html>",
        lambda token: token + token,
    ],
    ids=["cut off", "changed", "nothing", "a page", "twice"],
)
def test_a_spoiled_token_proves_nothing(authorities: list[Rfc3161Timestamper], spoil: object) -> None:
    token = authorities[0].stamp(DIGEST).token

    with pytest.raises(BadTimestamp):
        authorities[0].check(spoil(token), DIGEST)  # type: ignore[operator]


def test_a_token_for_something_else_proves_nothing(authorities: list[Rfc3161Timestamper]) -> None:
    token = authorities[0].stamp(Digest.of(b"something else")).token

    with pytest.raises(BadTimestamp):
        authorities[0].check(token, DIGEST)


def test_an_authority_that_is_down_is_a_stated_lack(authorities: list[Rfc3161Timestamper], testnet: Testnet) -> None:
    down = httpx_host(authorities[0].url)
    testnet.outages.add(down)
    try:
        with pytest.raises(NoTimestamp, match="no usable timestamp"):
            authorities[0].stamp(DIGEST)
        assert authorities[1].stamp(DIGEST).token
    finally:
        testnet.outages.discard(down)


def httpx_host(url: str) -> str:
    return url.split("/")[2].split(":", maxsplit=1)[0]
