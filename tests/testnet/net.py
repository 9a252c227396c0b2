# SPDX-License-Identifier: Apache-2.0
"""Starts the small internet in a folder and a block, and stops it."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.testnet import places
from tests.testnet.certificates import Identity, new_intermediate, new_leaf, new_root, server_context
from tests.testnet.links import LINKS
from tests.testnet.listening import Listeners, PortTaken, port_taken
from tests.testnet.mailbox import Mailbox
from tests.testnet.names import Names
from tests.testnet.network_table import write_network_table
from tests.testnet.registers import Registers
from tests.testnet.sites import all_sites
from tests.testnet.timestamps import Authority
from tests.testnet.web import RequestLog, Town
from tests.testnet.whois import serve_whois

HTTP_1, HTTP_2 = ("http/1.1",), ("h2", "http/1.1")
_DIRECTORY = Path(__file__).parent / "directory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Testnet:
    """A running small internet.

    requests: what every host was asked.
    speaks: the versions of HTTP that its sites offer over TLS, the best first.
    outages: add a host (or an authority's address) and it answers 503.
    names: the name server; `names.asked` counts questions.
    mail: what was sent.
    """

    folder: Path
    block: int
    speaks: Sequence[str]
    town: Town
    names: Names
    mail: Mailbox
    __test__ = False

    @property
    def requests(self) -> RequestLog:
        return self.town.requests

    @property
    def outages(self) -> set[str]:
        return self.town.outages

    @property
    def links(self) -> dict[str, str]:
        return dict(LINKS)

    def address(self, host: str) -> str:
        """Return the address of a site or of a part as `127.78.0.53`."""
        return places.address(self.block, places.SITES[host])

    def environment(self) -> dict[str, str]:
        """Return the settings through which the product reaches this internet."""
        at = partial(places.address, self.block)
        return {
            "VERWEER_RESOLVER": f"{at(places.DNS)}:{places.DNS_PORT}",
            "VERWEER_CA_FILE": str(self.folder / "root.pem"),
            "VERWEER_RDAP_BOOTSTRAP": places.url("rdap.testnet.test", "/bootstrap/"),
            "VERWEER_ALLOW_NETWORKS": f"127.{self.block}.0.0/16",
            "VERWEER_WHOIS": f"whois.testnet.test:{places.WHOIS_PORT}",
            "VERWEER_TSA_URLS": ",".join(f"http://{at(last)}:{places.HTTP_PORT}/tsr" for last in places.AUTHORITIES),
            "VERWEER_TSA_CA": str(self.folder / "timestamp-roots.pem"),
            "VERWEER_NETWORK_TABLE": str(self.folder / "networks.mmdb"),
            "VERWEER_DIRECTORY": str(_DIRECTORY),
            "VERWEER_SMTP": f"{at(places.MAIL)}:{places.SMTP_PORT}",
        }


@contextmanager
def running_testnet(folder: Path, block: int = 77, speaks: Sequence[str] = HTTP_1) -> Iterator[Testnet]:
    """Run a small internet in a block of loopback; raise PortTaken when another one is there.

    speaks: the versions of HTTP that its sites offer over TLS, as RFC 7301 names them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with Listeners() as listeners:
        town = Town(sites=all_sites(listeners.closing) | Registers(block, listeners.closing).sites)
        names = Names(block)
        _serve_names(listeners, names, places.address(block, places.DNS))
        _serve_sites(listeners, town, folder, block, speaks)
        _serve_authorities(listeners, town, folder, block)
        listeners.streams(
            places.address(block, places.SITES["whois.testnet.test"]), places.WHOIS_PORT, serve_whois(listeners.closing)
        )
        write_network_table(folder / "networks.mmdb", block)
        with _serving_mail(town, block) as mail:
            yield Testnet(folder=folder, block=block, speaks=speaks, town=town, names=names, mail=mail)


@contextmanager
def running_testnet_anywhere(folder: Path, first: int = 78, speaks: Sequence[str] = HTTP_1) -> Iterator[Testnet]:
    """Run a small internet in the first block that is free; several test runs may be about."""
    with ExitStack() as stack:
        for block in range(first, 255):
            with suppress(PortTaken):
                net = stack.enter_context(running_testnet(folder, block, speaks))
                break
        else:
            message = "a small internet runs in every block"
            raise PortTaken(message)
        yield net


def _serve_names(listeners: Listeners, names: Names, address: str) -> None:
    listeners.datagrams(address, places.DNS_PORT, names.answer)
    listeners.streams(address, places.DNS_PORT, names.serve_stream)


def _serve_sites(listeners: Listeners, town: Town, folder: Path, block: int, speaks: Sequence[str]) -> None:
    root = new_root("Testnet Root")
    intermediate = new_intermediate("Testnet Intermediate", root)
    (folder / "root.pem").write_bytes(root.pem())
    for last in sorted(set(places.SITES.values())):
        address = places.address(block, last)
        context = server_context(folder, _leaf(last, address, intermediate), intermediate, speaks)
        listeners.streams(address, places.HTTPS_PORT, town.serve, context)
        listeners.streams(address, places.HTTP_PORT, town.serve)


def _leaf(last: str, address: str, intermediate: Identity) -> Identity:
    hosts = [host for host, where in places.SITES.items() if where == last]
    names = hosts + [alias for alias, target in places.ALIASES.items() if target in hosts]
    if "raar.test" in names:
        names += [places.REVOLVING_DOOR, f"*.{places.REVOLVING_DOOR}", "beide.test"]
    if "zelfgemaakt.test" in names:
        return new_root(names[0], names=names)
    if "anders.test" in names:
        names = ["iemand-anders.test"]
    return new_leaf(names, address, intermediate, expired="verlopen.test" in names)


def _serve_authorities(listeners: Listeners, town: Town, folder: Path, block: int) -> None:
    roots = b""
    for number, last in enumerate(places.AUTHORITIES):
        authority = Authority(folder / f"tsa{number}", f"Tijdstempel {number + 1}", with_intermediate=number > 0)
        roots += authority.root.pem()
        address = places.address(block, last)
        town.sites[address] = authority.site
        listeners.streams(address, places.HTTP_PORT, town.serve)
    (folder / "timestamp-roots.pem").write_bytes(roots)
    folder.chmod(0o700)


@contextmanager
def _serving_mail(town: Town, block: int) -> Iterator[Mailbox]:
    mail = Mailbox()
    address = places.address(block, places.MAIL)
    town.sites |= {address: mail.site, "mail.testnet.test": mail.site}
    controller = mail.controller(address, places.SMTP_PORT)
    try:
        controller.start()
    except OSError as cause:
        raise port_taken(address, places.SMTP_PORT, cause) from cause
    try:
        yield mail
    finally:
        controller.stop()
