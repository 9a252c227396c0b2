# SPDX-License-Identifier: Apache-2.0
"""`verweer match`: which items of a bank a picture, a video or a hash shows, and why we think so."""

import json
import string
from pathlib import Path
from typing import NamedTuple

import click

from verweer.banks import open_bank
from verweer.fingerprints import Pdq, Unreadable, running_fingerprinter
from verweer.fingerprints.asking import PicturePrints
from verweer.fingerprints.questions import VideoQuery
from verweer.kernel import InputError, Language
from verweer.matching.answering import Match, matches_of_hash, matches_of_prints
from verweer.matching.thresholds import our_thresholds, parsed_thresholds
from verweer.media.videos import Ending

_SECONDS = 120.0
_DIGITS = 64


class CannotCompare(InputError):
    """A file gives nothing to compare."""


class _Limits(NamedTuple):
    """Up to which second a video was read, and how many hits of each hash were looked at, where that is not all."""

    read_until: float | None
    most_of_each: int | None


@click.command("match")
@click.argument("wanted", metavar="FILE|HASH", nargs=-1, required=True)
@click.option("--bank", "folder", type=click.Path(path_type=Path), required=True, help="The folder of the bank.")
@click.option(
    "--thresholds",
    "policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own table of what is demanded of a match, instead of the one that comes with this program.",
)
@click.option("--json", "json_wanted", is_flag=True, help="Tell each file as one line of JSON.")
@click.option("--language", type=click.Choice([one.value for one in Language]), default="en", help="Of the reasons.")
def match(wanted: tuple[str, ...], *, folder: Path, policy: Path | None, json_wanted: bool, language: str) -> None:
    """Find the items of a bank that each FILE (picture or video) or HASH (64 hexadecimal digits) shows, edited or not.

    Nothing leaves this machine, and nothing is added to the bank. A match is for a person to look at; it decides nothing.
    """
    thresholds = parsed_thresholds(policy.read_text("utf-8", errors="replace")) if policy else our_thresholds()
    with open_bank(folder) as bank, running_fingerprinter(_SECONDS) as fingerprinter:
        for name in wanted:
            read_until, most_of_each = None, None
            if _is_hash(name):
                found = matches_of_hash(bank, Pdq(bytes.fromhex(name)), thresholds)
            else:
                asked = fingerprinter.asked(_file(name))
                if isinstance(asked, Unreadable):
                    message = f"{name}: {asked.reason.in_(Language(language))}"
                    raise CannotCompare(message)
                answer = matches_of_prints(bank, asked.prints, thresholds)
                found, most_of_each, read_until = answer.matches, answer.most_of_each, _read_until(asked.prints)
            _tell(name, found, Language(language), _Limits(read_until, most_of_each), json_wanted=json_wanted)


def _read_until(prints: PicturePrints | VideoQuery) -> float | None:
    """Return the second at which reading a video ended before its end."""
    return prints.until if isinstance(prints, VideoQuery) and prints.ending is not Ending.WHOLE else None


def _is_hash(name: str) -> bool:
    return len(name) == _DIGITS and set(name) <= set(string.hexdigits)


def _file(name: str) -> Path:
    path = Path(name)
    if not path.is_file():
        message = f"{name} is neither a file nor a hash of 64 hexadecimal digits; name one of these."
        raise CannotCompare(message)
    return path


def _tell(name: str, found: tuple[Match, ...], language: Language, limits: _Limits, *, json_wanted: bool) -> None:
    if json_wanted:
        told: dict[str, object] = {"asked": name, "matches": [_as_json(each, language) for each in found]}
        click.echo(json.dumps({**told, **{key: value for key, value in limits._asdict().items() if value is not None}}))
        return
    if limits.read_until is not None:
        click.echo(f"{name}: read up to second {limits.read_until:g} only.", err=True)
    if limits.most_of_each is not None:
        click.echo(
            f"{name}: meets very much; at most {limits.most_of_each} hits of each hash were looked at.", err=True
        )
    for each in found:
        done = ", ".join(one.in_(language) for one in each.decision.undone)
        undone = f" ({done})" if done else ""
        click.echo(f"{name}: {each.item}: {each.decision.verdict.value}. {each.decision.reason.in_(language)}{undone}")
    if not found:
        click.echo(f"{name}: nothing in this bank matches.")


def _as_json(each: Match, language: Language) -> dict[str, object]:
    decision = each.decision
    told: dict[str, object] = {
        "item": each.item,
        "verdict": decision.verdict.value,
        "reason": decision.reason.in_(language),
        "threshold": decision.threshold,
        "undone": [one.in_(language) for one in decision.undone],
    }
    if decision.distance is not None:
        told["distance"] = decision.distance
    if decision.votes:
        told["votes"] = decision.votes
    if each.run:
        told["asked_seconds"] = [each.run.asked.start, each.run.asked.end]
        told["stored_seconds"] = [each.run.stored.start, each.run.stored.end]
        told["speed"] = each.run.speed
    return told
