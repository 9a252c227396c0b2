# SPDX-License-Identifier: Apache-2.0
"""Gives the tests of the small internet an outside visitor: dnspython for names, httpx for pages."""

import ssl
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import dns.resolver
import httpx
import pytest

from tests.testnet import Testnet

Visit = Callable[..., httpx.Response]


@pytest.fixture
def resolver(testnet: Testnet) -> dns.resolver.Resolver:
    address, _, port = testnet.environment()["VERWEER_RESOLVER"].partition(":")
    found = dns.resolver.Resolver(configure=False)
    found.nameservers, found.port, found.lifetime = [address], int(port), 5
    return found


@pytest.fixture
def visit(testnet: Testnet, resolver: dns.resolver.Resolver) -> Iterator[Visit]:
    """Return a function that visits a link as a stranger with the CA file and the resolver would."""
    trust = ssl.create_default_context(cafile=testnet.environment()["VERWEER_CA_FILE"])
    with httpx.Client(verify=trust, trust_env=False, timeout=10) as client:

        def go(
            link: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b""
        ) -> httpx.Response:
            parts = urlsplit(link)
            host = parts.hostname or ""
            address = resolver.resolve(host, "A")[0].to_text()
            there = parts._replace(netloc=f"{address}:{parts.port}").geturl()
            told = {"host": parts.netloc, **(headers or {})}
            return client.request(method, there, headers=told, content=body, extensions={"sni_hostname": host})

        yield go
