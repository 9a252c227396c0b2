# SPDX-License-Identifier: Apache-2.0
"""Answers RDAP questions (RFC 9082): a registry, a registrar, the numbers; and some answers that are no good.

traag-antwoord.test: 429 at the first question. kapot-antwoord.test: not JSON. eindeloos-antwoord.test: no end.
"""

import ipaddress
import json
import threading
from collections import Counter
from collections.abc import Iterator
from threading import Event

from tests.testnet import places
from tests.testnet import registry_records as records
from tests.testnet.web import Reply, Request, Site

_MEDIA_TYPE = "application/rdap+json"


class Registers:
    """The registry of names and numbers, and the registrar Naamwinkel."""

    def __init__(self, block: int, closing: Event) -> None:
        self._block = block
        self._closing = closing
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._bootstrap = records.bootstrap(block)

    @property
    def sites(self) -> dict[str, Site]:
        """Return the sites by host."""
        return {"rdap.testnet.test": self.registry, "rdap.naamwinkel.test": self.registrar}

    def registry(self, request: Request) -> Reply:
        """Answer as registry and as bootstrap service."""
        match request.path.strip("/").split("/", 2):
            case ["bootstrap", file] if file in self._bootstrap:
                return _answer(self._bootstrap[file], "application/json")
            case ["registry", "domain", name]:
                return self._domain(name.lower())
            case ["numbers", "ip", text]:
                return self._network(text)
            case ["numbers", "autnum", text]:
                return _autonomous_system(text)
            case _:
                return _nothing()

    def registrar(self, request: Request) -> Reply:
        """Answer as the registrar Naamwinkel."""
        match request.path.strip("/").split("/", 1):
            case ["domain", name]:
                return _answer(records.domain(name.lower(), from_registrar=True))
            case _:
                return _nothing()

    def _domain(self, name: str) -> Reply:
        with self._lock:
            self._asked[name] += 1
            busy = self._asked[name] % 2 == 1
        match name:
            case "traag-antwoord.test" if busy:
                headers = (("Retry-After", "1"),)
                return Reply(status=429, media_type=_MEDIA_TYPE, body=b'{"errorCode": 429}', headers=headers)
            case "kapot-antwoord.test":
                return Reply(media_type=_MEDIA_TYPE, body=b'{"objectClassName": "domain", "entities": [')
            case "eindeloos-antwoord.test":
                return Reply(media_type=_MEDIA_TYPE, body=self._endless())
            case _:
                return _answer(records.domain(name))

    def _endless(self) -> Iterator[bytes]:
        yield b'{"objectClassName": "domain", "remarks": ['
        while not self._closing.is_set():
            yield b'{"description": ["more"]},' * 1_000

    def _network(self, untrusted_text: str) -> Reply:
        try:
            asked = ipaddress.ip_network(untrusted_text, strict=False)
        except ValueError:
            return _nothing(400)
        found = places.network_of(self._block, str(asked.network_address))
        return _answer(records.network(self._block, found)) if found else _nothing()


def _autonomous_system(untrusted_text: str) -> Reply:
    found = [network for network in places.NETWORKS if str(network.system) == untrusted_text]
    return _answer(records.autonomous_system(found[0])) if found else _nothing()


def _answer(record: records.Record | None, media_type: str = _MEDIA_TYPE) -> Reply:
    return Reply(media_type=media_type, body=json.dumps(record).encode()) if record else _nothing()


def _nothing(status: int = 404) -> Reply:
    body = {"errorCode": status, "title": "Not found", "rdapConformance": ["rdap_level_0"]}
    return Reply(status=status, media_type=_MEDIA_TYPE, body=json.dumps(body).encode())
