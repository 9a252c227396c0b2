# SPDX-License-Identifier: Apache-2.0
"""`verweer case`: the main job on the command line, with progress on a terminal or as JSON lines."""

import secrets
from contextlib import AbstractContextManager
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from verweer.cases.exporting import FORMATS, export_case
from verweer.cases.folder import CaseFolder, as_json_line, new_folder
from verweer.cases.model import CaseRecord, Route, Step
from verweer.cases.pipeline import build_case, open_case
from verweer.cases.progress import Event
from verweer.cli.hand_in import hand_in_command
from verweer.cli.keeping import erase_case, hand_over_case
from verweer.cli.results import TOLD_RESULTS
from verweer.cli.telling import write_new
from verweer.cli.words import FINISHED, MINOR_FINISHED, NO_MOMENT, NOT_SIGNED, STEP_NAMES
from verweer.evidence import Mode
from verweer.exchange import read_facts
from verweer.kernel import InputError, Language, system_clock
from verweer.notices import SignatureLevel
from verweer.remedies import YesNoUnsure
from verweer.site.environment import read_environment
from verweer.site.wiring import outside_from

_TOLD_SIGNATURES = {SignatureLevel.UNSIGNED: NOT_SIGNED, SignatureLevel.BASIC: NO_MOMENT}


@click.group("case")
def case_group() -> None:
    """Work on a case: from links to sealed evidence, parties, letters and a dossier."""


case_group.add_command(hand_in_command)


@case_group.command("new")
@click.argument("facts_file", type=click.Path(path_type=Path))
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="The new folder of the case.")
@click.option(
    "--adult",
    type=click.Choice([answer.value for answer in YesNoUnsure]),
    help="Answer the minor gate here instead of in the file.",
)
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    help="How much is kept of the pages; without it a helper keeps no images, anyone else all.",
)
@click.option("--json", "as_json", is_flag=True, help="Tell the progress as JSON lines.")
def new(facts_file: Path, folder: Path, adult: str | None, mode: str | None, *, as_json: bool) -> None:
    """Make a case from a facts file: capture every link, find every party, write every letter."""
    now = system_clock()
    try:
        untrusted_facts = facts_file.read_bytes()
    except OSError as cause:
        message = f"{facts_file} cannot be read: {cause.strerror}. Name a facts file; examples/ has some."
        raise InputError(message) from cause
    facts = read_facts(untrusted_facts, today=now.date())
    if adult is not None:
        facts = replace(facts, adult=YesNoUnsure(adult))
    if mode is not None:
        facts = replace(facts, mode=Mode(mode))
    case = new_folder(folder)
    open_case(case, facts, case_id=secrets.token_hex(6), now=now)
    _build(case, as_json=as_json)


@case_group.command("resume")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Tell the progress as JSON lines.")
def resume(folder: Path, *, as_json: bool) -> None:
    """Continue a case that was stopped; nothing done is done twice."""
    case = CaseFolder(folder)
    case.read_record()
    _build(case, as_json=as_json)


case_group.add_command(hand_over_case)
case_group.add_command(erase_case)


@case_group.command("export")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--out", "target", required=True, type=click.Path(path_type=Path, allow_dash=True), help="A new file, or -."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default=FORMATS[0], help="CASE/UCO in JSON-LD.")
@click.option("--names", "with_names", is_flag=True, help="Tell the names in the facts and the titles of pages too.")
def export(folder: Path, target: Path, form: str, *, with_names: bool) -> None:
    """Tell evidence and custody of a case to forensic programs of others; no picture is in it, and links are."""
    case = CaseFolder(folder)
    case.read_record()
    if str(target) != "-" and target.exists():
        message = f"{target} is there already; name a new file, or - for standard output."
        raise InputError(message)
    roots = read_environment().timestamp_ca
    content = export_case(case, form=form, roots=roots, with_names=with_names, clock=system_clock)
    if str(target) == "-":
        click.echo(content, nl=False)
    else:
        write_new(target, content)


def _build(folder: CaseFolder, *, as_json: bool) -> None:
    outside = outside_from(read_environment())
    if as_json:
        record = build_case(folder, outside=outside, clock=system_clock, tell=_print_line)
        click.echo(as_json_line({"finished": str(folder.path), "case": record.id}))
        return
    record = folder.read_record()
    with _Bars(record) as bars:
        record = build_case(folder, outside=outside, clock=system_clock, tell=bars.tell)
    finished = MINOR_FINISHED if record.route is Route.MINOR else FINISHED
    click.echo(finished.in_(record.language).format(folder=folder.path))
    if outside.identity is not None and record.route is Route.FULL and record.signature.level in _TOLD_SIGNATURES:
        click.echo(_TOLD_SIGNATURES[record.signature.level].in_(record.language).format(folder=folder.path))


def _print_line(event: Event) -> None:
    click.echo(as_json_line({name: value for name, value in asdict(event).items() if value not in (None, "")}))


class _Bars(AbstractContextManager["_Bars"]):
    """A bar for each step, and a line for each link's result."""

    def __init__(self, record: CaseRecord) -> None:
        self._language: Language = record.language
        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description:<22}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
        )
        self._tasks: dict[Step, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def tell(self, event: Event) -> None:
        """Show one event."""
        if event.step not in self._tasks:
            name = STEP_NAMES[event.step].in_(self._language)
            self._tasks[event.step] = self._progress.add_task(name, total=event.total or None)
        total = event.total or (1 if event.state == "done" else None)
        done = total if event.state == "done" else event.done
        self._progress.update(self._tasks[event.step], completed=done or 0, total=total)
        if event.state == "done":
            self._progress.stop_task(self._tasks[event.step])
        if event.link is not None:
            self._console.print(f"  {event.link:>3}  {told_result(event.result, self._language)}", highlight=False)


def told_result(result: str, language: Language) -> str:
    """Return the result of one link in words."""
    if result.startswith("same-as-"):
        return TOLD_RESULTS["same-as"].in_(language).format(number=result.removeprefix("same-as-"))
    return TOLD_RESULTS[result].in_(language)
