# SPDX-License-Identifier: Apache-2.0
"""Listens on many addresses with one thread, and gives each connection a thread of its own.

Closing cuts every open connection, so that endless replies end too.
"""

import contextlib
import selectors
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Self

_PATIENCE = 120.0
Serve = Callable[[socket.socket], None]


class PortTaken(OSError):
    """Another program listens where the small internet wants to."""


class Listeners:
    """All listening sockets of a testnet; a context manager that leaves no thread behind."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._waking, self._wake = socket.socketpair()
        self._selector.register(self._waking, selectors.EVENT_READ)
        self._open: set[socket.socket] = set()
        self._threads: set[threading.Thread] = set()
        self._lock = threading.Lock()
        self._loop = threading.Thread(target=self._run, name="testnet-listeners", daemon=True)
        self.closing = threading.Event()

    def __enter__(self) -> Self:
        self._loop.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self.closing.set()
        self._wake.send(b"!")
        self._loop.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr] # only sockets are registered
        self._selector.close()
        self._wake.close()
        with self._lock:
            threads, connections = list(self._threads), list(self._open)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(5)

    def streams(self, address: str, port: int, serve: Serve, tls: ssl.SSLContext | None = None) -> None:
        """Serve every TCP connection to an address, secured when `tls` is given."""
        listening = _bound(socket.SOCK_STREAM, address, port)
        listening.listen(128)
        self._register(listening, lambda: self._accept(listening, serve, tls))

    def datagrams(self, address: str, port: int, answer: Callable[[bytes], bytes | None]) -> None:
        """Answer every UDP datagram to an address."""
        listening = _bound(socket.SOCK_DGRAM, address, port)
        self._register(listening, lambda: _answer(listening, answer))

    def _register(self, listening: socket.socket, ready: Callable[[], None]) -> None:
        listening.setblocking(False)  # noqa: FBT003 - the standard library's own signature
        self._selector.register(listening, selectors.EVENT_READ, ready)

    def _run(self) -> None:
        while not self.closing.is_set():
            for key, _events in self._selector.select():
                if key.data is not None:
                    key.data()

    def _accept(self, listening: socket.socket, serve: Serve, tls: ssl.SSLContext | None) -> None:
        try:
            connection, _peer = listening.accept()
        except OSError:
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.setblocking(True)  # noqa: FBT003 - the standard library's own signature
        thread = threading.Thread(target=self._serve, args=(connection, serve, tls), daemon=True)
        with self._lock:
            self._open.add(connection)
            self._threads.add(thread)
        thread.start()

    def _serve(self, connection: socket.socket, serve: Serve, tls: ssl.SSLContext | None) -> None:
        connection.settimeout(_PATIENCE)
        try:
            if tls:
                connection = wrapped = self._wrapped(connection, tls)
                wrapped.do_handshake()
            serve(connection)
        except OSError:
            pass  # the visitor left, or did not trust the certificate
        finally:
            with self._lock:
                self._open.discard(connection)
                self._threads.discard(threading.current_thread())
            connection.close()

    def _wrapped(self, connection: socket.socket, tls: ssl.SSLContext) -> ssl.SSLSocket:
        wrapped = tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        with self._lock:  # the plain socket is an empty shell from here on
            self._open.discard(connection)
            self._open.add(wrapped)
        return wrapped


def _bound(kind: socket.SocketKind, address: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, kind)
    try:
        if kind is socket.SOCK_STREAM:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((address, port))
    except OSError as cause:
        listening.close()
        raise port_taken(address, port, cause) from cause
    return listening


def port_taken(address: str, port: int, cause: OSError) -> PortTaken:
    """Return the sentence for a port that cannot be had."""
    return PortTaken(
        f"Cannot listen on {address} port {port} ({cause.strerror}); does another testnet run in this block?"
    )


def _answer(listening: socket.socket, answer: Callable[[bytes], bytes | None]) -> None:
    try:
        question, peer = listening.recvfrom(4096)
    except OSError:
        return
    reply = answer(question)
    if reply is not None:
        listening.sendto(reply, peer)
