# SPDX-License-Identifier: Apache-2.0
"""`verweer guard serve`: the guard over HTTP, for generators in any language."""

from pathlib import Path

import click

from verweer.generators.admission import Bounds
from verweer.generators.lists import Sources
from verweer.guard import Verdict

_FILE = click.Path(path_type=Path)
_BOUNDS, _OF_PICTURES = Bounds(), Bounds.of_pictures()


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address; other than loopback needs --token.")
@click.option("--port", type=click.IntRange(1, 65_535), default=8090, show_default=True, help="The port.")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="How many processes answer.")
@click.option("--protected", type=_FILE, help="A file of protected names, one a line.")
@click.option("--register", type=_FILE, help="A register of protected people.")
@click.option("--key", type=_FILE, help="The file with the key of that register (32 bytes).")
@click.option("--token", type=_FILE, help="A file of tokens, one a line; who asks must send one of them.")
@click.option(
    "--suggestive",
    type=click.Choice([each.value for each in Verdict]),
    default=Verdict.REVIEW.value,
    show_default=True,
    help="The verdict for suggestive wording about a real person.",
)
@click.option("--longest", type=click.IntRange(1), default=20_000, show_default=True, help="Characters judged.")
@click.option("--turns", type=click.IntRange(0), default=8, show_default=True, help="Earlier turns that count.")
@click.option(
    "--at-work",
    type=click.IntRange(1, 64),
    default=_BOUNDS.at_work,
    show_default=True,
    help="Requests judged at once by each worker.",
)
@click.option(
    "--waiting",
    type=click.IntRange(0, 10_000),
    default=_BOUNDS.waiting,
    show_default=True,
    help="Requests that may wait at each worker; then 503.",
)
@click.option("--pictures", is_flag=True, help="Judge pictures too; needs verweer[faces].")
@click.option("--faces", type=_FILE, help="A folder of enrolled faces, for --pictures.")
@click.option(
    "--pictures-at-work",
    type=click.IntRange(1, 64),
    default=_OF_PICTURES.at_work,
    show_default=True,
    help="Requests with pictures judged at once by each worker.",
)
@click.option(
    "--pictures-waiting",
    type=click.IntRange(0, 10_000),
    default=_OF_PICTURES.waiting,
    show_default=True,
    help="Requests with pictures that may wait at each worker; then 503.",
)
def serve(  # noqa: PLR0913 - each is one option
    *,
    host: str,
    port: int,
    workers: int,
    protected: Path | None,
    register: Path | None,
    key: Path | None,
    token: Path | None,
    suggestive: str,
    longest: int,
    turns: int,
    at_work: int,
    waiting: int,
    pictures: bool,
    faces: Path | None,
    pictures_at_work: int,
    pictures_waiting: int,
) -> None:
    """Answer generators over HTTP; /openapi.json describes how. SIGHUP reads the lists anew."""
    from verweer.generators.listening import Listening  # noqa: PLC0415 - granian is wanted for this alone
    from verweer.generators.listening import serve as serve_guard  # noqa: PLC0415 - as above

    if (register is None) is not (key is None):
        message = "A register and its key go together: give both --register and --key."
        raise click.UsageError(message)
    if faces is not None and not pictures:
        message = "Enrolled faces are looked for in pictures: give --pictures with --faces."
        raise click.UsageError(message)
    serve_guard(
        Listening(host=host, port=port, workers=workers, token=token),
        Sources(
            protected=protected,
            register=register,
            key=key,
            faces=faces,
            suggestive=Verdict(suggestive),
            longest=longest,
            turns=turns,
        ),
        Bounds(at_work=at_work, waiting=waiting),
        tell=_tell,
        pictures=Bounds.of_pictures(at_work=pictures_at_work, waiting=pictures_waiting) if pictures else None,
    )


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)
