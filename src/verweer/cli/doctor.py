# SPDX-License-Identifier: Apache-2.0
"""`verweer doctor`: every part, its state and the mend."""

import json
from dataclasses import asdict

import click

from verweer.cli.exits import OUTSIDE
from verweer.site.checkup import Finding, State, can_work
from verweer.site.doctor import examine
from verweer.site.environment import read_environment

_MARKS = {State.OK: ("ok", "green"), State.WARN: ("warn", "yellow"), State.MISSING: ("missing", "red")}


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON document, for machines.")
def doctor(*, as_json: bool) -> int:
    """Tell what works here, and how to mend what does not. Exit code 0 when a case can be made."""
    findings = examine(read_environment())
    if as_json:
        parts = [asdict(finding) for finding in findings]
        click.echo(json.dumps({"can_work": can_work(findings), "parts": parts}, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            _print(finding)
    return 0 if can_work(findings) else OUTSIDE


def _print(finding: Finding) -> None:
    word, colour = _MARKS[finding.state]
    click.echo(f"{click.style(f'{word:<8}', fg=colour)} {finding.part}: {finding.seen}")
    if finding.mend:
        click.echo(f"         → {finding.mend}")
