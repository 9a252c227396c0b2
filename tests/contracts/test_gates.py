# SPDX-License-Identifier: Apache-2.0
"""A real Chromium before real gates: what is passed, what is left alone, and what is stated as a wall."""

import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.testnet import Testnet, places
from tests.testnet.sites.poorten import CONSENT_HOST, HOST, PATHS

Contents = dict[str, bytes]

PASSED = {
    "a cookie wall in a dialog is refused": ("/dialoog", [("consent-reject-nl", "page")]),
    "a consent manager of another host": ("/ingelijst", [("consent-reject-de", "frame-of-another-host")]),
    "a question about age over the page": ("/leeftijd", [("age-says-18", "page")]),
    "two gates in a row": ("/twee", [("consent-reject-en", "page"), ("age-en", "page")]),
    "a gate in shadow DOM": ("/schaduw", [("consent-reject-fr", "page-shadow")]),
    "a box to tick, and a button that waits for it": ("/vinkje", [("age-tick", "page")]),
    "a date of birth": ("/geboorte", [("age-birth", "page")]),
    "a gate that comes late": ("/laat", [("consent-reject-es", "page")]),
    "a gate that is a page of its own": ("/formulier", [("age-says-18", "page")]),
}
WALLS = {
    "an age gate that wants a document": ("/blijft", ["age"]),
    "a login wall": ("/inlogmuur", ["login"]),
    "a challenge": ("/uitdaging", ["captcha"]),
    "a video that is not shown in this country": ("/land", ["geo"]),
    "unavailable for legal reasons": ("/wet", ["geo"]),
    "a login form in the header is none": ("/kop-inlog", []),
    "a contact form with a CAPTCHA is none": ("/contact", []),
    "an article about walls is none": ("/nieuws", []),
    "an age notice in the footer is none": ("/voetregel", []),
    "a page with buttons that are no gates has none": ("/valstrik", []),
    "behind a passed gate is none": ("/leeftijd", []),
}


def captured(testnet: Testnet, folder: Path, mode: str, *paths: str) -> dict[str, Contents]:
    """Return what the package of each page holds."""
    links = [places.url(HOST, path) for path in paths]
    command = [sys.executable, "-m", "verweer.cli", "capture", *links, "--mode", mode, "--out", "out"]
    environment = {**os.environ, **testnet.environment(), "VERWEER_DATA": str(folder / "data")}
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, timeout=300)
    found = {}
    for number, path in enumerate(paths, start=1):
        with zipfile.ZipFile(folder / "out" / "evidence" / f"{number}.wacz") as archive:
            found[path] = {name: archive.read(name) for name in archive.namelist()}
    return found


@pytest.fixture(scope="module")
def pages(testnet: Testnet, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Contents]:
    return captured(testnet, tmp_path_factory.mktemp("gates"), "sealed", *PATHS)


@pytest.fixture(scope="module")
def asked(testnet: Testnet, pages: dict[str, Contents]) -> Callable[[str, str], bool]:
    assert pages

    def was_asked(host: str, path: str, query: str = "") -> bool:
        return any(each.path == path and query in {"", *each.query} for each in testnet.requests.to(host))

    return was_asked


def events(contents: Contents, name: str) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in contents["evidence/custody.log"].splitlines()]
    return [line for line in lines if line["event"] == name]


def archived(contents: Contents, words: bytes) -> bool:
    return words in contents["indexes/index.cdx"]


@pytest.mark.parametrize(("path", "clicks"), PASSED.values(), ids=PASSED)
def test_a_gate_is_passed_by_the_rule_that_fits(
    pages: dict[str, Contents], path: str, clicks: list[tuple[str, str]]
) -> None:
    done = events(pages[path], "gate-clicked")

    assert [(click["rule"], click["frame"]) for click in done] == clicks
    assert archived(pages[path], b"/foto.jpg?" + path.removeprefix("/").encode())


@pytest.mark.parametrize("path", [path for path, _ in PASSED.values()])
def test_each_click_has_its_pictures_and_its_passing_on_record(pages: dict[str, Contents], path: str) -> None:
    kinds = [click["rule"].partition("-")[0] for click in events(pages[path], "gate-clicked")]

    for number, kind in enumerate(kinds, start=1):
        before, after = (pages[path][f"evidence/gate-{number}-{when}.png"] for when in ("before", "after"))
        assert before[:4] == after[:4] == b"\x89PNG"
        assert before != after
        assert [each["gate"] for each in events(pages[path], f"passed-{kind}-gate")].count(number) == 1


def test_the_log_tells_neither_what_a_gate_said_nor_where_it_stood(pages: dict[str, Contents]) -> None:
    logs = b"".join(contents["evidence/custody.log"] for contents in pages.values())

    assert not [word for word in (b"weigeren", b"Alle ", b"poorten.test", b"http", b"cookies") if word in logs]


def test_refusing_comes_before_accepting(asked: Callable[[str, str], bool]) -> None:
    assert asked(HOST, "/keuze/geweigerd")
    assert asked(CONSENT_HOST, "/keuze/abgelehnt")
    assert not asked(HOST, "/keuze/aanvaard")


@pytest.mark.parametrize("path", ["vriend", "elders", "abonnement", "inloggen"])
def test_what_leads_away_or_binds_a_person_is_never_pressed(asked: Callable[[str, str], bool], path: str) -> None:
    assert not asked(HOST, f"/weg/{path}")
    assert not asked(HOST, "/cookiebeleid")


def test_a_page_without_a_gate_has_no_click(pages: dict[str, Contents]) -> None:
    assert not events(pages["/valstrik"], "gate-clicked")


@pytest.mark.parametrize(("path", "walls"), WALLS.values(), ids=WALLS)
def test_a_wall_is_stated_and_nothing_else_is(pages: dict[str, Contents], path: str, walls: list[str]) -> None:
    assert json.loads(pages[path]["evidence/network.json"])["outcome"]["walls"] == walls


def test_without_images_a_gate_is_photographed_behind_the_shield_and_passed(testnet: Testnet, tmp_path: Path) -> None:
    contents = captured(testnet, tmp_path, "digest-only", "/voorbeeld")["/voorbeeld"]
    (click,) = events(contents, "gate-clicked")

    assert click["pictures"] == "blurred"
    assert events(contents, "passed-age-gate")
    with Image.open(io.BytesIO(contents["evidence/gate-1-before.png"])) as shot:
        seen = np.asarray(shot.convert("L").crop((700, 100, 1100, 400)), dtype=float)
    assert float(np.quantile(np.abs(np.diff(seen, axis=1)), 0.999)) < 4
