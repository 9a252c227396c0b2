# SPDX-License-Identifier: Apache-2.0
"""Nothing private passes the egress guard, however it is spelled, and nothing keeps it busy for ever."""

import ipaddress
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from tests.testnet import LINKS, Testnet
from verweer.egress import Egress, Guard, fetch_bounded, outside_client, running_guard
from verweer.kernel import OutsideError

NOT_ALLOWED, UNREACHABLE, SUCCEEDED = 2, 4, 0
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


def asked(guard: Guard, host: str, port: int = 80, *, kind: int = 3) -> int:
    """Ask for a connection as a browser would and return the answer's code; -1 when it was hung up."""
    with closing(socket.create_connection(guard.address, timeout=20)) as line:
        line.sendall(b"\x05\x01\x00")
        assert line.recv(2) == b"\x05\x00"
        place = {
            1: lambda: socket.inet_aton(host),
            4: lambda: socket.inet_pton(socket.AF_INET6, host),
            3: lambda: bytes([len(host)]) + host.encode(),
        }[kind]()
        line.sendall(b"\x05\x01\x00" + bytes([kind]) + place + struct.pack(">H", port))
        answer = line.recv(10)
        return answer[1] if answer else -1


PRIVATE = [
    "127.0.0.1",
    "127.1.2.3",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - asked for, not listened on
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
]
PRIVATE_6 = [
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "2001:db8::1",
]
# Browsers and libraries read these as 127.0.0.1 or the metadata address; the guard must not.
SPELLINGS = ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0x7f.1", "localhost", "127.0.0.1.", "0xa9fea9fe"]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_refused(address: str) -> None:
    with running_guard(Egress()) as guard:
        assert asked(guard, address, kind=1) == NOT_ALLOWED
        assert asked(guard, address) == NOT_ALLOWED
        assert {refusal.address for refusal in guard.refusals()} == {address}


@pytest.mark.parametrize("address", PRIVATE_6)
def test_a_private_address_of_ipv6_is_refused(address: str) -> None:
    with running_guard(Egress()) as guard:
        assert asked(guard, address, kind=4) == NOT_ALLOWED


@pytest.mark.parametrize("host", SPELLINGS)
def test_another_spelling_of_a_private_address_gets_nowhere(host: str, testnet: Testnet) -> None:
    with running_guard(egress_of(testnet, allow=False)) as guard:
        assert asked(guard, host) in {NOT_ALLOWED, UNREACHABLE}
        assert guard.peers() == {}


def egress_of(testnet: Testnet, *, allow: bool = True) -> Egress:
    settings = testnet.environment()
    host, _, port = settings["VERWEER_RESOLVER"].partition(":")
    network = ipaddress.ip_network(settings["VERWEER_ALLOW_NETWORKS"])
    return Egress(resolver=(host, int(port)), allowed_networks=(network,) if allow else ())


NAMES = {
    "a name that points to loopback": "thuis.test",
    "a name that points to a private address": "kantoor.test",
    "a name that points to the metadata address": "metadata.test",
}


@pytest.mark.parametrize("host", NAMES.values(), ids=NAMES)
def test_a_name_for_a_private_address_is_refused(host: str, testnet: Testnet) -> None:
    with running_guard(egress_of(testnet)) as guard:
        assert asked(guard, host) == NOT_ALLOWED
        assert guard.peers() == {}


def test_of_a_name_with_both_only_the_public_address_is_used(testnet: Testnet) -> None:
    with running_guard(egress_of(testnet)) as guard:
        assert asked(guard, "beide.test", 8443) == SUCCEEDED
        assert all(address.startswith(f"127.{testnet.block}.") for address in guard.peers().values())
        assert guard.refusals()


def test_a_name_that_changes_its_answer_cannot_trick_the_guard(testnet: Testnet) -> None:
    with running_guard(egress_of(testnet)) as guard:
        for _ in range(6):
            asked(guard, "draaideur.test", 8443)

        assert all(address.startswith(f"127.{testnet.block}.") for address in guard.peers().values())


