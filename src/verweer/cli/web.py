# SPDX-License-Identifier: Apache-2.0
"""`verweer web`: the site alone, as WSGI under granian, without an access log."""

import click

from verweer.cli.attached import end_with_parent

THREADS = 4


@click.command("web")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port of the site; VERWEER_PORT otherwise.")
@click.option("--attached", is_flag=True, help="End when standard input closes, as when the supervisor dies.")
def web(*, port: int | None, attached: bool) -> None:
    """Serve the pages."""
    from granian import Granian  # noqa: PLC0415 - keeps `verweer --help` quick
    from granian.constants import Interfaces  # noqa: PLC0415 - as above
    from granian.log import LogLevels  # noqa: PLC0415 - as above

    from verweer.site.environment import read_environment  # noqa: PLC0415 - as above

    if attached:
        end_with_parent()
    environment = read_environment()
    Granian(
        "verweer.site.wsgi:application",
        address=environment.host,
        port=port or environment.port,
        interface=Interfaces.WSGI,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
        log_access=False,
        websockets=False,
        workers_kill_timeout=2,
    ).serve()
