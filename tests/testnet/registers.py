# SPDX-License-Identifier: Apache-2.0
"""Answers RDAP questions (RFC 9082): a registry, a registrar, the numbers; and some answers that are no good.

traag-antwoord.test: 429 at every other question, the first one too. druk-antwoord.test: 429 and an hour of rest.
kapot-antwoord.test: not JSON. diep-antwoord.test: 60,000 brackets. lijst-antwoord.test: a list.
verkeerd-antwoord.test: every value of a wrong type. stuk-antwoord.test: 500.
eindeloos-antwoord.test: no end. druppel-antwoord.test: a byte now and then.
prive-antwoord.test: sent on to a private address.
"""

import ipaddress
import json
import threading
from collections import Counter
from collections.abc import Iterator
from threading import Event

from tests.testnet import places
from tests.testnet import registry_records as records
from tests.testnet.replies import Reply, Request, Site

_MEDIA_TYPE = "application/rdap+json"
_WRONG: records.Record = {
    "objectClassName": 7,
    "ldhName": ["a", "list"],
    "name": 12,
    "handle": {},
    "country": ["NL"],
    "entities": [7, None, [], {"roles": "registrar"}, {"roles": ["registrar", 7, {}], "vcardArray": {"fn": "?"}}],
    "links": {"rel": "related"},
    "remarks": "abuse",
    "redacted": [7, {"name": "Registrant Name"}],
}


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
            odd = self._asked[name] % 2 == 1
        match name:
            case "traag-antwoord.test" if odd:
                return _busy(1)
            case "eindeloos-antwoord.test":
                return Reply(media_type=_MEDIA_TYPE, body=self._endless())
            case "druppel-antwoord.test":
                return Reply(media_type=_MEDIA_TYPE, body=self._dripping())
            case _:
                return _NO_GOOD.get(name) or _answer(records.domain(name))

    def _endless(self) -> Iterator[bytes]:
        yield b'{"objectClassName": "domain", "remarks": ['
        while not self._closing.is_set():
            yield b'{"description": ["more"]},' * 1_000

    def _dripping(self) -> Iterator[bytes]:
        yield b'{"objectClassName": "domain"'
        while not self._closing.wait(0.1):
            yield b" "

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


def _busy(seconds: int) -> Reply:
    headers = (("Retry-After", str(seconds)),)
    return Reply(status=429, media_type=_MEDIA_TYPE, body=b'{"errorCode": 429}', headers=headers)


def _nothing(status: int = 404) -> Reply:
    body = {"errorCode": status, "title": "Not found", "rdapConformance": ["rdap_level_0"]}
    return Reply(status=status, media_type=_MEDIA_TYPE, body=json.dumps(body).encode())


_NO_GOOD = {
    "kapot-antwoord.test": Reply(media_type=_MEDIA_TYPE, body=b'{"objectClassName": "domain", "entities": ['),
    "diep-antwoord.test": Reply(media_type=_MEDIA_TYPE, body=b"[" * 60_000),
    "lijst-antwoord.test": Reply(media_type=_MEDIA_TYPE, body=b'["domain"]'),
    "verkeerd-antwoord.test": _answer(_WRONG),
    "stuk-antwoord.test": _nothing(500),
    "druk-antwoord.test": _busy(3600),
    "prive-antwoord.test": Reply(status=302, headers=(("Location", places.url("thuis.test", "/domain/x")),)),
}
