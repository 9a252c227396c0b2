# SPDX-License-Identifier: Apache-2.0
"""`verweer case hand-over` and `verweer case erase`: what becomes of a case folder after it was made."""

import os
from collections.abc import Iterator
from pathlib import Path

import click

from verweer.cases.access import new_code
from verweer.cases.capturing import stamp_log
from verweer.cases.erasing import erase_folder
from verweer.cases.folder import CaseFolder
from verweer.cases.handing_over import ForKey, ForPassphrase, Receiver, hand_over, members_of
from verweer.kernel import Digest, InputError, system_clock
from verweer.proof import Actor, Copy, Custody
from verweer.site.environment import read_environment
from verweer.site.wiring import outside_from


@click.command("hand-over")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="The file to make.")
@click.option("--to", "recipient", help="The receiver's age key (age1…); without it a passphrase is made and shown.")
def hand_over_case(folder: Path, target: Path, recipient: str | None) -> None:
    """Put a whole case into one package that only the receiver can open, and note it in the custody log."""
    case = CaseFolder(folder)
    case.read_record()
    if target.exists():
        message = f"{target} exists already; choose another name."
        raise InputError(message)
    receiver: Receiver = ForKey(recipient) if recipient else ForPassphrase(new_code())
    to = Digest.of(recipient.strip().encode()).hex if recipient else "passphrase"
    with case.held():
        custody = Custody(case.custody, system_clock)
        package = hand_over(members_of(folder), receiver, now=system_clock())
        custody.append("hand-over-begun", actor=Actor.OPERATOR, copy=Copy.WORKING, to=to)
        _write(target, package)
        digest = Digest.of_file(target).hex
        custody.append("handed-over", actor=Actor.OPERATOR, copy=Copy.WORKING, to=to, digest=digest)
        stamp_log(custody, outside_from(read_environment()))
    click.echo(f"{target}: SHA-256 {digest}")
    match receiver:
        case ForPassphrase(code):
            click.echo(f"Passphrase: {code.written}")
            click.echo("Tell it by phone or in person, never with the package. It is kept nowhere.")
        case ForKey():
            click.echo("Only the owner of that key can open it, with: age --decrypt -i KEY-FILE.")


@click.command("erase")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--yes", "sure", is_flag=True, help="Do not ask whether you are sure.")
def erase_case(folder: Path, *, sure: bool) -> None:
    """Erase all files of a case; its custody log stays, which holds only digests and dates."""
    case = CaseFolder(folder)
    case.read_record()
    if not sure:
        click.confirm(f"Erase everything in {folder} for good?", abort=True)
    with case.held():
        custody = Custody(case.custody, system_clock)
        erase_folder(case, custody)
        stamp_log(custody, outside_from(read_environment()))
    click.echo(f"Erased. {case.custody} stays: digests and dates, no links, names or pictures.")


def _write(target: Path, pieces: Iterator[bytes]) -> None:
    """Write a file, readable by its owner only, whole or not at all."""
    aside = target.with_name(f".{target.name}.part")
    try:
        with open(aside, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except OSError as cause:
        message = f"{target} cannot be written: {cause.strerror}. Choose another place."
        raise InputError(message) from cause
    finally:
        aside.unlink(missing_ok=True)
