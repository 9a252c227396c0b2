# SPDX-License-Identifier: Apache-2.0
"""The egress guard: a SOCKS5 proxy (RFC 1928) that nothing private passes.

Every connection of a capture goes through it, so every redirect does too. It resolves
the name itself, checks each address, and connects to the very address it checked, so
that DNS cannot say one thing to the check and another to the connection. TLS stays
between browser and site: the guard sees bytes, not contents.
"""

import asyncio
import contextlib
import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from verweer.egress.addresses import Address, Network, refusal
from verweer.egress.names import Answer, NameNotFound, Names, Resolved
from verweer.kernel import Clock, OutsideError, system_clock

_CONNECT_SECONDS = 10.0
_HANDSHAKE_SECONDS = 10.0
_MOST_CONNECTIONS = 256
_PIECE = 65_536
_VERSION = 5
_SUCCEEDED, _NOT_ALLOWED, _HOST_UNREACHABLE, _REFUSED, _BAD_COMMAND = 0, 2, 4, 5, 7
_CONNECT, _IPV4 = 1, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Egress:
    """How the outside is reached: which DNS server, which private networks, which extra authorities."""

    resolver: tuple[str, int] | None = None
    allowed_networks: tuple[Network, ...] = ()
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A connection that was not made because of where it would have gone."""

    host: str
    port: int
    address: str
    reason: str


@dataclass(slots=True)
class Guard:
    """A running guard and what it saw; safe to read from any thread."""

    address: tuple[str, int] = ("127.0.0.1", 0)
    bytes_received: int = 0
    bytes_limit_hit: bool = False
    _answers: list[Answer] = field(default_factory=list)
    _peers: dict[tuple[str, int], str] = field(default_factory=dict)
    _refusals: list[Refusal] = field(default_factory=list)
    _not_found: list[str] = field(default_factory=list)
    _exit: str | None = None

    @property
    def url(self) -> str:
        """Return the proxy's address; names are resolved by the guard."""
        return f"socks5h://{self.address[0]}:{self.address[1]}"

    def exit_address(self) -> str | None:
        """Return the address from which the outside saw us; None behind a translation of addresses, or when no connection was made."""
        return self._exit

    def answers(self) -> tuple[Answer, ...]:
        """Return the DNS answers that were used, in order."""
        return tuple(self._answers)

    def peers(self) -> dict[tuple[str, int], str]:
        """Return the address that was connected to for each host and port."""
        return dict(self._peers)

    def refusals(self) -> tuple[Refusal, ...]:
        """Return the connections that were not made."""
        return tuple(self._refusals)

    def names_not_found(self) -> tuple[str, ...]:
        """Return the names that DNS had no address for."""
        return tuple(self._not_found)


class _Refused(OutsideError):
    """All addresses of the host are refused."""


