# SPDX-License-Identifier: Apache-2.0
"""A finished case handed over: the receiver opens all of it, nobody else anything, and the log tells."""

import io
import json
import zipfile
from pathlib import Path

import pyrage  # type: ignore[import-untyped]
import pytest
import pyzipper  # type: ignore[import-untyped]
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.rooms.cases_web.conftest import tell_everything
from tests.rooms.cases_web.finished_case import write_finished_case
from verweer.cases.access import new_code
from verweer.cases.building import BUILD_CASE, keep_build_promise
from verweer.cases.handing_over import ForPassphrase, hand_over, members_of
from verweer.cases.models import Case
from verweer.promises.model import Promise
from verweer.proof import verify_custody


@pytest.fixture
def ready(opened: tuple[Client, Case, str]) -> Client:
    visitor, case, _ = opened
    tell_everything(visitor)
    visitor.post("/maken")
    held = Promise(number=1, kind=BUILD_CASE, subject=case.id, due=timezone.now(), attempt=1, payload={})
    keep_build_promise(held, lambda work, _: write_finished_case(work)).record()
    return visitor


def log() -> list[dict[str, object]]:
    path = Path(settings.ENVIRONMENT.data) / "custody.jsonl"
    verify_custody(path)
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_owner_of_the_key_opens_the_package(ready: Client) -> None:
    identity = pyrage.x25519.Identity.generate()

    answer = ready.post("/overdragen", {"recipient": str(identity.to_public())})

    package = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(package, [identity]))) as held:
        assert {"case.json", "LEESMIJ.txt", "dossier.pdf", "evidence/1.wacz"} <= set(held.namelist())
        assert held.testzip() is None
    assert "package.zip.age" in answer.headers["Content-Disposition"]


def test_the_passphrase_opens_the_package_and_nothing_else_does(ready: Client) -> None:
    code = ready.get("/overdragen").context["code"].written

    package = b"".join(ready.post("/overdragen", {"passphrase": code}).streaming_content)  # type: ignore[attr-defined]

    with pyzipper.AESZipFile(io.BytesIO(package)) as held:
        with pytest.raises(RuntimeError):
            held.read("LEESMIJ.txt", pwd=b"0000-0000-0000-0000-0000")
        assert held.read("LEESMIJ.txt", pwd=code.encode()) == b"Begin hier."
    assert b"Begin hier" not in package


def test_a_key_that_is_none_is_refused_kindly(ready: Client) -> None:
    answer = ready.post("/overdragen", {"recipient": "age1nonsense"})

    assert answer.status_code == 422
    assert "geen publieke sleutel" in answer.content.decode()
    assert "handed-over" not in [event["event"] for event in log()]


def test_the_log_tells_of_each_hand_over_and_download_but_not_whose_case(ready: Client) -> None:
    ready.get("/bestand/dossier.pdf")
    ready.post("/overdragen", {"passphrase": new_code().written})

    events = log()

    assert [event["event"] for event in events] == ["exported", "handed-over"]
    assert all(event["actor"] == "person" for event in events)
    assert Case.objects.get().id not in json.dumps(events)


def test_erasing_leaves_only_a_digest_and_a_date(ready: Client) -> None:
    case_id = Case.objects.get().id
    ready.post("/wissen", {"sure": "on"})

    (event,) = [event for event in log() if event["event"] == "case-erased"]
    assert set(event) == {"sequence", "at", "event", "actor", "copy", "case", "previous"}
    assert not list(Path(settings.ENVIRONMENT.data).rglob("*.age"))
    assert case_id not in json.dumps(log())


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("of another case")
    folder = tmp_path / "case"
    (folder / "work").mkdir(parents=True)
    (folder / "work" / "body").write_text("only for the building")
    (folder / "case.json").write_text("{}")
    (folder / "way-out").symlink_to(tmp_path / "secret")

    package = b"".join(hand_over(members_of(folder), ForPassphrase(new_code()), now=timezone.now()))

    assert zipfile.ZipFile(io.BytesIO(package)).namelist() == ["case.json"]
