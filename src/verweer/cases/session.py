# SPDX-License-Identifier: Apache-2.0
"""The cookie that keeps a case open in one browser: encrypted, idle for at most an hour.

It carries the case's identity, so the server needs no readable copy. Until the person
has confirmed that the code is written down, it carries the code as well.
"""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from verweer.proof import Actor

COOKIE = "notes"
IDLE = timedelta(minutes=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A case that is open in this browser; `unconfirmed_code` goes once it was written down.

    `helper_key` names the key of the helper who opened it; it is empty for the person.
    """

    case_id: str
    identity: str = field(repr=False)
    unconfirmed_code: str = field(default="", repr=False)
    helper_key: str = ""

    @property
    def actor(self) -> Actor:
        """Return who acts, for the log."""
        return Actor.HELPER if self.helper_key else Actor.PERSON


def to_cookie(open_case: OpenCase, secret: str, *, now: datetime) -> str:
    """Return the cookie's value, fresh as of `now`."""
    content = [open_case.case_id, open_case.identity, open_case.unconfirmed_code, open_case.helper_key]
    return _cipher(secret).encrypt_at_time(json.dumps(content).encode(), int(now.timestamp())).decode()


def from_cookie(untrusted_value: str, secret: str, *, now: datetime) -> OpenCase | None:
    """Return the open case, or None when the cookie is absent, forged or idle for too long."""
    try:
        content = _cipher(secret).decrypt_at_time(
            untrusted_value.encode(), ttl=int(IDLE.total_seconds()), current_time=int(now.timestamp())
        )
    except InvalidToken:
        return None
    case_id, identity, code, helper_key = json.loads(content)
    return OpenCase(case_id=case_id, identity=identity, unconfirmed_code=code, helper_key=helper_key)


def _cipher(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"verweer case cookie").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
