# SPDX-License-Identifier: Apache-2.0
"""Whether a package is whole: stricter than the format's own validator, and offline.

Checked: the parts that must be there, every entry listed, every listed digest and length,
the WARC and index stored uncompressed, the digest of the description, the signature.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from verweer.kernel import Digest, EvidenceError
from verweer.proof.naming import NamedSignature, check_in_name
from verweer.proof.signing import check_signature

_UNLISTED = {"datapackage.json", "datapackage-digest.json"}
_LARGEST_DESCRIPTION = 5_000_000
_PIECE = 1 << 20
_ALWAYS_READ = 1_000_000_000
_READ_FOR_EACH_BYTE = 100
T = TypeVar("T")
# What a damaged package makes the library say; RuntimeError covers encrypted entries, unknown methods and deep nesting.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
)


class BadPackage(EvidenceError):
    """A package is not what it claims to be; the sentence names the part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedPackage:
    """What a package proves of itself; `named` is None when it was signed without a name."""

    description: Digest
    public_key: str
    created: str
    named: NamedSignature | None
    files: tuple[str, ...]


def verify_package(path: Path) -> VerifiedPackage:
    """Return what is proven of a package; raises BadPackage or BadSignature."""
    return _opened(path, _verified)


def verify_contents(path: Path) -> tuple[str, ...]:
    """Return the files of a package that nobody signed, once each is proven to be as listed; raises BadPackage."""
    return _opened(path, lambda archive: _checked_files(archive, _small(archive, "datapackage.json")))


def most_unpacked(packed: int) -> int:
    """Return how many bytes are read at most of something that is `packed` bytes long, whatever it unpacks to."""
    return max(_ALWAYS_READ, packed * _READ_FOR_EACH_BYTE)


def _opened(path: Path, check: Callable[[zipfile.ZipFile], T]) -> T:
    try:
        with zipfile.ZipFile(path) as archive:
            return check(archive)
    except _UNREADABLE as cause:
        message = f"{path.name} is not a readable package: {type(cause).__name__}."
        raise BadPackage(message) from cause


def _verified(archive: zipfile.ZipFile) -> VerifiedPackage:
    description = _small(archive, "datapackage.json")
    digest = Digest.of(description)
    signed = _checked_digest(_small(archive, "datapackage-digest.json"), digest)
    named = _checked_signature(f"sha256:{digest}", signed)
    files = _checked_files(archive, description)
    return VerifiedPackage(
        description=digest,
        public_key=named.public_key if named else signed["publicKey"],
        created=signed["created"],
        named=named,
        files=files,
    )


def _checked_files(archive: zipfile.ZipFile, description: bytes) -> tuple[str, ...]:
    listed = {str(each["path"]): each for each in json.loads(description)["resources"]}
    entries = archive.namelist()
    _check_parts(set(entries), entries, listed)
    packed = sum(entry.compress_size for entry in archive.infolist())
    if sum(entry.file_size for entry in archive.infolist()) > most_unpacked(packed):
        message = "Unpacked, the package would be a hundred times its size; no capture is, so it was not read."
        raise BadPackage(message)
    for entry in archive.infolist():
        if entry.filename in listed:
            _check_entry(archive, entry, listed[entry.filename])
    return tuple(sorted(listed))


def _small(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as file:
        content = file.read(_LARGEST_DESCRIPTION + 1)
    if len(content) > _LARGEST_DESCRIPTION:
        message = f"{name} is larger than any description can be."
        raise BadPackage(message)
    return content


def _checked_digest(content: bytes, digest: Digest) -> Mapping[str, str]:
    told = json.loads(content)
    text = f"sha256:{digest}"
    signed: Mapping[str, str] = told["signedData"]
    if told["hash"] != text or signed["hash"] != text:
        message = "datapackage.json is not the one that was signed."
        raise BadPackage(message)
    return signed


def _checked_signature(text: str, signed: Mapping[str, str]) -> NamedSignature | None:
    if "domain" in signed:
        return check_in_name(text, signed)
    check_signature(text, signature=signed["signature"], public=signed["publicKey"])
    return None


def _check_parts(present: set[str], entries: list[str], listed: Mapping[str, object]) -> None:
    problems = {
        "has two entries of one name": len(present) != len(entries),
        "holds no WARC in archive/": not any(name.startswith("archive/") for name in listed),
        "holds no index in indexes/": not any(name.startswith("indexes/") for name in listed),
        "holds no pages/pages.jsonl": "pages/pages.jsonl" not in listed,
        "holds a file that is not listed": bool(present - set(listed) - _UNLISTED),
        "lacks a file that is listed": bool(set(listed) - present),
    }
    for problem, applies in problems.items():
        if applies:
            message = f"The package {problem}."
            raise BadPackage(message)


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, listed: Mapping[str, Any]) -> None:
    length, name = int(listed["bytes"]), entry.filename
    stored = name.startswith(("archive/", "indexes/"))
    if stored and entry.compress_type != zipfile.ZIP_STORED:
        message = f"{name} is compressed; replay needs it stored."
        raise BadPackage(message)
    running, read = hashlib.sha256(), 0
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            running.update(piece)
            read += len(piece)
            if read > length:
                break
    if read != length or f"sha256:{running.hexdigest()}" != listed["hash"]:
        message = f"{name} is not the file that was signed."
        raise BadPackage(message)
