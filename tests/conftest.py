# SPDX-License-Identifier: Apache-2.0
"""What every test stands on: no network but loopback, a small internet on request, Hypothesis without deadlines."""

import ipaddress
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import settings

from tests.testnet import Testnet, running_testnet_anywhere

settings.register_profile("verweer", deadline=None, print_blob=True)
settings.load_profile("verweer")

_TO_AN_ADDRESS = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
_OF_A_NAME = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0}


class OutsideBlocked(RuntimeError):
    """A test tried to reach something other than loopback."""


@pytest.fixture(scope="session")
def testnet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Testnet]:
    """Give the small internet: block 78, or the next one that is free."""
    with running_testnet_anywhere(tmp_path_factory.mktemp("testnet"), first=78) as net:
        yield net


def _refuse_the_outside(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _TO_AN_ADDRESS:
        target = arguments[_TO_AN_ADDRESS[event]]
        host = target[0] if isinstance(target, tuple) else None  # a unix socket has a path
    elif event in _OF_A_NAME:
        host = arguments[_OF_A_NAME[event]]
    else:
        return
    if host is not None and not _is_loopback(host):
        message = f"a test tried to reach {host!r}; only loopback is open ({event})"
        raise OutsideBlocked(message)


def _is_loopback(host: str | bytes) -> bool:
    text = host.decode("ascii", "replace") if isinstance(host, bytes) else host
    try:
        return text in {"", "localhost", "0.0.0.0", "::"} or ipaddress.ip_address(text.split("%")[0]).is_loopback  # noqa: S104 - asks for addresses to listen on
    except ValueError:
        return False


# An audit hook sees every socket of this process, whatever library opened it, and cannot be undone by a test.
sys.addaudithook(_refuse_the_outside)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make the test database a real file, since workers are threads and processes."""
    database = django_settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder: Path = tmp_path_factory.mktemp("database")
        database["TEST"] = {**database.get("TEST", {}), "NAME": folder / "test.sqlite3"}
