# SPDX-License-Identifier: Apache-2.0
"""`verweer capture`: links become sealed, signed, timestamped packages, and nothing else; for investigators."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from verweer.cli.exits import OUTSIDE
from verweer.cli.results import told_outcome
from verweer.cli.telling import as_json, print_json
from verweer.evidence import EXPLAINED, LACKS, Capture, Captured, Mode, capture_links
from verweer.kernel import InputError, Link
from verweer.proof import encrypt_file, read_recipient, write_list
from verweer.site.capturing import capturing_from
from verweer.site.environment import read_environment

_STAMPS = frozenset({".tsr", ".tsq"})
_MODES = [Mode.DIGEST_ONLY.value, Mode.SEALED.value]


@click.command("capture")
@click.argument("links", nargs=-1, required=True)
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="A new folder.")
@click.option("--mode", type=click.Choice(_MODES), default=Mode.DIGEST_ONLY.value, help="Whether images are kept.")
@click.option("--seal-to", "recipient", help="An age recipient (age1…): packages are encrypted to it.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell the results as JSON.")
def capture(links: tuple[str, ...], folder: Path, mode: str, recipient: str | None, *, json_wanted: bool) -> int:
    """Visit LINKS and keep what a browser received: signed and timestamped packages (WACZ), nothing else.

    Never use this for imagery of anyone who is or may be under 18: call a hotline or the police.
    """
    if recipient:
        read_recipient(recipient)
    parsed = [Link.parse(link) for link in dict.fromkeys(links)]
    _make(folder)
    environment = read_environment()
    done: list[tuple[Capture, Path | None]] = []
    with _workplace(folder, environment.work, sealing=recipient is not None) as place:
        captures = capture_links(
            list(enumerate(parsed, start=1)),
            case_id=secrets.token_hex(6),
            folder=place,
            settings=capturing_from(environment),
            mode=Mode(mode),
        )
        for made in captures:
            shutil.rmtree(place / "work" / str(made.number), ignore_errors=True)
            done.append((made, _sealed(made, place, folder, recipient) if recipient else made.package))
            if not json_wanted:
                click.echo(f"{made.number:>3}  {told_outcome(made.outcome).en}  {done[-1][1] or ''}")
                for lack in made.outcome.lacks if isinstance(made.outcome, Captured) else ():
                    click.echo(f"     {LACKS[lack].en}")
        shutil.rmtree(place / "work", ignore_errors=True)
    write_list(folder)
    if json_wanted:
        print_json([_row(made, file) for made, file in sorted(done, key=lambda pair: pair[0].number)])
    else:
        click.echo(EXPLAINED[Mode(mode)].en)
    return 0 if all(isinstance(made.outcome, Captured) for made, _ in done) else OUTSIDE


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        occupied = any(folder.iterdir())
    except OSError as cause:
        message = f"{folder} cannot be made or read: {cause.strerror}. Choose another folder."
        raise InputError(message) from cause
    if occupied:
        message = f"{folder} is not empty; choose a new folder."
        raise InputError(message)


@contextmanager
def _workplace(folder: Path, work: Path, *, sealing: bool) -> Iterator[Path]:
    """Give the folder in which captures are made: in memory, where there is room, when they are sealed at once."""
    if not sealing:
        yield folder
        return
    work.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in work.glob("capture-*-*"):  # By a process that was killed.
        if not Path("/proc", left.name.split("-")[1]).exists():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=work, prefix=f"capture-{os.getpid()}-") as place:
        yield Path(place)


def _sealed(made: Capture, place: Path, folder: Path, to: str) -> Path | None:
    """Encrypt what was captured into the folder; timestamps stay readable, they tell nothing of the page."""
    readable = [*place.glob(f"evidence/{made.number}.*"), *([made.blurred] if made.blurred else [])]
    for source in readable:
        target = folder / source.relative_to(place)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        if source.suffix in _STAMPS:
            shutil.copyfile(source, target)
        else:
            encrypt_file(source, target.with_name(f"{target.name}.age"), to)
        source.unlink()
    return folder / "evidence" / f"{made.package.name}.age" if made.package else None


def _row(made: Capture, file: Path | None) -> dict[str, object]:
    return {
        "number": made.number,
        "link": made.link.url,
        "outcome": as_json(made.outcome),
        "file": str(file) if file else None,
        "digest": made.digest.hex if made.digest else None,
        "stamping": made.stamping.value,
        "began": as_json(made.began),
        "exchanges": len(made.exchanges),
    }
