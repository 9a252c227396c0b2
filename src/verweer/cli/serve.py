# SPDX-License-Identifier: Apache-2.0
"""`verweer serve`: prepare what is missing, then run the site and the timers until told to stop."""

import click


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65_535), help="The port of the site; VERWEER_PORT otherwise.")
def serve(port: int | None) -> int:
    """Start the site and the timers, and print the address once the page answers."""
    from verweer.site.environment import read_environment  # noqa: PLC0415 - keeps `verweer --help` quick
    from verweer.site.starting import start  # noqa: PLC0415 - as above

    return start(read_environment(), port=port, tell=_tell)


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)
