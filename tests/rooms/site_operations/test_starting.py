# SPDX-License-Identifier: Apache-2.0
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from verweer.site.data_folder import UnwritableData, prepare_data
from verweer.site.migrating import applied_migrations, migrate, wanted_migrations
from verweer.site.preparing import prepare_chromium
from verweer.site.starting import PortInUse, require_free, tidy

_HEAVY = frozenset({"av", "c2pa", "cv2", "numba", "numpy", "onnxruntime"})


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def serving(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start `verweer serve`; give the process, and its first sentence about being ready."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("VERWEER_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "verweer.cli", "serve", "--port", str(port)],
        env=environment | {"VERWEER_DATA": str(data)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stderr
        told = next((sentence for sentence in process.stderr if "ready" in sentence), "")
        yield process, told
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=10)


@pytest.mark.slow
def test_everything_starts_stops_cleanly_and_starts_again(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path / "data", port) as (process, told):
        page = httpx.get(f"http://127.0.0.1:{port}/")
    assert f"http://127.0.0.1:{port}/" in told
    assert page.status_code == 200
    assert process.returncode == 0

    with serving(tmp_path / "data", port) as (process, told):
        pass
    assert "ready" in told
    assert process.returncode == 0


def test_the_site_starts_without_loading_what_only_some_work_needs(tmp_path: Path) -> None:
    program = "import sys, verweer.site.wsgi; print(*sys.modules)"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "verweer.site.settings", "VERWEER_DATA": str(tmp_path)}

    loaded = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )

    assert _HEAVY.isdisjoint(loaded.stdout.split())


@pytest.mark.slow
def test_a_start_after_kill_9_finds_the_port_free(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (process, _):
        process.kill()
        process.wait()
    time.sleep(1.5)

    with serving(tmp_path, port) as (process, told):
        assert "ready" in told
    assert process.returncode == 0


def test_a_port_in_use_is_said_in_one_sentence() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]

        with pytest.raises(PortInUse, match=f"port {port}: another program listens there"):
            require_free("127.0.0.1", port)


def test_an_address_that_is_not_ours_is_said_in_one_sentence() -> None:
    with pytest.raises(PortInUse, match="this machine does not allow it"):
        require_free("192.0.2.1", 8080)


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    prepare_data(tmp_path / "a" / "data")

    assert (tmp_path / "a" / "data").stat().st_mode & 0o777 == 0o700


def test_a_file_in_place_of_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").touch()

    with pytest.raises(UnwritableData, match="cannot be written"):
        prepare_data(tmp_path / "data")


def test_a_missing_or_foreign_database_counts_as_not_migrated(tmp_path: Path) -> None:
    (tmp_path / "foreign.sqlite3").write_bytes(b"no database at all" * 100)

    assert applied_migrations(tmp_path / "none.sqlite3") == frozenset()
    assert applied_migrations(tmp_path / "foreign.sqlite3") == frozenset()


def test_a_database_that_has_all_migrations_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "done.sqlite3"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE django_migrations (app TEXT, name TEXT)")
        connection.executemany("INSERT INTO django_migrations VALUES (?, ?)", wanted_migrations())
    connection.close()
    before = file.read_bytes()

    migrate(sqlite_file=file)

    assert file.read_bytes() == before
    assert ("promises", "0001_initial") in wanted_migrations()


def test_chromium_is_looked_for_once(tmp_path: Path) -> None:
    told: list[str] = []
    program = prepare_chromium(None, data=tmp_path, tell=told.append)

    assert program.exists()
    assert (tmp_path / "chromium.path").read_text() == f"{program}\n"
    assert told == []

    (tmp_path / "chromium.path").write_text(f"{sys.executable}\n")
    assert prepare_chromium(None, data=tmp_path, tell=told.append) == Path(sys.executable)


def test_the_operators_own_chromium_is_taken_at_its_word(tmp_path: Path) -> None:
    assert prepare_chromium(Path("/opt/own"), data=tmp_path, tell=print) == Path("/opt/own")


def test_a_path_below_home_is_shown_short() -> None:
    assert tidy(Path.home() / ".local/share/verweer") == "~/.local/share/verweer"
    assert tidy(Path("/srv/verweer")) == "/srv/verweer"
