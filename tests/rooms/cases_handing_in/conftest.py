# SPDX-License-Identifier: Apache-2.0
"""A finished, invented case on the command line, and the small internet's two timestamp authorities."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rooms.cases_web.finished_case import PLATFORM_SITE, invented_plan, write_finished_case
from tests.testnet import Testnet
from tests.testnet.pictures import picture
from verweer.cases.folder import CaseFolder
from verweer.cases.handing_in import KeptFingerprints
from verweer.cases.model import ItemRecord, Route, Sighting
from verweer.cases.outside import Outside
from verweer.evidence import Mode
from verweer.exchange import read_facts
from verweer.fingerprints import Fingerprint, running_fingerprinter
from verweer.kernel import system_clock
from verweer.remedies import YesNoUnsure
from verweer.site.environment import read_environment
from verweer.site.wiring import outside_from

EXAMPLE = Path(__file__).parents[3] / "examples" / "testnet.toml"
MakeCase = Callable[..., CaseFolder]


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Fingerprint:
    """Give the fingerprint of the picture that the case captured."""
    file = tmp_path_factory.mktemp("seen") / "markt.jpg"
    file.write_bytes(picture("markt"))
    with running_fingerprinter() as fingerprinter:
        reading = fingerprinter.fingerprint(file)
    assert isinstance(reading, Fingerprint)
    return reading


@pytest.fixture
def make_case(tmp_path: Path, seen: Fingerprint) -> MakeCase:
    def made(
        *, mode: Mode = Mode.SEALED, adult: YesNoUnsure = YesNoUnsure.YES, route: Route = Route.FULL
    ) -> CaseFolder:
        folder = CaseFolder(tmp_path / "case")
        write_finished_case(folder.path, links=2, route=route)
        shutil.rmtree(folder.path / "evidence", ignore_errors=True)  # The packages in it are invented.
        item = ItemRecord(
            name="item-1",
            kind="picture",
            digests=(seen.content,),
            sightings=(Sighting(url=PLATFORM_SITE, link=1),),
            width=seen.width,
            height=seen.height,
            seconds=None,
            quality=seen.frames[0].quality,
            widest_distance=0,
        )
        folder.write_record(replace(folder.read_record(), mode=mode, items=(item,), links=(), labels=()))
        facts = read_facts(EXAMPLE.read_bytes(), today=system_clock().date())
        folder.write("facts.json", replace(facts, adult=adult, links=(PLATFORM_SITE,)))
        folder.write("fingerprints.json", KeptFingerprints(fingerprints=(seen,)))
        if route is Route.FULL:
            folder.write("plan.json", replace(invented_plan(), tracks=()))
        return folder

    return made


@pytest.fixture
def settings_of_operator(testnet: Testnet, tmp_path: Path) -> dict[str, str]:
    return {**testnet.environment(), "VERWEER_DATA": str(tmp_path / "data")}


@pytest.fixture
def outside(settings_of_operator: dict[str, str]) -> Outside:
    return outside_from(read_environment(settings_of_operator))
