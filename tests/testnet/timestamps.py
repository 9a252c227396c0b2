# SPDX-License-Identifier: Apache-2.0
"""Stamps digests as two RFC 3161 authorities do: `openssl ts -reply` behind HTTP.

The first has a signer directly below its root; the second an intermediate in between.
The certificates in a token are a DER set, so the shorter comes first (X.690 section 11.6);
OpenSSL writes them as given, signer first; the intermediate's policy makes it the longer one.
"""

import subprocess
import tempfile
import threading
from pathlib import Path

from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.testnet.certificates import Identity, new_intermediate, new_root, new_signer
from tests.testnet.replies import Reply, Request

_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"
_CONFIG = """\
[tsa]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.55555.3161.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
{chain}"""


class Authority:
    """One authority: `site` answers at /tsr; /wrong stamps another digest, /refuses stamps nothing."""

    def __init__(self, folder: Path, name: str, *, with_intermediate: bool) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._lock = threading.Lock()
        self.root = new_root(f"{name} Root")
        chain = ""
        issuer = self.root
        if with_intermediate:
            issuer = new_intermediate(f"{name} Intermediate", self.root)
            (folder / "chain.pem").write_bytes(issuer.pem())
            chain = f"certs = {folder}/chain.pem\n"
        self._keep(new_signer(name, issuer, ExtendedKeyUsageOID.TIME_STAMPING), chain)

    def site(self, request: Request) -> Reply:
        """Answer a timestamp query."""
        if request.method != "POST" or request.headers.get("content-type") != _QUERY:
            return Reply(status=400, body=f"post {_QUERY} here\n".encode(), media_type="text/plain")
        match request.path:
            case "/tsr":
                return Reply(media_type=_REPLY, body=self.stamp(request.body))
            case "/wrong":
                return Reply(media_type=_REPLY, body=self.stamp(_query_for(b"something else")))
            case "/refuses":
                return Reply(media_type=_REPLY, body=self.stamp(_query_for(b"weak", digest="sha1")))
            case _:
                return Reply(status=404, body=b"not here\n", media_type="text/plain")

    def stamp(self, untrusted_query: bytes) -> bytes:
        """Return the reply to a query; a malformed query gets a reply that refuses it."""
        with self._lock, tempfile.TemporaryDirectory(dir=self._folder) as folder:
            query, reply = Path(folder) / "query", Path(folder) / "reply"
            query.write_bytes(untrusted_query)
            config = ["-config", str(self._folder / "tsa.cnf"), "-section", "tsa"]
            _openssl("ts", "-reply", *config, "-queryfile", str(query), "-out", str(reply))
            return reply.read_bytes()

    def _keep(self, signer: Identity, chain: str) -> None:
        key = self._folder / "signer.key"
        key.touch(mode=0o600)
        key.write_bytes(signer.key_pem())
        (self._folder / "signer.pem").write_bytes(signer.pem())
        (self._folder / "serial").write_text("01\n")
        (self._folder / "tsa.cnf").write_text(_CONFIG.format(folder=self._folder, chain=chain))


def _query_for(content: bytes, digest: str = "sha256") -> bytes:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        return _openssl("ts", "-query", "-data", file.name, f"-{digest}", "-cert")


def _openssl(*arguments: str) -> bytes:
    done = subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=20)
    return done.stdout
