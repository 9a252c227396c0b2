# SPDX-License-Identifier: Apache-2.0
"""The dossier of a case: its folder becomes the rows of one document, each part by a function of its own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from verweer.cases.dossier_words import KINDS_OF_ITEM, WALLS, say
from verweer.cases.folder import CaseFolder
from verweer.cases.labels_told import absence_in, tell_labels
from verweer.cases.model import CaseRecord, ItemRecord, LinkRecord, SamePlace
from verweer.cases.papers import bundled_files, handed_in_of
from verweer.cases.proofs import doubted_hosts, is_readable, stamps_of
from verweer.cases.timeline import tell_moments
from verweer.evidence import EXPLAINED, LACKS, Captured, Mode, NotCaptured
from verweer.exchange import StampTold
from verweer.kernel import Digest, Language
from verweer.notices import Dossier, FileRow, ItemRow, LabelRow, LinkRow, PartyRow, local, render_dossier
from verweer.parties import CERTAINTY_WORDS, KIND_WORDS, MARK_WORDS, Party
from verweer.remedies import ZONE

_NOT_LISTED = ("dossier.pdf", "custody.jsonl", "case.json", "press.txt", "LEESMIJ.txt", "README.txt")
_MOST_PICTURES = 100
_LARGEST_PICTURE = 100_000
_MOST_REASONS = 4


def draw_dossier(record: CaseRecord, folder: CaseFolder, *, roots: Path | None, signed_by: str, now: datetime) -> bytes:
    """Return the dossier as PDF, not signed yet; `roots` are the timestamp authorities trusted."""
    trace, language = folder.read_trace(), record.language
    readable = [link for link in record.links if link.package and is_readable(folder.path / link.package)]
    stamps = {link.number: stamps_of(link, folder.path, roots) for link in readable}
    return render_dossier(
        Dossier(
            case_id=record.id,
            language=language,
            day=now.astimezone(ZONE).date(),
            kept=EXPLAINED[record.mode].in_(language),
            images_kept=record.mode is Mode.SEALED,
            links=tuple(_link_row(link, folder.path, stamps.get(link.number), language) for link in record.links),
            items=tuple(_item_row(item, language) for item in record.items),
            handed_in=handed_in_of(record, folder),
            labels=tuple(
                LabelRow(name=each.name, sentences=each.sentences, claims=each.claims) for each in tell_labels(record)
            ),
            absence=absence_in(record),
            parties=tuple(_party_row(party, language) for party in trace.parties),
            plan=folder.read_plan(),
            marks=tuple(f"{MARK_WORDS[mark.kind].in_(language)}: {mark.value}" for mark in trace.marks),
            owners=trace.owners,
            timeline=tuple(tell_moments(record, folder, stamps)),
            files=tuple(_file_rows(folder.path)),
            letters=frozenset(file.stem for file in (folder.path / "letters").glob("*.txt")),
            signed_by=signed_by,
        )
    )


def _link_row(link: LinkRecord, folder: Path, stamps: tuple[StampTold, ...] | None, language: Language) -> LinkRow:
    """Return the row of a link; its package cannot be read when there are no stamps at all to tell of."""
    doubts = _doubts(link, folder, language) if stamps is not None else _damaged(link, language)
    return LinkRow(
        number=link.number,
        shown=link.shown or link.text.strip()[:300] or say(language, "(lege regel)", "(an empty line)"),
        result=_result(link, language),
        missing=(*_missing(link, language), *doubts),
        captured_at=local(link.captured_at) if link.captured_at else "",
        package=link.package,
        digest=str(link.digest or ""),
        stamps=tuple(_stamps(link, stamps or (), language)),
        picture=_picture(link, folder),
    )


def _result(link: LinkRecord, language: Language) -> str:
    match link.outcome:
        case NotCaptured():
            return say(language, "niet vastgelegd", "not captured")
        case SamePlace(number=number):
            return say(language, f"zelfde pagina als link {number}", f"same page as link {number}")
        case Captured(lacks=lacks, walls=walls) if lacks or walls:
            return say(language, "deels vastgelegd", "captured in part")
        case Captured():
            return say(language, "vastgelegd", "captured")
        case _:
            return say(language, "niet bezocht", "not visited")


def _missing(link: LinkRecord, language: Language) -> Iterator[str]:
    match link.outcome:
        case NotCaptured(reason=reason):
            yield reason.in_(language)
        case Captured(lacks=lacks, walls=walls):
            yield from (WALLS[wall].in_(language) for wall in walls)
            yield from (LACKS[lack].in_(language) for lack in lacks)


def _doubts(link: LinkRecord, folder: Path, language: Language) -> Iterator[str]:
    for host in doubted_hosts(folder / link.package) if link.package else ():
        yield say(
            language,
            f"Het certificaat van {host} is verlopen, of van een uitgever die niet bekend is; de pagina is toch vastgelegd.",
            f"The certificate of {host} has expired or is by an unknown issuer; the page was captured all the same.",
        )


def _damaged(link: LinkRecord, language: Language) -> Iterator[str]:
    if link.package:
        yield say(
            language,
            "Dit pakket is beschadigd en kan niet worden gelezen; zet de reservekopie terug.",
            "This package is damaged and cannot be read; put its backup in its place.",
        )


def _stamps(link: LinkRecord, stamps: tuple[StampTold, ...], language: Language) -> Iterator[str]:
    """Yield who stated when that the traffic and the package existed; a capture without such a statement says so."""
    for over, what in (
        (False, say(language, "op het verkeer", "on the traffic")),
        (True, say(language, "op het pakket", "on the package")),
    ):
        given = [stamp for stamp in stamps if (stamp.over == link.digest) is over]
        sure = [f"{stamp.authority} {local(stamp.at)}" for stamp in given if stamp.at]
        unsure = [stamp.authority for stamp in given if not stamp.at]
        if link.package and not sure:
            yield f"{what}: {say(language, 'nog geen tijdstempel', 'no timestamp yet')}"
        if sure:
            yield f"{what}: {', '.join(sure)}"
        if unsure:
            told = say(language, "niet van een instantie die we kennen", "of no authority that we know")
            yield f"{what}: {', '.join(unsure)} ({told})"


def _picture(link: LinkRecord, folder: Path) -> bytes:
    """Return the blurred screenshot; beyond a hundred links, or when it is too large, none."""
    file = folder / link.blurred
    if not link.blurred or link.number > _MOST_PICTURES or not file.is_file() or file.stat().st_size > _LARGEST_PICTURE:
        return b""
    return file.read_bytes()


def _item_row(item: ItemRecord, language: Language) -> ItemRow:
    return ItemRow(
        name=item.name,
        kind=KINDS_OF_ITEM[item.kind].in_(language),
        copies=len(item.digests),
        sightings=tuple(dict.fromkeys(sighting.url for sighting in item.sightings)),
        handed_in=item.handed_in,
    )


def _party_row(party: Party, language: Language) -> PartyRow:
    return PartyRow(
        name=party.name,
        kind=KIND_WORDS[party.kind].in_(language),
        country=party.country or "",
        certainty=CERTAINTY_WORDS[party.certainty].in_(language),
        why=tuple(dict.fromkeys(reason.seen.in_(language) for reason in party.reasons))[:_MOST_REASONS],
        contacts=tuple(dict.fromkeys(contact.address for contact in party.contacts))[:_MOST_REASONS],
        verified=party.verified or "",
    )


def _file_rows(folder: Path) -> Iterator[FileRow]:
    """Yield what lies beside the dossier, but for what is written after it."""
    for name, file in sorted(bundled_files(folder).items()):
        if name not in _NOT_LISTED:
            yield FileRow(path=name, byte_length=file.stat().st_size, digest=Digest.of_file(file).hex)
