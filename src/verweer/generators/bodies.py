# SPDX-License-Identifier: Apache-2.0
"""A body as it comes in: read within bounds of bytes and of time, or read on for a moment once it is refused."""

import asyncio
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Protocol

from verweer.generators.admission import Bounds
from verweer.generators.problems import refuse

if TYPE_CHECKING:
    from granian.rsgi import Scope

_DRAINED = 4  # how many times the largest body is read and dropped, so that the refusal is heard
_DRAIN_SECONDS = 1.0


class Client(Protocol):
    """The other end of a request, as granian gives it: its body in parts, and the way back."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Go through the parts of the body as they come."""
        ...

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send the answer."""
        ...


async def body_of(client: Client, bounds: Bounds) -> bytes:
    """Return the whole body; refuses one that is too large or comes too slowly."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(bounds.body_seconds):
            async for part in client:
                size += len(part)
                if size > bounds.body:
                    refuse("too-large", ("connection", "close"))
                parts.append(part)
    except TimeoutError:
        refuse("too-slow", ("connection", "close"))
    return b"".join(parts)


async def drain(scope: "Scope", client: Client, bounds: Bounds) -> None:
    """Read on for a moment, or a client that is still sending never hears why."""
    if scope.method not in {"POST", "PUT", "PATCH"} or "expect" in scope.headers:
        return
    left = _DRAINED * bounds.body
    try:
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for part in client:
                left -= len(part)
                if left < 0:
                    return
    except (TimeoutError, RuntimeError):
        return  # it sends too slowly, or its body was read before
