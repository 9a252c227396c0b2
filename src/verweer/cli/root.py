# SPDX-License-Identifier: Apache-2.0
"""The root of the command line: commands are imported when called, errors become one sentence and an exit code."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import NoReturn

import click

from verweer.cli.exits import INTERRUPTED, OUTSIDE, USAGE, exit_code
from verweer.kernel import VerweerError

_COMMANDS: Mapping[str, tuple[str, str, str]] = {
    # name: (module, command in it, one line of help)
    "bank": ("verweer.cli.bank", "bank_group", "Keep hashes in a bank that is searched."),
    "capture": ("verweer.cli.capture", "capture", "Capture links as signed packages, and nothing else."),
    "case": ("verweer.cli.case", "case_group", "Work on a case: from links to a dossier."),
    "directory": ("verweer.cli.directory", "directory_group", "Look at the intermediaries that are known."),
    "doctor": ("verweer.cli.doctor", "doctor", "Tell what works here, and how to mend what does not."),
    "fingerprint": ("verweer.cli.fingerprint", "fingerprint", "Make the hashes of pictures and videos."),
    "guard": ("verweer.cli.guard", "guard_group", "Ask the guard about a prompt and pictures, or serve it."),
    "label": ("verweer.cli.labels", "label_command", "Label a file as made by a model."),
    "labels": ("verweer.cli.labels", "labels_command", "Tell which labels a file bears and what they are worth."),
    "law": ("verweer.cli.law", "law_group", "Read the remedies, their sources and how sure they are."),
    "letter": ("verweer.cli.letter", "letter_group", "Look at the letters."),
    "match": ("verweer.cli.match", "match", "Find the items of a bank that a file or hash shows."),
    "parties": ("verweer.cli.parties", "parties", "Find everyone behind a link, without visiting it."),
    "plan": ("verweer.cli.plan", "plan", "Tell what can be done, from facts and parties."),
    "registers": ("verweer.cli.registers", "registers", "Show or refresh the lists of registers."),
    "scan": ("verweer.cli.scan", "scan_archives", "Find a bank's pictures in archives of hashes."),
    "serve": ("verweer.cli.serve", "serve", "Start the site and the timers."),
    "verify": ("verweer.cli.verify", "verify", "Tell what a package or case folder proves."),
    "web": ("verweer.cli.web", "web", "Run the site alone; `serve` starts this."),
    "worker": ("verweer.cli.worker", "worker", "Run the timers alone; `serve` starts this."),
}


class _LazyCommands(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        del ctx
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return one command, or None when there is no such word."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101 - the table above is ours
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, _, told) in sorted(_COMMANDS.items())])


@click.command(cls=_LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="verweer")
def verweer() -> None:
    """Verweer: what a person can do against a sexual deepfake."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    sys.exit(_run(sys.argv[1:]))


def _run(words: list[str]) -> int:
    try:
        result = verweer.main(words, prog_name="verweer", standalone_mode=False)
    except VerweerError as error:
        click.echo(f"verweer: {error}", err=True)
        return exit_code(error)
    except ModuleNotFoundError as error:
        if not error.name or error.name.startswith("verweer"):
            raise
        is_small = words[:1] in (["capture"], ["guard"]) and words[1:2] not in (["attest"], ["suite"])
        extra = words[0] if is_small else "desk"
        extra = "guard-serve" if words[:2] == ["guard", "serve"] else extra
        click.echo(
            f"verweer: this needs {error.name}, which is not installed here; install verweer[{extra}].", err=True
        )
        return OUTSIDE
    except click.ClickException as error:
        is_help = isinstance(error, click.exceptions.NoArgsIsHelpError)
        told = error.format_message()
        click.echo(told if is_help else f"verweer: {told} See `verweer --help`.", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except BrokenPipeError:  # The reader of the output has left.
        sys.stderr.close()
        return 0
    return result if isinstance(result, int) else 0
