# SPDX-License-Identifier: Apache-2.0
"""`verweer guard`: ask the prompt guard about one prompt, as a generator would."""

import sys
from pathlib import Path

import click

from verweer.cli.exits import REFUSED
from verweer.cli.telling import as_json, print_json, read_input
from verweer.guard import Decision, Euphemisms, Guard, Verdict, load_register


@click.group("guard")
def guard_group() -> None:
    """Keep a generator from making sexual images of real people."""


@guard_group.command("check")
@click.argument("text", required=False)
@click.option("--protected", type=click.Path(path_type=Path), help="A file of protected names, one a line.")
@click.option("--register", type=click.Path(path_type=Path), help="A register of protected people.")
@click.option("--key", type=click.Path(path_type=Path), help="The file with the key of that register (32 bytes).")
@click.option("--history", multiple=True, help="An earlier turn, oldest first; may be given more than once.")
@click.option("--image", is_flag=True, help="A picture of a person comes with the prompt.")
@click.option("--euphemism", is_flag=True, help="See euphemisms too; needs the extra `euphemism`.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def check(  # noqa: PLR0913 - one a word of the command
    text: str | None,
    *,
    protected: Path | None,
    register: Path | None,
    key: Path | None,
    history: tuple[str, ...],
    image: bool,
    euphemism: bool,
    json_wanted: bool,
) -> int:
    """Judge a prompt, given as TEXT or on standard input; exit code 1 when it is refused or wants a look."""
    untrusted = sys.stdin.buffer.read() if text is None else text
    guard = _guard(protected, register, key, euphemism=euphemism)
    decision = guard.check_prompt(untrusted, history=history, images=("",) if image else ())
    if json_wanted:
        print_json(as_json(decision))
    else:
        click.echo("\n".join(_told(decision)))
    return 0 if decision.verdict is Verdict.ALLOW else REFUSED


def _guard(protected: Path | None, register: Path | None, key: Path | None, *, euphemism: bool) -> Guard:
    if (register is None) is not (key is None):
        message = "A register and its key go together: give both --register and --key."
        raise click.UsageError(message)
    names = []
    if protected is not None:
        lines = read_input(protected, "a text file of names").decode("utf-8", "replace").splitlines()
        names = [line.strip() for line in lines if line.strip()]
    signal = Euphemisms() if euphemism else None
    if register is None or key is None:
        return Guard(names, euphemism=signal)
    secret = read_input(key, "the file with the key")
    read_input(register, "the file of the register")
    return Guard(names, register=load_register(register, secret), euphemism=signal)


def _told(decision: Decision) -> list[str]:
    lines = [decision.verdict.value]
    for reason in decision.reasons:
        disguises = reason.person.disguises if reason.person else frozenset[str]()
        disguises |= reason.sexual.disguises if reason.sexual else frozenset()
        undone = f" (undone: {', '.join(sorted(disguises))})" if disguises else ""
        lines.append(f"  {reason.code}: {reason.told.en}{undone}")
    return lines
