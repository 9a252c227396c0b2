# SPDX-License-Identifier: Apache-2.0
"""What the head of a request must say before its body is read: asked nearby or with a token, JSON, not too large."""

import hmac
import ipaddress
from collections.abc import Sequence
from hashlib import sha256
from typing import Protocol

from verweer.generators.problems import refuse

JSON = "application/json"


class Headers(Protocol):
    """The headers of a request, by their names in small letters."""

    def get(self, key: str, default: str = "") -> str:
        """Return the first value of a header."""
        ...


def require_near(headers: Headers) -> None:
    """Refuse to be asked by a name, as a web page could after turning its name to this machine (DNS rebinding)."""
    host = headers.get("host")
    if host and not _is_near(host):
        refuse("wrong-host")


def require_token(headers: Headers, tokens: Sequence[bytes]) -> None:
    """Refuse a request without one of the tokens, given as digests."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    given = digest_of(token.strip())
    # Every token is compared, so that time tells nothing.
    found = [hmac.compare_digest(given, each) for each in tokens]
    if scheme.lower() != "bearer" or not any(found):
        refuse("no-token", ("www-authenticate", "Bearer"))


def body_size(headers: Headers, *, largest: int) -> int:
    """Return how large the body may become; refuses another kind of content, or a larger body."""
    kind, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    is_plain = headers.get("content-encoding", "identity").lower() == "identity"
    if kind.strip().lower() != JSON or charset not in {"", "utf-8", "utf8"} or not is_plain:
        refuse("content-type")
    told = headers.get("content-length", "")
    if not (told.isascii() and told.isdecimal()):
        return largest
    if int(told) > largest:
        refuse("too-large", ("connection", "close"))
    return int(told)


def digest_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _is_near(host: str) -> bool:
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    try:
        return name.lower() == "localhost" or bool(ipaddress.ip_address(name))
    except ValueError:
        return False
