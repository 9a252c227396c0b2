# SPDX-License-Identifier: Apache-2.0
"""replayweb.page's own rule for signatures (wabac.js, in Node) accepts ours, in both forms, and no changed one."""

import base64
import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.testnet.certificates import new_intermediate, new_root, new_signer
from verweer.kernel import rfc3339
from verweer.proof import InstallationKey, Stamp, load_identity, sign_in_name

RULE = Path(__file__).parents[3] / ".judges" / "node" / "certutils.mjs"
TEXT = f"sha256:{'ab' * 32}"
JUDGE = f"""
globalThis.crypto ??= (await import("node:crypto")).webcrypto;
const {{ verifyWACZSignature }} = await import({json.dumps(RULE.as_uri())});
let told = "";
for await (const piece of process.stdin) told += piece;
const results = await verifyWACZSignature(JSON.parse(told));
console.log(JSON.stringify(results.find(one => one.id === "signature").matched));
"""


def is_accepted(signed: dict[str, str]) -> bool:
    done = subprocess.run(
        ["node", "--input-type=module", "--eval", JUDGE],
        input=json.dumps(signed),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return bool(json.loads(done.stdout))


@pytest.fixture(scope="module", params=["anonymous", "in a name"])
def signed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder, now = tmp_path_factory.mktemp("signed"), datetime.now(UTC)
    shared = {"hash": TEXT, "created": rfc3339(now), "software": "verweer", "version": "0.1.0"}
    if request.param == "anonymous":
        return {**shared, **InstallationKey.load_or_create(folder / "key.pem").sign_anonymously(TEXT)}
    root = new_root("Root")
    between = new_intermediate("Between", root)
    own = new_signer("Hulplijn Kustlicht", between, ExtendedKeyUsageOID.CLIENT_AUTH)
    (folder / "chain.pem").write_bytes(own.pem() + between.pem())
    (folder / "key.pem").write_bytes(own.key_pem())
    identity = load_identity(folder / "chain.pem", folder / "key.pem")
    return {**shared, **sign_in_name(TEXT, identity, lambda _: Stamp("authority", b"", b"no token", now))}


def test_the_rule_accepts_our_signature(signed: dict[str, str]) -> None:
    assert is_accepted(signed)


def test_the_rule_refuses_a_signature_over_another_digest(signed: dict[str, str]) -> None:
    assert not is_accepted({**signed, "hash": f"sha256:{'cd' * 32}"})


def test_the_rule_refuses_a_changed_signature(signed: dict[str, str]) -> None:
    content = bytearray(base64.b64decode(signed["signature"]))
    content[-1] ^= 1

    assert not is_accepted({**signed, "signature": base64.b64encode(content).decode()})
