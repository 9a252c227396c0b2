# SPDX-License-Identifier: Apache-2.0
"""The last steps: letters for every track that has one, the dossier, and the minor's page."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from verweer.cases.folder import CaseFolder
from verweer.cases.model import CaseRecord
from verweer.evidence import EXPLAINED
from verweer.exchange import notice_document
from verweer.intake import ROLES
from verweer.kernel import BadLink, Language, Link, rfc3339
from verweer.notices import (
    Exhibit,
    HandedInExhibit,
    HandedInRow,
    draft_letter,
    guidance_pdf,
    guidance_text,
    has_letter,
    language_for,
    letter_files,
    press_text,
    readme_text,
    write_dossier_zip,
)
from verweer.remedies import ZONE, Facts, Track, minor_guidance

_NOT_IN_ZIP = ("work/", ".lock", "dossier.zip", "facts.json")


def write_letters(record: CaseRecord, facts: Facts, folder: CaseFolder, *, now: datetime) -> Iterator[tuple[int, int]]:
    """Write each track's letter, yielding how many of how many are done; one that is there stays."""
    tracks = [track for track in folder.read_plan().tracks if has_letter(track)]
    for done, track in enumerate(tracks, start=1):
        if not (folder.path / f"letters/{track.id}.txt").exists():
            _write_letter(track, record, facts, folder, now)
        yield done, len(tracks)


def write_dossier(record: CaseRecord, facts: Facts, folder: CaseFolder, pdf: bytes) -> None:
    """Write the dossier, the folder's own explanation, and the ZIP of both with everything else."""
    plan = folder.read_plan()
    folder.write_bytes("dossier.pdf", pdf)
    letters = len(list((folder.path / "letters").glob("*.txt"))) if (folder.path / "letters").exists() else 0
    told = readme_text(
        language=facts.language,
        case_id=record.id,
        warnings=plan.warnings,
        letters=letters,
        kept=EXPLAINED[record.mode],
        handed_in=len(record.handed_in),
    )
    folder.write_bytes(readme_name(facts.language), told.encode())
    press = press_text(
        language=facts.language,
        links=len(record.links),
        captured=sum(link.digest is not None for link in record.links),
        parties=folder.read_trace().parties,
        plan=plan,
    )
    folder.write_bytes("press.txt", press.encode())
    write_dossier_zip(folder.path / "dossier.zip", bundled_files(folder.path))


def write_guidance(facts: Facts, folder: CaseFolder) -> None:
    """Write the minor's page: links only, to hotline and police."""
    folder.write_bytes("guidance.pdf", guidance_pdf(minor_guidance(), facts.language))
    text = guidance_text(minor_guidance(), facts.language)
    folder.write_bytes("guidance.txt", text.encode())
    folder.write_bytes(readme_name(facts.language), text.encode())


def handed_in_of(record: CaseRecord, folder: CaseFolder) -> tuple[HandedInRow, ...]:
    """Return what was handed in, each with its receipt and how far that is timestamped."""
    return tuple(
        HandedInRow(receipt=folder.read_receipt(each.number), digest=each.receipt, stamping=each.stamping)
        for each in record.handed_in
    )


def readme_name(language: Language) -> str:
    """Return the name of the file that explains the folder."""
    return "LEESMIJ.txt" if language is Language.DUTCH else "README.txt"


def _write_letter(track: Track, record: CaseRecord, facts: Facts, folder: CaseFolder, now: datetime) -> None:
    exhibits = _exhibits(record, track)
    letter = draft_letter(
        track,
        facts,
        exhibits=exhibits,
        handed_in=_handed_in_exhibits(record, track, folder),
        day=now.astimezone(ZONE).date(),
        language=language_for(track, facts),
    )
    # The same letter of the same case is recognisable as the same, however often it is sent.
    name = hashlib.sha256(f"{record.id} {track.id}".encode()).hexdigest()[:32]
    files = letter_files(letter, message_id=f"{name}@verweer.invalid", moment=now.replace(microsecond=0))
    if track.remedy.id == "eu.dsa.16":
        files["json"] = notice_document(track, letter, facts, exhibits=exhibits, now=now)
    for ending in ("pdf", "eml", "json", "txt"):
        if ending in files:
            folder.write_bytes(f"letters/{track.id}.{ending}", files[ending])


def _exhibits(record: CaseRecord, track: Track) -> tuple[Exhibit, ...]:
    """Return the captures that show the track's links, or files that were loaded from them."""
    seen = {sighting.url: sighting.link for item in record.items for sighting in item.sightings}
    numbers = {seen[url] for url in track.links if url in seen}
    return tuple(
        Exhibit(number=link.number, url=link.text, captured_at=rfc3339(link.captured_at), digest=link.digest)
        for link in record.links
        if link.digest is not None
        and link.captured_at is not None
        and (link.number in numbers or link.final_url in track.links or link.text in track.links)
    )


def _handed_in_exhibits(record: CaseRecord, track: Track, folder: CaseFolder) -> tuple[HandedInExhibit, ...]:
    """Return what was handed in of the track's links, as the person told it."""
    places = {_place(link) for link in track.links}
    receipts = [folder.read_receipt(each.number) for each in record.handed_in]
    return tuple(
        HandedInExhibit(
            number=receipt.number,
            url=receipt.told.link,
            by=ROLES[receipt.told.by],
            received_at=rfc3339(receipt.received),
            digest=receipt.file.sha256,
        )
        for receipt in receipts
        if receipt.told.link and _place(receipt.told.link) in places
    )


def _place(address: str) -> str:
    try:
        return Link.parse(address).place
    except BadLink:
        return address


def bundled_files(folder: Path) -> dict[str, Path]:
    """Return the files that go out together, by their path below the folder."""
    names = {str(file.relative_to(folder)): file for file in folder.rglob("*") if file.is_file()}
    return {name: file for name, file in names.items() if not name.startswith(_NOT_IN_ZIP) and "/." not in f"/{name}"}
