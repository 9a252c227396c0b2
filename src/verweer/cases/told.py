# SPDX-License-Identifier: Apache-2.0
"""A case folder as it is told to programs of others: every file is verified before it is told."""

from collections.abc import Iterator
from pathlib import Path

from verweer.cases.folder import CaseFolder, DamagedFile
from verweer.cases.model import CaseRecord, LinkRecord
from verweer.cases.proofs import events_inside, events_of, file_told, files_inside, mime_of, stamps_of
from verweer.evidence import Captured, NotCaptured, reopen_package
from verweer.exchange import CaseTold, FileTold, Gathering, ItemTold, NameTold
from verweer.kernel import Digest
from verweer.remedies import Facts


def tell_case(folder: CaseFolder, *, version: str, roots: Path | None, with_names: bool) -> CaseTold:
    """Return what can be told of a case; raises EvidenceError when a file is not what was recorded.

    `roots` are the timestamp authorities trusted, the bundled list when None. Names of people
    and titles of pages, which may hold names, are told only `with_names`.
    """
    record = folder.read_record()
    log = folder.custody.read_bytes() if folder.custody.exists() else b""
    return CaseTold(
        id=record.id,
        opened=record.opened,
        version=version,
        log=file_told("custody.jsonl", log, text=log.decode()),
        events=events_of(log),
        gatherings=tuple(_gatherings(record, folder.path, roots, with_titles=with_names)),
        items=tuple(
            ItemTold(
                name=item.name,
                kind=item.kind,
                digests=item.digests,
                urls=tuple(dict.fromkeys(sighting.url for sighting in item.sightings)),
            )
            for item in record.items
        ),
        names=tuple(_names(folder.read_facts())) if with_names else (),
    )


def _gatherings(record: CaseRecord, folder: Path, roots: Path | None, *, with_titles: bool) -> Iterator[Gathering]:
    for link in record.links:
        match link.outcome:
            case NotCaptured(reason=reason) if link.shown and link.captured_at:
                yield Gathering(
                    number=link.number,
                    kind="capture",
                    what="A visit that brought in nothing.",
                    failure=reason.en,
                    began=link.captured_at,
                    url=link.text,
                )
            case Captured() as outcome if link.captured_at:
                yield _capture(link, outcome, folder, roots, title=link.title if with_titles else "")


def _capture(link: LinkRecord, outcome: Captured, folder: Path, roots: Path | None, *, title: str) -> Gathering:
    package = folder / link.package
    if not package.is_file() or Digest.of_file(package) != link.digest:
        message = f"{link.package} is not the file that was captured, or is not there; put its backup back."
        raise DamagedFile(message)
    capture = reopen_package(package)
    return Gathering(
        number=link.number,
        kind="capture",
        what=_told(outcome),
        began=capture.began,
        ended=capture.ended,
        url=link.text,
        title=title,
        browser=capture.browser,
        package=FileTold(
            path=link.package,
            digest=capture.digest or link.digest,
            byte_length=package.stat().st_size,
            mime=mime_of("wacz"),
        ),
        inside=files_inside(package),
        beside=(file_told(link.blurred, (folder / link.blurred).read_bytes()),) if link.blurred else (),
        stamps=stamps_of(link, folder, roots),
        answers=capture.answers,
        connections=capture.connections,
        events=events_inside(package),
    )


def _told(outcome: Captured) -> str:
    parts = ["A visit by a browser, with everything that it received."]
    parts += [f"Not whole: {', '.join(outcome.lacks)}."] if outcome.lacks else []
    parts += [f"In the way of the page: {', '.join(outcome.walls)}."] if outcome.walls else []
    return " ".join(parts)


def _names(facts: Facts) -> Iterator[NameTold]:
    if facts.person:
        yield NameTold(name=facts.person, part="the person depicted")
    if facts.sender.name:
        yield NameTold(name=facts.sender.name, part=f"who reports it ({facts.sender.kind})")
    if facts.uploader.name:
        yield NameTold(name=facts.uploader.name, part="who put it online, as far as was told")
