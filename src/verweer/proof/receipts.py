# SPDX-License-Identifier: Apache-2.0
"""What a handed-in file and its receipt prove: that these bytes existed at a moment, and nothing of any site.

The receipt holds the file's digest and length, the timestamps are over the receipt. A
folder below handed-in/ holds the file, its receipt and the timestamps; anything else in it is told.
"""

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verweer.kernel import Bilingual, Digest, EvidenceError, MalformedDigest, rfc3339
from verweer.proof.beside import tokens_beside
from verweer.proof.model import Judged
from verweer.proof.tokens import Token

_LARGEST_RECEIPT = 5_000_000
_MOST_FOLDERS = 10_000
_FEWEST_TOKENS = 2
_SCHEMA = "urn:verweer:handed-in:1"


class BadReceipt(EvidenceError):
    """A handed-in file is not the one of its receipt; the sentence names the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedReceipt:
    """What a receipt says of its file, once the file was compared with it; `kept` is empty when only its digest stayed."""

    digest: Digest
    byte_length: int
    kept: str
    received: str
    by: str


def receipt_of(number: object) -> str:
    """Return where the receipt of a number lies, below a case folder."""
    return f"handed-in/{number}/receipt.json"


def judge_receipts(folder: Path, *, roots: Path | None) -> list[Judged]:
    """Return what each handed-in file of a case folder proves."""
    places = sorted((folder / "handed-in").glob("[!.]*"), key=lambda place: (len(place.name), place.name))
    return [_judged(place, roots) for place in places[:_MOST_FOLDERS]]


def verify_receipt(place: Path) -> VerifiedReceipt:
    """Return what a receipt says once the file beside it is proven to be the one it names; raises BadReceipt."""
    receipt = _read(place / "receipt.json")
    try:
        file, told = receipt["file"], receipt["told"]
        verified = VerifiedReceipt(
            digest=Digest(file["sha256"]),
            byte_length=int(file["bytes"]),
            kept=str(file["name"]),
            received=str(receipt["received"]),
            by=str(told["by"]),
        )
        known = receipt["schema"] == _SCHEMA and str(receipt["number"]) == place.name
    except (MalformedDigest, KeyError, TypeError, ValueError) as cause:
        raise BadReceipt(_unreadable(place)) from cause
    if not known:
        raise BadReceipt(_unreadable(place))
    _check_files(place, verified)
    return verified


def _judged(place: Path, roots: Path | None) -> Judged:
    name = f"handed-in/{place.name}"
    try:
        verified = verify_receipt(place)
        tokens, problems = tokens_beside(place / "receipt.json", roots)
    except (BadReceipt, OSError) as cause:
        return Judged(file=name, problems=(Bilingual(nl=str(cause), en=str(cause)),))
    return Judged(
        file=name,
        proven=(_told(verified), *(_existed(token) for token in tokens)),
        unproven=tuple(_open_questions(verified, tokens)),
        problems=tuple(problems),
    )


def _read(path: Path) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            raise BadReceipt(_unreadable(path.parent))
        with path.open("rb") as file:
            content = file.read(_LARGEST_RECEIPT + 1)
        return json.loads(content) if len(content) <= _LARGEST_RECEIPT else None
    except (OSError, ValueError, RecursionError) as cause:
        raise BadReceipt(_unreadable(path.parent)) from cause


def _check_files(place: Path, verified: VerifiedReceipt) -> None:
    """Compare what lies in the folder with what the receipt names."""
    for file in place.iterdir():
        if file.name in {"receipt.json", verified.kept}:
            continue
        if not file.name.startswith("receipt.json.") or file.suffix not in {".tsr", ".tsq"}:
            message = f"handed-in/{place.name}/{file.name} is not in the receipt."
            raise BadReceipt(message)
    if not verified.kept:
        return
    file = place / verified.kept
    if file.parent != place or not _is_plain(file):
        message = f"handed-in/{place.name}/{verified.kept} is missing or is no plain file."
        raise BadReceipt(message)
    if file.stat().st_size != verified.byte_length or Digest.of_file(file) != verified.digest:
        message = f"handed-in/{place.name}/{verified.kept} is not the file of the receipt."
        raise BadReceipt(message)


def _is_plain(file: Path) -> bool:
    return file.exists() and stat.S_ISREG(file.lstat().st_mode)


def _unreadable(place: Path) -> str:
    return f"handed-in/{place.name}/receipt.json is missing or is no receipt."


def _told(verified: VerifiedReceipt) -> Bilingual:
    if not verified.kept:
        return Bilingual(
            nl=f"Het bestand is niet bewaard; wie het heeft, herkent het aan SHA-256 {verified.digest}.",
            en=f"The file was not kept; whoever has it can recognise it by SHA-256 {verified.digest}.",
        )
    return Bilingual(
        nl=f"Het ingeleverde bestand is dat van het ontvangstbewijs: SHA-256 {verified.digest}.",
        en=f"The handed-in file is that of the receipt: SHA-256 {verified.digest}.",
    )


def _existed(token: Token) -> Bilingual:
    return Bilingual(
        nl=f"Ontvangstbewijs en bestand bestonden op {rfc3339(token.at)}, volgens {token.authority} (RFC 3161).",
        en=f"Receipt and file existed on {rfc3339(token.at)}, says {token.authority} (RFC 3161).",
    )


def _open_questions(verified: VerifiedReceipt, tokens: list[Token]) -> Iterator[Bilingual]:
    yield Bilingual(
        nl="Wat de site toonde: iemand maakte dit bestand zelf. Bewezen is alleen dat het toen bestond.",
        en="What the site showed: someone made this file themselves. Proven is only that it existed then.",
    )
    yield Bilingual(
        nl="Wat is verteld over hoe, wanneer en door wie het is gemaakt.",
        en="What was told of how, when and by whom it was made.",
    )
    if len(tokens) < _FEWEST_TOKENS:
        yield Bilingual(
            nl=f"De tijd door twee instanties: er zijn er {len(tokens)}. Ontvangen op {verified.received} (eigen klok).",
            en=f"The time by two authorities: there are {len(tokens)}. Received on {verified.received} (its own clock).",
        )
