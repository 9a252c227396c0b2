# SPDX-License-Identifier: Apache-2.0
"""Where cases are made: only its owner can reach it, and what a restart took away is asked again."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.rooms.cases_web.conftest import tell_everything
from verweer.cases.building import BUILD_CASE, keep_build_promise
from verweer.cases.models import Case, State
from verweer.cases.store import UnsafeFolder, working_folder, working_root
from verweer.promises.model import Promise
from verweer.site.environment import read_environment

UNSAFE = {
    "others may read it": lambda folder: folder.mkdir(mode=0o755),
    "it leads elsewhere": lambda folder: folder.symlink_to("/tmp"),  # noqa: S108 - a trap, laid on purpose
}


@pytest.mark.parametrize("lay", UNSAFE.values(), ids=UNSAFE)
def test_a_folder_that_others_can_reach_is_refused(tmp_path: Path, settings: Any, lay: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, work=tmp_path / "trap")
    lay(tmp_path / "trap")

    with pytest.raises(UnsafeFolder, match="VERWEER_WORK"):
        working_root()


def test_a_folder_of_our_own_is_made_for_us_alone(tmp_path: Path, settings: Any) -> None:
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, work=tmp_path / "new")

    assert working_root().stat().st_mode & 0o777 == 0o700


def test_cases_are_made_in_memory_where_there_is_room_and_apart_for_each_data_folder() -> None:
    one, other = (read_environment({"VERWEER_DATA": name}).work for name in ("/srv/een", "/srv/twee"))

    assert one != other
    assert one.is_relative_to("/dev/shm")  # noqa: S108 - the folder in memory of Linux
    assert read_environment({"VERWEER_WORK": "/srv/werk"}).work == Path("/srv/werk")


def test_after_a_restart_of_the_machine_the_person_finds_every_answer_and_starts_again(
    opened: tuple[Client, Case, str],
) -> None:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    facts = working_folder(case.id) / "facts.json"
    assert facts.exists()
    facts.unlink()

    keep_build_promise(promised(case), _never).record()

    case.refresh_from_db()
    assert case.state == State.DRAFT
    assert "Noor Voorbeeld" in visitor.get("/vraag/afzender").content.decode()
    visitor.post("/maken")
    case.refresh_from_db()
    assert case.state == State.BUILDING
    assert facts.exists()


def promised(case: Case) -> Promise:
    return Promise(number=1, kind=BUILD_CASE, subject=case.id, due=timezone.now(), attempt=1, payload={})


def _never(work: Path, case_id: str) -> None:
    raise AssertionError(work, case_id)
