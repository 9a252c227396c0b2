# SPDX-License-Identifier: Apache-2.0
"""Starting and stopping the small internet: quickly, twice at once, by hand, and with one sentence when it cannot."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import OutsideBlocked
from tests.testnet import PortTaken, Testnet, running_testnet, running_testnet_anywhere
from verweer.site.environment import read_environment

ROOT = Path(__file__).parents[3]


def test_two_run_at_once_and_leave_nothing_behind(testnet: Testnet, tmp_path: Path) -> None:
    threads = threading.active_count()
    began = time.monotonic()

    with running_testnet_anywhere(tmp_path) as other:
        started = time.monotonic() - began

    assert other.block != testnet.block
    assert started < 3
    assert threading.active_count() <= threads


def test_a_second_one_in_the_same_block_is_refused_with_one_sentence(testnet: Testnet, tmp_path: Path) -> None:
    with (
        pytest.raises(PortTaken, match="does another testnet run in this block") as refused,
        running_testnet(tmp_path, testnet.block),
    ):
        pass

    assert "\n" not in str(refused.value)


ASKED = {
    "a reply that never finishes": b"GET /never HTTP/1.1\r\nHost: raar.test:8080\r\n\r\n",
    "a reply of five gigabytes": b"GET /stream HTTP/1.1\r\nHost: raar.test:8080\r\n\r\n",
    "a visitor who asked and lingers": b"GET / HTTP/1.1\r\nHost: raar.test:8080\r\n\r\n",
}


@pytest.mark.parametrize("port", [8080, 8443])
@pytest.mark.parametrize("case", ASKED)
def test_stopping_waits_for_no_visitor(case: str, port: int, tmp_path: Path) -> None:
    with contextlib.ExitStack() as visitors:
        with running_testnet_anywhere(tmp_path) as other:
            visitor = visitors.enter_context(socket.create_connection((other.address("raar.test"), port), timeout=5))
            if port == 8443:
                trust = ssl.create_default_context(cafile=other.environment()["VERWEER_CA_FILE"])
                visitor = visitors.enter_context(trust.wrap_socket(visitor, server_hostname="raar.test"))
            visitor.sendall(ASKED[case])
            visitor.recv(100)
            began = time.monotonic()

        assert time.monotonic() - began < 3


def test_its_settings_are_ones_that_the_product_reads(testnet: Testnet) -> None:
    read = read_environment(testnet.environment())

    assert read.resolver == (f"127.{testnet.block}.0.53", 5353)
    assert len(read.timestamp_authorities) == 2


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_by_hand_it_says_what_to_try_and_stops_when_asked(sign: signal.Signals, tmp_path: Path) -> None:
    with running_testnet_anywhere(tmp_path, first=100 + os.getpid() % 150) as before:
        block = before.block
    command = [sys.executable, "-m", "tests.testnet", "--block", str(block), "--env", str(tmp_path / "env")]

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        said = ""
        while (line := running.stdout.readline()) and "Ctrl-C" not in line:
            said += line
        running.send_signal(sign)
        rest = running.stdout.read()

    settings = (tmp_path / "env").read_text()
    assert running.returncode == 0
    assert "has stopped" in rest
    assert f"export VERWEER_RESOLVER=127.{block}.0.53:5353" in settings
    assert settings in said
    assert "https://www.flitsvideo.test:8443/watch/8842" in said
    assert f"http://127.{block}.0.25:8080/" in said


def test_by_hand_a_taken_block_is_one_sentence(testnet: Testnet) -> None:
    command = [sys.executable, "-m", "tests.testnet", "--block", str(testnet.block)]

    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=30)

    assert done.returncode == 69
    assert done.stderr.count("\n") == 1
    assert "Cannot listen" in done.stderr


OUTSIDE = {
    "an address of the internet": ("192.0.2.1", 443),
    "an address of the local network": ("10.0.0.1", 53),
    "an IPv6 address": ("2001:db8::1", 443),
    "a name": ("example.org", 443),
}


@pytest.mark.parametrize("case", OUTSIDE)
def test_no_test_reaches_the_outside(case: str) -> None:
    with pytest.raises(OutsideBlocked):
        socket.create_connection(OUTSIDE[case], timeout=0.2)


def test_no_test_sends_a_datagram_outside() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, pytest.raises(OutsideBlocked):
        sender.sendto(b"?", ("192.0.2.53", 53))