class _Server:
    def __init__(self, guard: Guard, egress: Egress, bytes_limit: int | None, clock: Clock) -> None:
        self._guard = guard
        self._allowed = egress.allowed_networks
        self._names = Names(egress.resolver, clock)
        self._bytes_limit = bytes_limit
        self._known: dict[str, tuple[Resolved, float]] = {}
        self._slots = asyncio.Semaphore(_MOST_CONNECTIONS)
        self._alive: set[asyncio.Task[None] | None] = set()  # The loop itself keeps no strong hold on a task.

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the browser, from greeting to close."""
        self._alive.add(asyncio.current_task())
        async with self._slots:
            try:
                async with asyncio.timeout(_HANDSHAKE_SECONDS):
                    host, port = await _greeting(reader, writer)
                outside = await self._connect(host, port, writer)
                if outside is not None:
                    await _reply(writer, _SUCCEEDED)
                    await self._join(reader, writer, *outside)
            except (OSError, TimeoutError, asyncio.IncompleteReadError, _BadGreeting):
                pass
            except asyncio.CancelledError:
                pass  # The guard is closing, and nothing waits for this connection.
            finally:
                writer.close()
                self._alive.discard(asyncio.current_task())

    async def _connect(
        self, host: str, port: int, writer: asyncio.StreamWriter
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        try:
            addresses = self._permitted(host, port, await self._resolve(host))
        except NameNotFound:
            self._guard._not_found.append(host)  # noqa: SLF001 - the guard is this server's own record
            await _reply(writer, _HOST_UNREACHABLE)
            return None
        except _Refused:
            await _reply(writer, _NOT_ALLOWED)
            return None
        for address in addresses[:4]:
            with contextlib.suppress(OSError, TimeoutError):
                async with asyncio.timeout(_CONNECT_SECONDS):
                    outside = await asyncio.open_connection(str(address), port)
                self._guard._peers[host, port] = str(address)  # noqa: SLF001 - as above
                own = ipaddress.ip_address(outside[1].get_extra_info("sockname")[0].partition("%")[0])
                if own.is_global:
                    self._guard._exit = str(own)  # noqa: SLF001 - as above
                return outside
        await _reply(writer, _REFUSED)
        return None

    async def _resolve(self, host: str) -> Resolved:
        loop = asyncio.get_running_loop()
        known = self._known.get(host)
        if known is not None and loop.time() < known[1]:
            return known[0]
        resolved = await self._names.resolve(host)
        if resolved.answer is not None:
            self._guard._answers.append(resolved.answer)  # noqa: SLF001 - as above
            self._known[host] = (resolved, loop.time() + min(resolved.answer.ttl, 60))
        return resolved

    def _permitted(self, host: str, port: int, resolved: Resolved) -> tuple[Address, ...]:
        judged = [(address, refusal(address, self._allowed)) for address in resolved.addresses]
        permitted = tuple(address for address, reason in judged if reason is None)
        for address, reason in judged:
            if reason is not None:
                refused = Refusal(host=host, port=port, address=str(address), reason=reason)
                self._guard._refusals.append(refused)  # noqa: SLF001 - as above
        if not permitted:
            message = "Every address of this host is private."
            raise _Refused(message)
        return permitted

    async def _join(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        outside_reader: asyncio.StreamReader,
        outside_writer: asyncio.StreamWriter,
    ) -> None:
        upward = asyncio.create_task(self._copy(reader, outside_writer, counted=False))
        downward = asyncio.create_task(self._copy(outside_reader, writer, counted=True))
        try:
            await asyncio.wait({upward, downward}, return_when=asyncio.ALL_COMPLETED)
        finally:
            upward.cancel()
            downward.cancel()
            outside_writer.close()

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE):
                if counted and not self._counted(len(piece)):
                    writer.transport.abort()
                    return
                writer.write(piece)
                await writer.drain()
            if writer.can_write_eof():
                writer.write_eof()

    def _counted(self, length: int) -> bool:
        self._guard.bytes_received += length
        if self._bytes_limit is not None and self._guard.bytes_received > self._bytes_limit:
            self._guard.bytes_limit_hit = True
        return not self._guard.bytes_limit_hit


@contextmanager
def running_guard(egress: Egress, *, bytes_limit: int | None = None, clock: Clock = system_clock) -> Iterator[Guard]:
    """Run a guard on a free port of this machine for as long as the block lasts."""
    guard, loop, ready = Guard(), asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()

    async def run() -> None:
        served = _Server(guard, egress, bytes_limit, clock)
        server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
        guard.address = server.sockets[0].getsockname()[:2]
        ready.set()
        await stop.wait()
        server.close()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:  # A connection may still come in.
            for task in others:
                task.cancel()
            await asyncio.wait(others, timeout=1)

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), name="egress-guard", daemon=True)
    thread.start()
    ready.wait()
    try:
        yield guard
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(timeout=10)
        loop.close()


class _BadGreeting(OutsideError):
    """What connected does not speak SOCKS5, or asks for what is not served."""


async def _greeting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> tuple[str, int]:
    version, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    if version != _VERSION:
        message = "This is not SOCKS version 5."
        raise _BadGreeting(message)
    writer.write(bytes([_VERSION, 0]))
    _, command, _, kind = await reader.readexactly(4)
    host = await _host(reader, kind)
    port = int.from_bytes(await reader.readexactly(2), "big")
    if command != _CONNECT or not host:
        await _reply(writer, _BAD_COMMAND)
        message = "Only connections by name or address are served."
        raise _BadGreeting(message)
    return host, port


async def _host(reader: asyncio.StreamReader, kind: int) -> str:
    match kind:
        case 1:
            return str(ipaddress.IPv4Address(await reader.readexactly(4)))
        case 4:
            return str(ipaddress.IPv6Address(await reader.readexactly(16)))
        case 3:
            length = (await reader.readexactly(1))[0]
            return (await reader.readexactly(length)).decode("ascii", "replace").lower().rstrip(".")
        case _:
            return ""


async def _reply(writer: asyncio.StreamWriter, code: int) -> None:
    writer.write(bytes([_VERSION, code, 0, _IPV4, 0, 0, 0, 0, 0, 0]))
    await writer.drain()