# httpcore leaves the socket of a refused SOCKS connection to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_redirect_to_a_private_address_is_refused(testnet: Testnet) -> None:
    egress = egress_of(testnet)
    trusting = Egress(
        resolver=egress.resolver,
        allowed_networks=egress.allowed_networks,
        ca_file=testnet.folder / "root.pem",
    )
    with running_guard(trusting) as guard, outside_client(guard, trusting) as client:
        with pytest.raises(OutsideError):
            fetch_bounded(client, "GET", LINKS["redirect to metadata"], limit_bytes=10_000, seconds=10)

        assert guard.peers()
        assert any(refusal.address == "169.254.169.254" for refusal in guard.refusals())


def test_an_answer_that_comes_a_byte_at_a_time_ends_at_its_bound(testnet: Testnet) -> None:
    egress = replace(egress_of(testnet), ca_file=testnet.folder / "root.pem")
    drip = "http://rdap.testnet.test:8080/registry/domain/druppel-antwoord.test"
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        began = time.monotonic()
        with pytest.raises(OutsideError, match="not whole after 1 seconds"):
            fetch_bounded(client, "GET", drip, limit_bytes=10_000, seconds=1)

        assert time.monotonic() - began < 5


@contextmanager
def endless_server() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:

        def pour() -> None:
            line, _ = server.accept()
            with closing(line), pytest.MonkeyPatch.context():
                try:
                    while True:
                        line.sendall(b"x" * 65_536)
                except OSError:
                    return

        threading.Thread(target=pour, daemon=True).start()
        yield server.getsockname()[1]


def test_an_endless_stream_is_cut_at_the_bound() -> None:
    with endless_server() as port, running_guard(Egress(allowed_networks=LOOPBACK), bytes_limit=1_000_000) as guard:
        with closing(socket.create_connection(guard.address, timeout=20)) as line:
            line.sendall(b"\x05\x01\x00")
            line.recv(2)
            line.sendall(b"\x05\x01\x00\x01" + socket.inet_aton("127.0.0.1") + struct.pack(">H", port))
            line.recv(10)
            received = 0
            try:
                while piece := line.recv(65_536):
                    received += len(piece)
            except ConnectionResetError:
                pass

        assert guard.bytes_limit_hit
        assert received <= 1_000_000


NO_SOCKS = {
    "nothing": b"",
    "a web request": b"GET http://10.0.0.1/ HTTP/1.1\r\nHost: x\r\n\r\n",
    "SOCKS of version 4": b"\x04\x01\x00\x50\x7f\x00\x00\x01\x00",
    "an unknown kind of address": b"\x05\x01\x00\x05\x01\x00\x09",
    "a wish to listen": b"\x05\x01\x00\x05\x02\x00\x01\x7f\x00\x00\x01\x00\x50",
    "noise": bytes(range(255, 0, -1)),
}


@pytest.mark.parametrize("words", NO_SOCKS.values(), ids=NO_SOCKS)
def test_what_is_no_socks_is_hung_up_on_and_the_next_is_served(words: bytes) -> None:
    with running_guard(Egress()) as guard:
        with closing(socket.create_connection(guard.address, timeout=20)) as line:
            line.sendall(words)
            line.shutdown(socket.SHUT_WR)
            while line.recv(1_000):
                pass

        assert asked(guard, "10.0.0.1", kind=1) == NOT_ALLOWED
        assert guard.peers() == {}


def test_many_who_say_nothing_do_not_keep_others_out() -> None:
    with running_guard(Egress()) as guard:
        silent = [socket.create_connection(guard.address, timeout=20) for _ in range(200)]
        try:
            began = time.monotonic()
            assert asked(guard, "10.0.0.1", kind=1) == NOT_ALLOWED
            assert time.monotonic() - began < 5
        finally:
            for line in silent:
                line.close()
