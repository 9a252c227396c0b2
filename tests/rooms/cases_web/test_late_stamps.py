# SPDX-License-Identifier: Apache-2.0
"""A timestamp that was missing when a case was sealed is asked again, and sealed beside its package."""

import ipaddress
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from pydantic import TypeAdapter

from tests.rooms.cases_web.conftest import tell_everything
from tests.rooms.cases_web.finished_case import write_finished_case
from tests.testnet import Testnet
from verweer.cases.building import BUILD_CASE, keep_build_promise
from verweer.cases.late_stamps import STAMP_PACKAGES, keep_late_stamps
from verweer.cases.model import CaseRecord
from verweer.cases.models import Case
from verweer.egress import Egress
from verweer.evidence import CaptureSettings, Stamping
from verweer.kernel import Digest, system_clock
from verweer.promises.model import Kept, Promise

Opened = tuple[Client, Case, str]


def built_short_of_stamps(work: Path, _: str) -> None:
    write_finished_case(work)
    record = TypeAdapter(CaseRecord).validate_json((work / "case.json").read_bytes())
    links = tuple(
        replace(link, digest=Digest.of((work / link.package).read_bytes()), stamping=Stamping.UNSTAMPED)
        if link.package
        else link
        for link in record.links
    )
    (work / "case.json").write_bytes(TypeAdapter(CaseRecord).dump_json(replace(record, links=links)))


@pytest.fixture
def capturing(testnet: Testnet, tmp_path: Path) -> CaptureSettings:
    told = testnet.environment()
    return CaptureSettings(
        egress=Egress(allowed_networks=(ipaddress.ip_network(told["VERWEER_ALLOW_NETWORKS"]),)),
        chromium=None,
        keys=tmp_path / "keys",
        timestamp_authorities=tuple(told["VERWEER_TSA_URLS"].split(",")),
        timestamp_ca=Path(told["VERWEER_TSA_CA"]),
    )


@pytest.fixture
def promised(opened: Opened) -> Promise:
    """Give the promise that building a case without timestamps makes."""
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    held = Promise(number=1, kind=BUILD_CASE, subject=case.id, due=timezone.now(), attempt=1, payload={})
    kept = keep_build_promise(held, built_short_of_stamps)
    kept.record()
    (later,) = kept.then
    assert later.kind == STAMP_PACKAGES
    return replace(held, kind=later.kind, payload=later.payload)


def test_every_missing_stamp_is_asked_and_shown(opened: Opened, promised: Promise, capturing: CaptureSettings) -> None:
    assert "Wat ontbreekt wordt ieder uur opnieuw gevraagd" in opened[0].get("/klaar").content.decode()

    kept = keep_late_stamps(promised, capturing=capturing, clock=system_clock)

    assert kept == Kept(then=())
    page = opened[0].get("/klaar").content.decode()
    assert "bevestigd door 2 instanties" in page
    assert "Wat ontbreekt" not in page


def test_an_authority_that_is_down_is_asked_again_for_what_it_owes_only(
    promised: Promise, capturing: CaptureSettings, testnet: Testnet
) -> None:
    down = capturing.timestamp_authorities[1].split("/")[2].partition(":")[0]
    testnet.outages.add(down)
    try:
        (again,) = keep_late_stamps(promised, capturing=capturing, clock=system_clock).then
    finally:
        testnet.outages.discard(down)

    assert again.payload == promised.payload
    assert again.due > timezone.now()
    assert (
        keep_late_stamps(replace(promised, payload=again.payload), capturing=capturing, clock=system_clock).then == ()
    )


def test_a_case_that_was_erased_meanwhile_owes_nothing(promised: Promise, capturing: CaptureSettings) -> None:
    Case.objects.all().delete()

    assert keep_late_stamps(promised, capturing=capturing, clock=system_clock) == Kept()
