# SPDX-License-Identifier: Apache-2.0
"""Start everything: the data folder, the database, Chromium, then the site and the timers under one supervisor."""

import errno
import http.client
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from verweer.kernel import OutsideError
from verweer.site.data_folder import prepare_data
from verweer.site.environment import Environment
from verweer.site.migrating import migrate
from verweer.site.preparing import prepare_chromium
from verweer.site.supervisor import Child, supervise

_ANSWER_SECONDS = 60.0
_LOWEST_FAULT = 500


class PortInUse(OutsideError):
    """Another program listens where the site should."""


def start(environment: Environment, *, port: int | None, tell: Callable[[str], None]) -> int:
    """Run the site and the timers until told to stop; return the exit code."""
    host, chosen = environment.host, port or environment.port
    prepare_data(environment.data)
    require_free(host, chosen)
    migrate(sqlite_file=None if environment.database else environment.data / "verweer.sqlite3")
    prepare_chromium(environment.chromium, data=environment.data, tell=tell)
    itself = (sys.executable, "-m", "verweer.cli")
    children = (
        Child("The site", (*itself, "web", "--attached", "--port", str(chosen))),
        Child("The timer worker", (*itself, "worker", "--attached")),
    )
    shown = f"[{host}]" if ":" in host else host

    def announce() -> bool:
        if not answers(host, chosen):
            return False
        tell(f"Verweer is ready: http://{shown}:{chosen}/ (data in {tidy(environment.data)}; Ctrl-C stops it)")
        return True

    return supervise(children, tell=tell, announce=announce, patience=_ANSWER_SECONDS, clock=time.monotonic)


def require_free(host: str, port: int) -> None:
    """Raise PortInUse unless the site can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as cause:
            taken = cause.errno == errno.EADDRINUSE
            why = "another program listens there" if taken else "this machine does not allow it"
            message = (
                f"The site cannot listen on {host} port {port}: {why}. Choose another with VERWEER_PORT=8081 ./run."
            )
            raise PortInUse(message) from cause


def answers(host: str, port: int) -> bool:
    """Return whether the site gives its first page."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Host": "localhost"})
        return connection.getresponse().status < _LOWEST_FAULT
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def tidy(path: Path) -> str:
    """Return a path as its owner would write it."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asks for all addresses; we visit one
