# SPDX-License-Identifier: Apache-2.0
"""A case folder as it is told to programs of others: every file is verified before it is told."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from verweer.cases.folder import CaseFolder, DamagedFile
from verweer.cases.model import CaseRecord, LinkRecord
from verweer.evidence import Captured, NotCaptured, reopen_package
from verweer.exchange import CaseTold, EventTold, FileTold, Gathering, ItemTold, NameTold, StampTold
from verweer.kernel import Digest, parse_moment
from verweer.proof import BadTimestamp, check_timestamp, verify_events
from verweer.remedies import Facts

_MIMES: Mapping[str, str] = {
    "wacz": "application/wacz",
    "gz": "application/warc",
    "tsr": "application/timestamp-reply",
    "tsq": "application/timestamp-query",
    "jpg": "image/jpeg",
    "png": "image/png",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "log": "application/jsonl",
    "cdx": "text/plain",
    "html": "text/html",
}
_KEYS_OF_EVERY_LINE = frozenset({"sequence", "at", "event", "previous"})
_LARGEST_TOKEN = 200_000
_LARGEST_LOG = 5_000_000


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
        log=_file("custody.jsonl", log, text=log.decode()),
        events=_events(log),
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
    with zipfile.ZipFile(package) as archive:
        inside = tuple(_inside(archive))
        log = _part(archive, "evidence/custody.log", _LARGEST_LOG)
        stamps = (*_stamps_inside(archive, inside, roots), *_stamps_beside(link, folder, roots))
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
            mime=_mime("wacz"),
        ),
        inside=inside,
        beside=(_file(link.blurred, (folder / link.blurred).read_bytes()),) if link.blurred else (),
        stamps=stamps,
        answers=capture.answers,
        connections=capture.connections,
        events=_events(log),
    )


def _told(outcome: Captured) -> str:
    parts = ["A visit by a browser, with everything that it received."]
    parts += [f"Not whole: {', '.join(outcome.lacks)}."] if outcome.lacks else []
    parts += [f"In the way of the page: {', '.join(outcome.walls)}."] if outcome.walls else []
    return " ".join(parts)


def _inside(archive: zipfile.ZipFile) -> Iterator[FileTold]:
    for each in json.loads(archive.read("datapackage.json"))["resources"]:
        path, digest = str(each["path"]), str(each["hash"]).removeprefix("sha256:")
        yield FileTold(path=path, digest=Digest(digest), byte_length=int(each["bytes"]), mime=_mime(path))


def _stamps_inside(archive: zipfile.ZipFile, inside: tuple[FileTold, ...], roots: Path | None) -> Iterator[StampTold]:
    warc = next(file.digest for file in inside if file.path.startswith("archive/"))
    for file in inside:
        if file.path.startswith("evidence/archive-") and file.path.endswith(".tsr"):
            authority = file.path.removeprefix("evidence/archive-").removesuffix(".tsr")
            yield _stamp(authority, warc, file.path, _part(archive, file.path, _LARGEST_TOKEN), roots)


def _stamps_beside(link: LinkRecord, folder: Path, roots: Path | None) -> Iterator[StampTold]:
    package = folder / link.package
    for token in sorted(package.parent.glob(f"{package.name}.*.tsr")):
        authority = token.name.removeprefix(f"{package.name}.").removesuffix(".tsr")
        path = str(token.relative_to(folder))
        yield _stamp(authority, link.digest or Digest.of(b""), path, token.read_bytes()[:_LARGEST_TOKEN], roots)


def _stamp(authority: str, over: Digest, path: str, token: bytes, roots: Path | None) -> StampTold:
    at: datetime | None = None
    with suppress(BadTimestamp):  # Then it is told as it is: no known authority vouches for it.
        at = check_timestamp(token, over, roots)
    return StampTold(authority=authority, over=over, token=_file(path, token), at=at)


def _events(log: bytes) -> tuple[EventTold, ...]:
    """Return the lines of a log whose chain is whole; raises BrokenCustody."""
    verify_events(log)
    return tuple(_event(line) for line in log.split(b"\n")[:-1])


def _event(line: bytes) -> EventTold:
    told = json.loads(line)
    return EventTold(
        sequence=int(told["sequence"]),
        at=parse_moment(str(told["at"])),
        event=str(told["event"]),
        details=tuple((key, str(value)) for key, value in told.items() if key not in _KEYS_OF_EVERY_LINE),
        digest=Digest.of(line),
        previous=str(told["previous"]),
    )


def _names(facts: Facts) -> Iterator[NameTold]:
    if facts.person:
        yield NameTold(name=facts.person, part="the person depicted")
    if facts.sender.name:
        yield NameTold(name=facts.sender.name, part=f"who reports it ({facts.sender.kind})")
    if facts.uploader.name:
        yield NameTold(name=facts.uploader.name, part="who put it online, as far as was told")


def _file(path: str, content: bytes, *, text: str = "") -> FileTold:
    return FileTold(path=path, digest=Digest.of(content), byte_length=len(content), mime=_mime(path), text=text)


def _mime(path: str) -> str:
    return _MIMES.get(path.rpartition(".")[2], "application/octet-stream")


def _part(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as file:
        return file.read(limit)
