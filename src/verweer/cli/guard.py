# SPDX-License-Identifier: Apache-2.0
"""`verweer guard`: ask the guard about one prompt and its pictures, as a generator would; enrol faces and forget them."""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from verweer.cli.exits import REFUSED
from verweer.cli.guard_serve import serve
from verweer.cli.telling import as_json, print_json, read_input
from verweer.guard import Decision, Euphemisms, Guard, Verdict, load_register, strictest

if TYPE_CHECKING:
    from verweer.guard import PictureGuard

_PATH = click.Path(path_type=Path)
_STANDARD_INPUT = "-"
_LATER = {
    "attest": ("verweer.cli.attest", "attest_command"),
    "suite": ("verweer.cli.attest", "suite_command"),
    "enrol": ("verweer.cli.guard_faces", "enrol"),
    "withdraw": ("verweer.cli.guard_faces", "withdraw"),
}
"""Commands that load more: where each is."""


class _GuardCommands(click.Group):
    """The group; what needs more than the guard itself is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None when there is no such word."""
        if cmd_name not in _LATER:
            return super().get_command(ctx, cmd_name)
        module, name = _LATER[cmd_name]
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)  # noqa: S101 - the table is ours
        return command


@click.group("guard", cls=_GuardCommands)
def guard_group() -> None:
    """Keep a generator from making sexual images of real people."""


guard_group.add_command(serve)


@guard_group.command("check")
@click.argument("text", required=False)
@click.option("--protected", type=click.Path(path_type=Path), help="A file of protected names, one a line.")
@click.option("--register", type=click.Path(path_type=Path), help="A register of protected people.")
@click.option("--key", type=click.Path(path_type=Path), help="The file with the key of that register (32 bytes).")
@click.option("--history", multiple=True, help="An earlier turn, oldest first; may be given more than once.")
@click.option("--image", is_flag=True, help="A picture of a person comes with the prompt.")
@click.option("--input", "inputs", multiple=True, type=_PATH, help="A picture that goes in; may be repeated.")
@click.option("--output", "outputs", multiple=True, type=_PATH, help="A picture that came out; may be repeated.")
@click.option("--intent", type=click.Choice(["make", "edit"]), help="What is done with the pictures that go in.")
@click.option("--faces", type=_PATH, help="A folder of enrolled faces.")
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
    inputs: tuple[Path, ...],
    outputs: tuple[Path, ...],
    intent: str | None,
    faces: Path | None,
    euphemism: bool,
    json_wanted: bool,
) -> int:
    """Judge a prompt and the pictures with it; exit code 1 when they are refused or want a look.

    The prompt is TEXT, or standard input when TEXT is `-`, or when there is neither TEXT nor a picture.
    """
    has_pictures = bool(inputs or outputs)
    if text == _STANDARD_INPUT or (text is None and not has_pictures):
        untrusted: str | bytes = sys.stdin.buffer.read()
    else:
        untrusted = text or ""
    pictures = _picture_guard(faces) if has_pictures and faces else None
    guard = _guard(protected, register, key, pictures=pictures, euphemism=euphemism)
    decision = guard.check_prompt(untrusted, history=history, images=("",) if image or inputs else ())
    if has_pictures:
        signs = guard.text_signs(untrusted, history=history)
        decision = strictest(decision, guard.check_images(inputs, outputs, intent=intent, text=signs))
        guard.close()
    if json_wanted:
        print_json(as_json(decision))
    else:
        click.echo("\n".join(_told(decision)))
    return 0 if decision.verdict is Verdict.ALLOW else REFUSED


def _picture_guard(faces: Path) -> "PictureGuard":
    from verweer.guard import FaceRegister, PictureGuard  # noqa: PLC0415 - prompts do not wait for networks

    return PictureGuard(enrolled=FaceRegister.load(faces))


def _guard(
    protected: Path | None, register: Path | None, key: Path | None, *, pictures: "PictureGuard | None", euphemism: bool
) -> Guard:
    if (register is None) is not (key is None):
        message = "A register and its key go together: give both --register and --key."
        raise click.UsageError(message)
    names = []
    if protected is not None:
        lines = read_input(protected, "a text file of names").decode("utf-8", "replace").splitlines()
        names = [line.strip() for line in lines if line.strip()]
    signal = Euphemisms() if euphemism else None
    if register is None or key is None:
        return Guard(names, pictures=pictures, euphemism=signal)
    secret = read_input(key, "the file with the key")
    read_input(register, "the file of the register")
    return Guard(names, register=load_register(register, secret), pictures=pictures, euphemism=signal)


def _told(decision: Decision) -> list[str]:
    lines = [decision.verdict.value]
    for reason in decision.reasons:
        disguises = reason.person.disguises if reason.person else frozenset[str]()
        disguises |= reason.sexual.disguises if reason.sexual else frozenset()
        undone = f" (undone: {', '.join(sorted(disguises))})" if disguises else ""
        places = ", ".join(f"{each.where.value} {each.place + 1}" for each in reason.pictures)
        seen = f" ({places})" if places else ""
        lines.append(f"  {reason.code}: {reason.told.en}{undone}{seen}")
    return lines
