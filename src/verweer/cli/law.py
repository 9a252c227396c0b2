# SPDX-License-Identifier: Apache-2.0
"""`verweer law`: what the product knows of the law, and how sure it is."""

from collections import Counter
from collections.abc import Iterator

import click

from verweer.cli.telling import as_json, print_json
from verweer.kernel import InputError
from verweer.remedies import Confidence, Remedy, load_law


@click.group("law")
def law_group() -> None:
    """Read the remedies: sources, confidence, who reviewed them. This is not legal advice."""


@law_group.command("list")
@click.option("--jurisdiction", help="Only of this country (two letters), EU or INT.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def list_law(jurisdiction: str | None, *, json_wanted: bool) -> None:
    """List every remedy."""
    chosen = [one for one in _sorted() if jurisdiction in {None, one.jurisdiction}]
    if json_wanted:
        print_json(
            [{"id": one.id, "name": as_json(one.name), "confidence": one.confidence, "use": one.use} for one in chosen]
        )
        return
    for one in chosen:
        click.echo(f"{one.id:<18} {one.use:<10} {one.confidence:<10} {one.name.en}")
    click.echo(f"{len(chosen)} remedies. This is not legal advice.")


@law_group.command("show")
@click.argument("identity")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def show_law(identity: str, *, json_wanted: bool) -> None:
    """Show one remedy whole."""
    remedy = load_law().get(identity)
    if remedy is None:
        message = f"There is no remedy {identity!r}; `verweer law list` names them all."
        raise InputError(message)
    if json_wanted:
        print_json(as_json(remedy))
        return
    click.echo("\n".join(_told(remedy)))


@law_group.command("check")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def check_law(*, json_wanted: bool) -> None:
    """Check the law data, and tell what no lawyer has signed and what is not checked against a source."""
    law = _sorted()
    unchecked = [one.id for one in law if one.confidence in {Confidence.MEMORY, Confidence.UNVERIFIED}]
    unsigned = [one.id for one in law if not one.reviewed_by]
    counts = Counter(one.confidence.value for one in law)
    if json_wanted:
        print_json({"remedies": len(law), "confidence": counts, "unchecked": unchecked, "not_reviewed": unsigned})
        return
    click.echo(
        f"{len(law)} remedies are whole: " + ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
    )
    click.echo(f"Never cited as law ({len(unchecked)}): {', '.join(unchecked)}")
    click.echo(f"Not yet reviewed by a lawyer: {len(unsigned)} of {len(law)}")


def _sorted() -> list[Remedy]:
    return sorted(load_law().values(), key=lambda one: one.id)


def _told(remedy: Remedy) -> Iterator[str]:
    yield f"{remedy.name.en} / {remedy.name.nl}"
    yield f"  {remedy.law.en}"
    rows = (
        ("status", remedy.status),
        ("use", remedy.use),
        ("gives", remedy.gives.en),
        ("who", remedy.who.en),
        ("addressees", ", ".join(sorted(remedy.addressees))),
        ("since", remedy.since),
        ("until", remedy.until),
        ("sanction", remedy.sanction and remedy.sanction.en),
        ("limits", remedy.limits and remedy.limits.en),
        ("next", ", ".join(remedy.escalation)),
        ("letter", remedy.template),
        ("sources", "; ".join(remedy.sources)),
        ("confidence", f"{remedy.confidence} {remedy.confidence_note}".strip()),
        ("reviewed by", remedy.reviewed_by or "nobody yet"),
    )
    yield from (f"  {name + ':':<13} {value}" for name, value in rows if value)
    for heading, lines in (("elements", remedy.elements), ("contents", remedy.contents)):
        yield from (f"  {heading + ':':<13} {line.en}" for line in lines)
    for term in remedy.terms:
        yield f"  {'term:':<13} {term.count} {term.unit} from {term.starts}, {term.nature}: {term.what.en} ({term.basis.en})"
    yield "This is not legal advice."
