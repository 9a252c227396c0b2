# SPDX-License-Identifier: Apache-2.0
"""What a hostile site does to its visitor ends in a clear, stated result, within the bounds, and the others go on."""

import json
import socket
import zipfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.testnet import LINKS, Testnet
from verweer.browser import Lack, Limits
from verweer.evidence import LACKS, Capture, Captured, Mode, NotCaptured, Trouble, capture_links
from verweer.kernel import Link
from verweer.proof import verify_package
from verweer.site.capturing import capturing_from
from verweer.site.environment import read_environment

LIMITS = Limits(
    seconds=20.0,
    grace=3.0,
    bytes_received=1_000_000,
    log_bytes=12_000_000,
    requests=120,
    memory=700_000_000,
    processes=40,
)
SHORT = replace(LIMITS, seconds=8.0)  # For what never ends by itself.
_HERE = "https://vijandig.test:8443"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a visit should end: captured with these lacks among others and without those, or not for this reason."""

    lacks: frozenset[Lack] = frozenset()
    trouble: Trouble | None = None
    whole: bool = False


def captured(*lacks: Lack) -> Ended:
    return Ended(lacks=frozenset(lacks))


def not_captured(trouble: Trouble) -> Ended:
    return Ended(trouble=trouble)


WHOLE = Ended(whole=True)
ENDED = {
    "an endless page": (f"{_HERE}/eindeloos", captured(Lack.BYTE_LIMIT)),
    "a page of ten gigabytes": (f"{_HERE}/tien-gigabyte", captured(Lack.BYTE_LIMIT)),
    "a gzip bomb": (f"{_HERE}/bom-gzip", captured(Lack.BYTE_LIMIT)),
    "a brotli bomb": (f"{_HERE}/bom-brotli", captured(Lack.BYTE_LIMIT)),
    "a zstd bomb": (f"{_HERE}/bom-zstd", captured(Lack.BYTE_LIMIT)),
    "ten thousand parts": (f"{_HERE}/tienduizend", captured(Lack.REQUEST_LIMIT)),
    "a redirect loop": (f"{_HERE}/kring", not_captured(Trouble.REDIRECT_LOOP)),
    "other bytes at each request": (f"{_HERE}/wisselend", WHOLE),
    "a title that misleads and cannot be written": (f"{_HERE}/titel", WHOLE),
    "a page that changes what we would ask": (f"{_HERE}/knoeit", WHOLE),
    "dialogs, print and pop-ups": (f"{_HERE}/dialogen", captured()),
    "thirty downloads": (f"{_HERE}/downloads", captured()),
    "a page that closes itself": (f"{_HERE}/sluit", captured()),
    "a huge page": (f"{_HERE}/groot", captured()),
    "a page that eats memory": (f"{_HERE}/geheugen", captured(Lack.RESOURCE_LIMIT)),
    "a 404 without a page": (f"{_HERE}/leeg-404", captured()),
    "no HTTP at all": (f"{_HERE}/geen-http", not_captured(Trouble.BAD_ANSWER)),
    "a zero in a header": (f"{_HERE}/rare-kop", not_captured(Trouble.BAD_ANSWER)),
    "a header too large": (f"{_HERE}/grote-kop", not_captured(Trouble.BAD_ANSWER)),
    "a closed line": (f"{_HERE}/dicht", not_captured(Trouble.CONNECTION)),
    "an expired certificate": (LINKS["expired certificate"], captured(Lack.UNPROVEN_HOST)),
    "a certificate of another host": ("https://anders.test:8443/", captured(Lack.UNPROVEN_HOST)),
    "a home-made certificate": ("https://zelfgemaakt.test:8443/", captured(Lack.UNPROVEN_HOST)),
    "an honest page": (LINKS["image"], WHOLE),
}
ENDLESS = {
    "a broken chunk": (f"{_HERE}/kapot-brok", captured(Lack.FAILED_EXCHANGE)),
    "less than was announced": (f"{_HERE}/te-kort", captured(Lack.FAILED_EXCHANGE)),
    "gzip that is none": (f"{_HERE}/geen-gzip", captured(Lack.FAILED_EXCHANGE)),
    "a page that fills its history": (f"{_HERE}/geschiedenis", captured(Lack.TIME_LIMIT)),
    "a page that loads itself anew": (f"{_HERE}/herlaadt", captured(Lack.PAGE_NEVER_FINISHED)),
    "an endless script": (f"{_HERE}/lus", captured(Lack.TIME_LIMIT, Lack.BROKEN_OFF, Lack.NO_SCREENSHOT)),
    "a name that turns private": ("https://vaag.draaideur.test:8443/", not_captured(Trouble.PRIVATE_ADDRESS)),
}
ALL = ENDED | ENDLESS
FAULTS = {
    "an expired certificate": "expired",
    "a certificate of another host": "other-host",
    "a home-made certificate": "self-signed",
    "an honest page": None,
}


@pytest.fixture(scope="module")
def captures(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Capture]:
    folder = tmp_path_factory.mktemp("hostile")
    variables = {**testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    names, links = list(ALL), [(number, Link.parse(url)) for number, (url, _) in enumerate(ALL.values())]

    def made(limits: Limits, some: Sequence[tuple[int, Link]]) -> list[Capture]:
        settings = capturing_from(read_environment(variables), limits=limits, at_once=3)
        return list(capture_links(some, case_id="c", folder=folder / "out", settings=settings, mode=Mode.SEALED))

    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(made, (LIMITS, SHORT), (links[: len(ENDED)], links[len(ENDED) :]))
        return {names[capture.number]: capture for run in runs for capture in run}


@pytest.mark.parametrize("name", ALL)
def test_a_hostile_site_ends_in_a_stated_result(captures: dict[str, Capture], name: str) -> None:
    wanted, capture = ALL[name][1], captures[name]

    match capture.outcome:
        case NotCaptured(trouble=trouble, reason=reason):
            assert trouble is wanted.trouble
            assert reason.nl
            assert reason.en
        case Captured(lacks=lacks):
            assert wanted.trouble is None
            assert wanted.lacks <= set(lacks)
            assert not (wanted.whole and lacks)


@pytest.mark.parametrize("name", [name for name, (_, ended) in ALL.items() if ended.trouble is None])
def test_what_is_captured_of_it_is_a_sound_package_that_states_its_lacks(
    captures: dict[str, Capture], name: str
) -> None:
    capture = captures[name]

    assert capture.package is not None
    assert isinstance(capture.outcome, Captured)
    verify_package(capture.package)
    assert network(capture.package)["outcome"]["lacks"] == list(capture.outcome.lacks)


@pytest.mark.parametrize("name", ALL)
def test_no_hostile_site_takes_more_than_its_bounds(captures: dict[str, Capture], name: str) -> None:
    capture = captures[name]

    spent = (capture.ended - capture.began).total_seconds()
    assert spent < 90  # Three at once on two cores that others use as well.
    if capture.package is not None:
        assert network(capture.package)["bytes-received"] < LIMITS.bytes_received + 1_000_000
        assert sum(entry.file_size for entry in zipfile.ZipFile(capture.package).infolist()) < 2 * LIMITS.log_bytes


@pytest.mark.parametrize("lack", Lack)
def test_every_lack_is_told_to_a_person(lack: Lack) -> None:
    assert LACKS[lack].nl != LACKS[lack].en


@pytest.mark.parametrize(("name", "fault"), FAULTS.items(), ids=FAULTS)
def test_a_certificate_that_proves_nothing_is_told_with_its_reason(
    captures: dict[str, Capture], name: str, fault: str | None
) -> None:
    capture = captures[name]
    assert capture.package is not None

    told = network(capture.package)["connections"][0]
    assert told["certificate-fault"] == fault
    assert told["chain-leads-to-a-trusted-root"] is (fault is None)


def test_a_title_is_kept_without_marks_that_mislead(captures: dict[str, Capture]) -> None:
    assert captures["a title that misleads and cannot be written"].title == "Foto gpj.exe regel twee einde"


def test_a_page_reaches_nobody_around_the_guard_not_even_over_udp(testnet: Testnet, tmp_path: Path) -> None:
    """A call between browsers (WebRTC) asks a server of the page's choice for the way, over UDP."""
    settings = capturing_from(read_environment({**testnet.environment(), "VERWEER_DATA": str(tmp_path / "data")}))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        link = Link.parse(f"{_HERE}/belt?naar=127.0.0.1:{listening.getsockname()[1]}")
        (capture,) = capture_links([(1, link)], case_id="c", folder=tmp_path, settings=settings, mode=Mode.SEALED)
        listening.setblocking(False)  # noqa: FBT003 - the standard library's own signature

        assert capture.outcome == Captured()
        with pytest.raises(BlockingIOError):
            listening.recvfrom(2_000)


def test_bytes_that_differ_at_each_request_are_all_kept(captures: dict[str, Capture]) -> None:
    pictures = [one for one in captures["other bytes at each request"].exchanges if "wisselend.png" in one.url]

    assert len({one.digest for one in pictures}) == len(pictures) == 2


def network(package: Path) -> Any:
    with zipfile.ZipFile(package) as archive:
        return json.loads(archive.read("evidence/network.json"))
