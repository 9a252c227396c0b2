# SPDX-License-Identifier: Apache-2.0
import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from verweer.promises.attendance import absent, attending
from verweer.promises.book import claim, promise
from verweer.promises.models import EventRow, PromiseRow

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHAINS, STEPS, WORKERS, KILLS = 60, 5, 2, 6
SECONDS = 40


def start_worker(folder: Path, number: int) -> subprocess.Popen[bytes]:
    name = connection.settings_dict["NAME"]
    return subprocess.Popen(
        [sys.executable, Path(__file__).with_name("chaos.py"), str(folder), f"worker-{number}"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "VERWEER_DATABASE": database_url(name)},
        stdin=subprocess.PIPE,
    )


def database_url(name: str) -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgresql://{found['USER']}@{found['HOST']}:{found['PORT']}/{name}"


def test_every_promise_is_kept_though_workers_are_killed_at_random(tmp_path: Path) -> None:
    for chain in range(CHAINS):
        promise("step", f"{chain}:0", due=NOW, now=NOW)
    chance, started = random.Random(20_261_124), WORKERS
    workers = [start_worker(tmp_path, number) for number in range(WORKERS)]
    ends, kills = time.monotonic() + SECONDS, 0
    while PromiseRow.objects.exists() and time.monotonic() < ends:
        time.sleep(chance.uniform(0.3, 0.9))
        if kills < KILLS:
            place = chance.randrange(WORKERS)
            workers[place].kill()
            workers[place].communicate()
            workers[place] = start_worker(tmp_path, started)
            started, kills = started + 1, kills + 1
    for worker in workers:
        worker.communicate(timeout=10)

    kept = Counter(EventRow.objects.filter(what="kept").values_list("subject", flat=True))
    effects = Counter(line for file in tmp_path.glob("effects-*.txt") for line in file.read_text().splitlines())
    assert kills > 1
    assert not PromiseRow.objects.exists()
    assert kept == {f"{chain}:{step}": 1 for chain in range(CHAINS) for step in range(STEPS)}
    assert len(effects) == CHAINS * STEPS
    assert sum(effects.values()) <= CHAINS * STEPS + kills * 2


def test_what_a_killed_worker_held_is_kept_within_seconds_of_a_restart(tmp_path: Path) -> None:
    (tmp_path / "workers").mkdir()
    (tmp_path / "workers" / "worker-dead.alive").touch()
    promise("step", "a:4", due=NOW, now=NOW)
    claim(["step"], worker="worker-dead", now=datetime.now(UTC), lease=timedelta(hours=1), limit=1)

    worker, ends = start_worker(tmp_path, 1), time.monotonic() + 10
    while PromiseRow.objects.exists() and time.monotonic() < ends:
        time.sleep(0.05)
    worker.communicate(timeout=10)

    assert not PromiseRow.objects.exists()
    assert worker.returncode == 0
    assert list((tmp_path / "workers").iterdir()) == []


def test_a_living_worker_is_not_taken_for_dead(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from verweer.promises.attendance import attending\n"
        "with attending(Path(sys.argv[1]), 'living'): print('here', flush=True); sys.stdin.read()"
    )
    with (
        attending(tmp_path, "me"),
        subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as living,
    ):
        assert living.stdout
        living.stdout.readline()
        assert absent(tmp_path, besides="me") == ()
        living.kill()
        living.wait()

        assert absent(tmp_path, besides="me") == ("living",)
