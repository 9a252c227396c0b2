# SPDX-License-Identifier: Apache-2.0
"""What proves a capture, read back from its package and from the files beside it: files, timestamps, logs."""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from verweer.cases.model import LinkRecord
from verweer.exchange import EventTold, FileTold, StampTold
from verweer.kernel import Digest, parse_moment
from verweer.proof import BadPackage, BadTimestamp, BrokenCustody, check_timestamp, verify_events

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


def is_readable(package: Path) -> bool:
    """Return whether a package can be read at all; whether it is unchanged is for `verweer verify` to say."""
    try:
        return bool(files_inside(package)) and bool(events_inside(package))
    except (BadPackage, BrokenCustody):
        return False


@contextmanager
def _opened(package: Path) -> Iterator[zipfile.ZipFile]:
    """Open a package; raises BadPackage when it cannot be read."""
    try:
        with zipfile.ZipFile(package) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        LookupError,
        ValueError,
        TypeError,
        RuntimeError,
    ) as cause:
        message = f"{package.name} cannot be read: {type(cause).__name__}. Put its backup in its place."
        raise BadPackage(message) from cause


def files_inside(package: Path) -> tuple[FileTold, ...]:
    """Return the files of a package as its own list tells them."""
    with _opened(package) as archive:
        return tuple(_inside(archive))


def stamps_of(link: LinkRecord, folder: Path, roots: Path | None) -> tuple[StampTold, ...]:
    """Return the timestamps over a capture's traffic, then those over its package."""
    with _opened(folder / link.package) as archive:
        inside = tuple(_stamps_inside(archive, tuple(_inside(archive)), roots))
    return (*inside, *_stamps_beside(link, folder, roots))


def events_inside(package: Path) -> tuple[EventTold, ...]:
    """Return the log of a visit, from its package; raises BrokenCustody."""
    with _opened(package) as archive:
        return events_of(_part(archive, "evidence/custody.log", _LARGEST_LOG))


def doubted_hosts(package: Path) -> tuple[str, ...]:
    """Return the hosts whose certificates lead to no trusted root, or had expired."""
    with _opened(package) as archive:
        network = json.loads(_part(archive, "evidence/network.json", _LARGEST_LOG))
    lines = (each for each in network["connections"] if each.get("chain-leads-to-a-trusted-root") is False)
    return tuple(dict.fromkeys(str(each["host"]) for each in lines))


def _inside(archive: zipfile.ZipFile) -> Iterator[FileTold]:
    for each in json.loads(archive.read("datapackage.json"))["resources"]:
        path, digest = str(each["path"]), str(each["hash"]).removeprefix("sha256:")
        yield FileTold(path=path, digest=Digest(digest), byte_length=int(each["bytes"]), mime=mime_of(path))


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
    return StampTold(authority=authority, over=over, token=file_told(path, token), at=at)


def events_of(log: bytes) -> tuple[EventTold, ...]:
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


def file_told(path: str, content: bytes, *, text: str = "") -> FileTold:
    """Return what is told of a file."""
    return FileTold(path=path, digest=Digest.of(content), byte_length=len(content), mime=mime_of(path), text=text)


def mime_of(path: str) -> str:
    """Return the media type of a file, by its name."""
    return _MIMES.get(path.rpartition(".")[2], "application/octet-stream")


def _part(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    with archive.open(name) as file:
        return file.read(limit)
