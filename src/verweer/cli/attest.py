# SPDX-License-Identifier: Apache-2.0
"""`verweer guard attest` and `verweer guard suite`: what a maker's gate stops, and the prompts it is tried with."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from verweer.attestation import (
    Configuration,
    Drawn,
    attest,
    draw_parts,
    read_configuration,
    refuse_unusable,
    signer_of,
    write_report,
)
from verweer.cli.exits import OUTSIDE
from verweer.egress import outside_client, running_guard
from verweer.evidence import Rfc3161Timestamper, Timestamper
from verweer.kernel import Language, system_clock
from verweer.site.capturing import capturing_from
from verweer.site.environment import Environment, read_environment

_EVERY = 200
_SEED = click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), default=2026, show_default=True, help="From which prompts are drawn."
)
_EACH = click.option(
    "--each", type=click.IntRange(1, 100_000), default=100, show_default=True, help="Attacks a disguise, in each part."
)


@click.command("attest")
@click.option("--config", required=True, type=click.Path(path_type=Path), help="The maker's configuration (TOML).")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="A new folder for the report.")
@_SEED
@_EACH
@click.option("--language", type=click.Choice([one.value for one in Language]), default="nl", help="Of the PDF.")
def attest_command(config: Path, *, folder: Path, seed: int, each: int, language: str) -> int:
    """Try the published attacks on your own gate, and write a signed report for a regulator."""
    configuration, environment, now = read_configuration(config), read_environment(), system_clock()
    refuse_unusable(folder)
    signer = signer_of(configuration.signing, environment.identity, environment.data / "keys", now=now)
    report = attest(configuration, Drawn.of(seed=seed, each=each), now=now, tell=_progress())
    with _timestampers(configuration, environment) as timestampers:
        stamps = write_report(report, folder, signer, language=Language(language), timestampers=timestampers)
    for part in report.parts:
        recall, alarms = part.recall.whole, part.alarms
        click.echo(
            f"{part.part.value}: {recall.stopped} of {recall.asked} attacks stopped ({recall.share:.3f}), "
            f"{alarms.stopped} of {alarms.asked} harmless prompts ({alarms.share:.4f})"
        )
    click.echo(f"{folder}: report.json and report.pdf, signed by {signer.name}.")
    if len(stamps) < len(timestampers):
        click.echo("An authority gave no timestamp; the report says which did. Make it again later.", err=True)
        return OUTSIDE
    return 0


@click.command("suite")
@click.option("--out", "folder", required=True, type=click.Path(path_type=Path), help="A new folder for the prompts.")
@_SEED
@_EACH
def suite_command(folder: Path, *, seed: int, each: int) -> None:
    """Write the prompts that `attest` asks, a JSON value a line, and the invented names to protect (listed.txt)."""
    refuse_unusable(folder)
    suites = draw_parts(Drawn.of(seed=seed, each=each))
    folder.mkdir(exist_ok=True)
    names = sorted({name for suite in suites for name in suite.listed})
    (folder / "listed.txt").write_text("".join(f"{name}\n" for name in names), "utf-8")
    for suite in suites:
        with (folder / f"{suite.part.value}.jsonl").open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(suite.lines())
        click.echo(
            f"{suite.part.value}.jsonl: {len(suite.attacks)} attacks, {len(suite.harmless)} harmless prompts, SHA-256 {suite.digest}"
        )


@contextmanager
def _timestampers(configuration: Configuration, environment: Environment) -> Iterator[tuple[Timestamper, ...]]:
    """Give the authorities that the configuration names, with a way to them."""
    if configuration.timestamps is None:
        yield ()
        return

    egress, roots = capturing_from(environment).egress, configuration.timestamps.roots
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        yield tuple(Rfc3161Timestamper(url, roots, client) for url in configuration.timestamps.authorities)


def _progress() -> Callable[[int, int], None]:
    """Return what tells how far it is, where a person reads along."""

    def tell(done: int, whole: int) -> None:
        if done % _EVERY == 0 or done == whole:
            click.echo(f"\r{done:,} of {whole:,} prompts", err=True, nl=done == whole)

    return tell if sys.stderr.isatty() else lambda _done, _whole: None
