# SPDX-License-Identifier: Apache-2.0
"""`verweer label` and `verweer labels`: say that a model made a file, and read what files say of their making."""

from pathlib import Path

import click

from verweer.cli.exits import EVIDENCE
from verweer.cli.telling import print_json, read_input, write_new
from verweer.guard.labels import Labels, label, read_labels
from verweer.guard.manifests import Maker, Making, Standing
from verweer.kernel import system_clock

_PAYLOADS = click.IntRange(0, 2**32 - 1)


@click.command("label")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--certificate", required=True, type=click.Path(path_type=Path), help="Your chain as PEM, leaf first.")
@click.option("--key", required=True, type=click.Path(path_type=Path), help="The leaf's private key as PEM.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The labelled copy: a new file.")
@click.option("--tool", required=True, help="The name of the tool that made the file.")
@click.option("--tool-version", default="", help="Its version.")
@click.option("--watermark", type=_PAYLOADS, help="Hide this number of 32 bits in the picture as well.")
def label_command(  # noqa: PLR0913 - each is one option
    file: Path, *, certificate: Path, key: Path, out: Path, tool: str, tool_version: str, watermark: int | None
) -> None:
    """Label FILE (JPEG, PNG, WebP, MP4) as made by a model, with C2PA and XMP, signed by you."""
    labelled = label(
        read_input(file, "a picture or an MP4 video"),
        maker=Maker(
            certificates=read_input(certificate, "a PEM file with your certificates"),
            key=read_input(key, "a PEM file with your key"),
        ),
        making=Making(tool=tool, version=tool_version, at=system_clock()),
        payload=watermark,
    )
    write_new(out, labelled)
    click.echo(f"{out}: labelled.")


@click.command("labels")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--trust", type=click.Path(path_type=Path), help="Roots that you trust, as PEM; without it nobody is.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
def labels_command(file: Path, *, trust: Path | None, as_json: bool) -> int:
    """Tell which labels FILE bears and what they are worth; nothing is fetched.

    Exit code 70 when a C2PA label does not hold.
    """
    anchors = read_input(trust, "a PEM file with roots") if trust else b""
    labels = read_labels(file, trust=anchors)
    if as_json:
        print_json(_row(labels))
    else:
        click.echo("\n".join([*(each.en for each in labels.sentences), *_lines(labels)]))
    return EVIDENCE if labels.manifest.standing is Standing.BROKEN else 0


def _lines(labels: Labels) -> list[str]:
    manifest = labels.manifest
    told = {"says that it was made by": manifest.tool, "at": manifest.at, "as": ", ".join(manifest.source_types)}
    claimed = [f"claimed in {claim.where}: {claim.says}" for claim in labels.claims]
    return [f"{key}: {value}" for key, value in told.items() if value] + claimed


def _row(labels: Labels) -> dict[str, object]:
    manifest = labels.manifest
    return {
        "c2pa": {
            "standing": manifest.standing.value,
            "signer": manifest.signer,
            "tool": manifest.tool,
            "at": manifest.at,
            "source-types": list(manifest.source_types),
            "codes": list(manifest.codes),
        },
        "watermark": {"payload": labels.mark.payload, "mended": labels.mark.mended} if labels.mark else None,
        "claims": [{"where": claim.where, "says": claim.says} for claim in labels.claims],
        "sentences": [{"nl": each.nl, "en": each.en} for each in labels.sentences],
    }
