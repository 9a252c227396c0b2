# SPDX-License-Identifier: Apache-2.0
import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

_PROGRAMS = ":".join(sorted((str(found) for found in Path("/usr/lib/postgresql").glob("*/bin")), reverse=True))
_FAST = "-c fsync=off -c full_page_writes=off -c shared_buffers=16MB"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture
def postgresql() -> Iterator[str]:
    """Give the address of a fresh PostgreSQL on loopback; it refuses to run as root, so it runs as nobody then."""
    folder = Path(mkdtemp(prefix="verweer-pg-"))
    owner = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    shutil.chown(folder, owner)
    port, search = free_port(), f"{_PROGRAMS}:{os.environ['PATH']}"

    def run(*words: str) -> None:
        as_owner = ("runuser", "-u", owner, "--") if os.geteuid() == 0 else ()
        environment = os.environ | {"PATH": search}
        command = [*as_owner, "env", f"PATH={search}", *words]
        subprocess.run(command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL, timeout=60)

    run("initdb", "--no-sync", "-A", "trust", "-U", "verweer", "-D", f"{folder}/data")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} {_FAST}"
    run("pg_ctl", "start", "-w", "-D", f"{folder}/data", "-l", f"{folder}/log", "-o", options)
    try:
        yield f"postgresql://verweer@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "stop", "-m", "immediate", "-D", f"{folder}/data")
        shutil.rmtree(folder)


def test_postgresql_keeps_promises_just_as_sqlite_does(postgresql: str) -> None:
    here = Path(__file__).parent

    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_keeping.py", "test_chaos.py"],
        cwd=here,
        env=os.environ | {"VERWEER_DATABASE": postgresql},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert run.returncode == 0, run.stdout
