# SPDX-License-Identifier: Apache-2.0
"""Lists of revoked certificates are fetched within bounds, and what is no list is left out."""

import ipaddress
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from tests.testnet.certificates import new_root
from verweer.egress import Egress, outside_client, running_guard
from verweer.evidence import fetch_revocations

ROOT = new_root("Root")
NOW = datetime(2026, 11, 25, tzinfo=UTC)
LIST = (
    x509.CertificateRevocationListBuilder()
    .issuer_name(ROOT.certificate.subject)
    .last_update(NOW)
    .next_update(NOW + timedelta(days=7))
    .sign(ROOT.key, hashes.SHA256())
    .public_bytes(serialization.Encoding.DER)
)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = {"/list": LIST, "/page": b"<html>", "/endless": b"x" * 3_000_000}[self.path]
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        del format, args


@pytest.fixture
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    egress = Egress(allowed_networks=(ipaddress.ip_network("127.0.0.0/8"),))
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        yield client


def naming(*places: str) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(ROOT.certificate.subject)
        .issuer_name(ROOT.certificate.subject)
        .public_key(ROOT.key.public_key())
        .serial_number(7)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=7))
    )
    points = [x509.DistributionPoint([x509.UniformResourceIdentifier(place)], None, None, None) for place in places]
    if points:
        builder = builder.add_extension(x509.CRLDistributionPoints(points), critical=False)
    return builder.sign(ROOT.key, hashes.SHA256())


PLACES = {
    "a list": (("/list",), 1),
    "the same list twice": (("/list", "/list"), 1),
    "no place at all": ((), 0),
    "a page that is no list": (("/page",), 0),
    "more than such a list can be": (("/endless",), 0),
    "a list beside what is none": (("/page", "/list"), 1),
}


@pytest.mark.parametrize(("paths", "count"), PLACES.values(), ids=PLACES)
def test_only_lists_within_bounds_are_kept(site: str, client: httpx.Client, paths: tuple[str, ...], count: int) -> None:
    held = fetch_revocations([naming(*(site + path for path in paths))], client)

    assert held == (LIST,) * count


def test_another_way_than_http_is_not_gone(client: httpx.Client) -> None:
    assert fetch_revocations([naming("ldap://127.0.0.1/cn=x", "file:///etc/passwd")], client) == ()
