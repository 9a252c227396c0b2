# SPDX-License-Identifier: Apache-2.0
"""The service as a process: whom it lets in, how it takes new lists, loses a worker, and stops."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rooms.generators.pictured import FACE, enrol_face, png, withdraw_face, wrapped
from tests.rooms.generators.served import PATIENCE, Answer, Served, command, free_port, served, until
from verweer.cli.exits import INPUT, OUTSIDE, USAGE

TOKEN = "0123456789abcdef" * 2


def test_new_lists_are_in_force_everywhere_soon(tmp_path: Path, names: Path) -> None:
    enrol_face(tmp_path / "faces")
    words = ("--protected", str(names), "--pictures", "--faces", str(tmp_path / "faces"))
    with served(tmp_path, *words) as service:
        assert service.verdict("naked Lumora") == "allow"
        assert edited(service) == "refuse"
        assert "(1 protected, 0 registered, 1 by their face;" in service.told()

        withdraw_face(tmp_path / "faces")
        names.write_text("Annelies de Vries\nLumora\n")

        until(lambda: service.metric('verweer_guard_list_people{list="protected"}') == 2)
        assert {service.verdict("naked Lumora") for _ in range(10)} == {"refuse"}
        assert {edited(service) for _ in range(6)} == {"allow"}
        until(lambda: "The lists were read anew: 2 protected, 0 registered, 0 by their face." in service.told())


def edited(service: Served) -> str:
    return str(service.post("/v1/images", {"inputs": [wrapped(png(FACE))]}).document["verdict"])


def test_hanging_up_has_the_lists_read_by_every_worker_or_by_the_one_that_is_asked(tmp_path: Path, names: Path) -> None:
    with served(tmp_path, "--protected", str(names)) as service:
        before = service.metric('verweer_guard_readings_total{outcome="used"}')

        service.signal(signal.SIGHUP)
        until(lambda: service.metric('verweer_guard_readings_total{outcome="used"}') == before + 2)
        os.kill(service.workers()[0], signal.SIGHUP)
        until(lambda: service.metric('verweer_guard_readings_total{outcome="used"}') == before + 3)

        assert service.process.poll() is None


def test_a_broken_list_is_told_and_protects_whom_it_protected_even_when_a_worker_falls(
    tmp_path: Path, names: Path
) -> None:
    with served(tmp_path, "--protected", str(names)) as service:
        names.write_bytes(b"\xff\xfe")

        until(lambda: service.metric('verweer_guard_list_unusable{list="protected"}') == 2)
        told = service.get("/health").document
        assert told["status"] == "degraded"
        assert "not UTF-8" in told["lists"]["protected"]["trouble"]
        assert "Whoever was protected stays so." in service.told()
        before = service.workers()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
            until(lambda worker=worker: worker not in service.workers() and len(service.workers()) == 2)  # type: ignore[misc]
        until(lambda: is_answered(lambda: service.get("/ready")))
        assert service.verdict("naked Annelies de Vries") == "refuse"
        until(lambda: service.get("/health").document["status"] == "degraded")

        names.write_text("Lumora\n")

        until(lambda: service.metric('verweer_guard_list_unusable{list="protected"}') == 0)
        assert service.get("/health").document["status"] == "ok"
        assert service.verdict("naked Lumora") == "refuse"


def is_answered(ask: Callable[[], Answer]) -> bool:
    try:
        return ask().status == 200
    except OSError:
        return False


def test_counts_outlive_a_worker_and_pictures_are_judged_only_when_asked_for(tmp_path: Path, names: Path) -> None:
    with served(tmp_path, "--protected", str(names), "--workers", "1") as service:
        for _ in range(5):
            service.verdict("naked Annelies de Vries")
        without = service.post("/v1/images", {"inputs": [wrapped(png(FACE))]})
        assert (without.status, without.document["code"]) == (404, "no-pictures")
        assert service.get("/ready").document == {"ready": True, "pictures": False}
        assert service.get("/health").document["pictures"] is None
        (worker,) = service.workers()

        os.kill(worker, signal.SIGKILL)
        until(lambda: is_answered(lambda: service.get("/ready")))

        assert service.metric('verweer_guard_decisions_total{verdict="refuse"}') == 5


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["told to end", "Ctrl-C"])
def test_stopping_finishes_what_is_under_way(tmp_path: Path, names: Path, number: signal.Signals) -> None:
    answers: list[int] = []
    with served(tmp_path, "--protected", str(names), "--workers", "1") as service:
        batch = {"prompts": [{"text": "Annelies de Vr1es walks n a k e d in the park " * 60}] * 8}
        asking = threading.Thread(target=lambda: answers.append(service.post("/v1/prompts:batch", batch).status))
        asking.start()
        until(lambda: service.metric("verweer_guard_in_work") == 1)

        service.signal(number)

        asking.join(PATIENCE)
        assert service.process.wait(PATIENCE) == 0
        assert answers == [200]
        assert service.workers() == []


def test_workers_end_when_the_process_above_them_is_killed(tmp_path: Path, names: Path) -> None:
    with served(tmp_path, "--protected", str(names)) as service:
        workers = service.workers()
        assert len(workers) == 2

        service.process.kill()
        service.process.wait(PATIENCE)

        until(lambda: not any(is_running(worker) for worker in workers))


def is_running(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False


def token_of(service: Served, **headers: str) -> int:
    return service.ask("GET", "/metrics", headers=headers).status


def test_a_token_opens_all_but_health(tmp_path: Path, names: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\nanother-token-of-the-maker\n")
    with served(tmp_path, "--protected", str(names), "--token", str(tmp_path / "token")) as service:
        refused = service.post("/v1/prompts", {"text": "a cat"})
        assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
        assert token_of(service) == 401
        assert token_of(service, authorization=f"Bearer {TOKEN[:-1]}") == 401
        assert token_of(service, authorization=f"Basic {TOKEN}") == 401
        assert token_of(service, authorization=f"bearer {TOKEN}") == 200
        assert token_of(service, authorization="Bearer another-token-of-the-maker") == 200
        assert service.get("/health").status == service.get("/ready").status == 200
        # Who has a token may come by any name.
        assert token_of(service, authorization=f"Bearer {TOKEN}", host="guard.example") == 200
        service.headers["authorization"] = f"Bearer {TOKEN}"
        assert service.verdict("naked Annelies de Vries") == "refuse"


def refused(*words: str) -> tuple[int, str]:
    done = subprocess.run(command(*words), capture_output=True, text=True, check=False, timeout=PATIENCE)
    return done.returncode, done.stderr


NOT_SERVED = {
    "an address that others reach": (["--host", "0.0.0.0"], INPUT, "give --token FILE too"),  # noqa: S104 - refused
    "all addresses of the newer kind": (["--host", "::"], INPUT, "give --token FILE too"),
    "an address of a network": (["--host", "192.0.2.1"], INPUT, "give --token FILE too"),
    "a name": (["--host", "guard.example"], INPUT, "an IP address or localhost"),
    "a list that is not there": (["--protected", "nowhere"], INPUT, "cannot be read: No such file"),
    "a register without its key": (["--register", "r"], USAGE, "give both --register and --key"),
    "a token that is not there": (["--token", "nowhere"], INPUT, "cannot be read as text"),
    "no workers": (["--workers", "0"], USAGE, "--workers"),
    "faces without pictures": (["--faces", "faces"], USAGE, "give --pictures with --faces"),
    "faces that are not there": (["--pictures", "--faces", "nowhere"], INPUT, "one that `verweer guard enrol` made"),
}


@pytest.mark.parametrize(("words", "code", "told"), NOT_SERVED.values(), ids=NOT_SERVED)
def test_what_cannot_be_served_is_told_in_one_sentence(words: list[str], code: int, told: str) -> None:
    returned, said = refused(*words)

    assert returned == code
    assert told in said
    assert said.count("\n") == 1


def test_a_short_token_is_refused(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\nguessed\n")

    code, told = refused("--token", str(tmp_path / "token"))

    assert code == INPUT
    assert "16 characters or more" in told
    assert "guessed" not in told


def test_an_empty_list_is_refused_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "names").write_text("\n")

    assert refused("--protected", str(tmp_path / "names"))[0] == INPUT


def test_a_port_that_is_taken_is_told(service: Served) -> None:
    code, told = refused("--port", str(service.port))

    assert code == OUTSIDE
    assert "Choose another --port" in told


def test_the_newer_kind_of_loopback_works() -> None:
    port = free_port()
    process = subprocess.Popen(command("--host", "::1", "--port", str(port)), stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    told = process.stderr.readline()
    process.terminate()

    assert f"http://[::1]:{port}/" in told
    assert process.wait(PATIENCE) == 0
    process.stderr.close()
