# SPDX-License-Identifier: Apache-2.0
"""The section of the dossier about what was handed in: marked as not captured by us, told from the receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verweer.evidence import Stamping
from verweer.intake import HOWS, KINDS, NOT_KEPT, ROLES, SOUND, Receipt, told_when
from verweer.kernel import Bilingual, Digest, Language, rfc3339

STAMPED: Mapping[Stamping, Bilingual] = {
    Stamping.UNSTAMPED: Bilingual(nl="nog zonder tijdstempel", en="no timestamp yet"),
    Stamping.STAMPED_ONCE: Bilingual(nl="met één tijdstempel", en="with one timestamp"),
    Stamping.STAMPED_TWICE: Bilingual(nl="met twee tijdstempels", en="with two timestamps"),
}
_PLACE = Bilingual(nl="ingeleverd {}", en="handed in {}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedInRow:
    """One file that was handed in: its receipt, the digest of that, and how far it is timestamped."""

    receipt: Receipt
    digest: Digest
    stamping: Stamping


def handed_in_section(rows: Sequence[HandedInRow], language: Language) -> list[dict[str, object]]:
    """Return what the dossier tells of each file; no picture, and nothing out of its metadata."""
    return [_row(row, language) for row in rows]


def handed_in_place(language: Language) -> str:
    """Return how a list of places names a file that was handed in, with a gap for its number."""
    return _PLACE.in_(language)


def _row(row: HandedInRow, language: Language) -> dict[str, object]:
    file, told, looked = row.receipt.file, row.receipt.told, row.receipt.looked
    found = [SOUND[looked.soundness], *looked.found]
    if not file.claim_fits:
        found.append(_other_suffix(file.claimed))
    if not file.name:
        found.append(NOT_KEPT)
    return {
        "number": row.receipt.number,
        "kind": KINDS[file.kind].in_(language),
        "by": ROLES[told.by].in_(language),
        "how": HOWS[told.how].in_(language),
        "when": told_when(told.when).in_(language),
        "link": told.link,
        "note": told.note,
        "received": rfc3339(row.receipt.received),
        "bytes": file.bytes,
        "digest": file.sha256.hex,
        "receipt": row.digest.hex,
        "stamping": STAMPED[row.stamping].in_(language),
        "found": [one.in_(language).rstrip(".") for one in found],
        "not_checked": [one.in_(language) for one in looked.not_checked],
    }


def _other_suffix(claimed: str) -> Bilingual:
    return Bilingual(
        nl=f"De naam eindigde op .{claimed}; dat past er niet bij.",
        en=f"The name ended in .{claimed}; that does not fit.",
    )
