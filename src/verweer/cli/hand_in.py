# SPDX-License-Identifier: Apache-2.0
"""`verweer case hand-in`: files that a person saved themselves join a case, each with a receipt."""

from collections.abc import Mapping
from pathlib import Path

import click

from verweer.cases.folder import CaseFolder, as_json_line
from verweer.cases.handing_in import NotTaken, Offered, Outcome, Taken, TakenBefore, hand_in, refuse_closed
from verweer.cli.exits import INPUT
from verweer.evidence import Mode
from verweer.intake import KINDS, LARGEST_FILE, NOT_KEPT, NOT_KEPT_BEFORE, SOUND, How, Role, read_told
from verweer.kernel import Bilingual, Language, system_clock
from verweer.notices.handed_in import STAMPED
from verweer.remedies import SenderKind
from verweer.site.environment import read_environment
from verweer.site.wiring import outside_from

_BY_SENDER: Mapping[SenderKind, Role] = {
    SenderKind.SELF: Role.PERSON,
    SenderKind.HELPER: Role.HELPER,
    SenderKind.LAWYER: Role.LAWYER,
}
_BEFORE = Bilingual(nl="was al ingeleverd als nummer {number}", en="was handed in before, as number {number}")
_TAKEN = Bilingual(
    nl="ingeleverd als nummer {number}: {kind}, {sound}, {stamping}",
    en="handed in as number {number}: {kind}, {sound}, {stamping}",
)
_REFUSED = Bilingual(nl="niet aangenomen: ", en="not taken in: ")


@click.command("hand-in")
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--how", required=True, type=click.Choice([each.value for each in How]), help="How the files were made.")
@click.option("--when", required=True, help="When: a day, a moment with its time zone, or `unknown`.")
@click.option("--link", default="", help="The address that the files show, if it is known.")
@click.option(
    "--by",
    type=click.Choice([each.value for each in Role]),
    help="Who hands them in; without it whoever the case says is writing.",
)
@click.option("--note", default="", help="Anything to tell of them, without names.")
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON lines.")
def hand_in_command(  # noqa: PLR0913 - each is one option
    folder: Path, files: tuple[Path, ...], *, how: str, when: str, link: str, by: str | None, note: str, as_json: bool
) -> int:
    """Hand in FILES that were saved by hand: screenshots, videos, saved pages, PDF, web archives, mail.

    They are marked as handed in and kept apart from captures. Exit code 65 when any was refused.
    """
    case = CaseFolder(folder)
    record, facts = case.read_record(), case.read_facts()
    refuse_closed(record, facts)
    told = read_told(
        how=How(how),
        untrusted_when=when,
        by=Role(by) if by else _BY_SENDER[facts.sender.kind],
        untrusted_link=link,
        untrusted_note=note,
        now=system_clock(),
    )
    if record.mode is Mode.DIGEST_ONLY:
        click.echo(NOT_KEPT_BEFORE.in_(record.language), err=True)
    outcomes = hand_in(
        case,
        [Offered(path=file) for file in files],
        told,
        outside=outside_from(read_environment()),
        clock=system_clock,
        largest=LARGEST_FILE,
    )
    for file, outcome in zip(files, outcomes, strict=True):
        if as_json:
            click.echo(as_json_line({"file": str(file), **_row(outcome, record.language)}))
        else:
            click.echo(f"{file}: {_line(outcome, record.language)}")
    return INPUT if any(isinstance(each, NotTaken) for each in outcomes) else 0


def _line(outcome: Outcome, language: Language) -> str:
    match outcome:
        case NotTaken(reason=reason):
            return _REFUSED.in_(language) + reason.in_(language)
        case TakenBefore(number=number):
            return _BEFORE.in_(language).format(number=number)
        case Taken(receipt=receipt, stamping=stamping):
            line = _TAKEN.in_(language).format(
                number=receipt.number,
                kind=KINDS[receipt.file.kind].in_(language),
                sound=SOUND[receipt.looked.soundness].in_(language),
                stamping=STAMPED[stamping].in_(language),
            )
            return line if receipt.file.name else f"{line}. {NOT_KEPT.in_(language)}"


def _row(outcome: Outcome, language: Language) -> dict[str, object]:
    match outcome:
        case NotTaken(reason=reason):
            return {"outcome": "refused", "reason": reason.in_(language)}
        case TakenBefore(number=number):
            return {"outcome": "handed-in-before", "number": number}
        case Taken(receipt=receipt, stamping=stamping):
            return {
                "outcome": "handed-in",
                "number": receipt.number,
                "digest": receipt.file.sha256.hex,
                "bytes": receipt.file.bytes,
                "kind": receipt.file.kind.value,
                "suffix-fits": receipt.file.claim_fits,
                "kept": bool(receipt.file.name),
                "structure": receipt.looked.soundness.value,
                "stamping": stamping.value,
                "found": [one.in_(language) for one in receipt.looked.found],
                "not-checked": [one.in_(language) for one in receipt.looked.not_checked],
            }
