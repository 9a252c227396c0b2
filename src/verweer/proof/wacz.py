# SPDX-License-Identifier: Apache-2.0
"""A WARC file and what belongs to it become one WACZ 1.1.1 package, signed.

Written here rather than by a library, because the index must bear the name that both
kinds of replay tool look for, the WARC must be stored uncompressed, and our own files
must lie one folder deep under plain lower-case names, or outside validators refuse them.
"""

import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from verweer.kernel import Digest, rfc3339
from verweer.proof.index import index_lines

SOFTWARE = "verweer"
WACZ_VERSION = "1.1.1"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a package is made of; `extras` are our own files, by name below `evidence/`."""

    title: str
    page_url: str
    visited: datetime
    text: str
    extras: Mapping[str, bytes]
    provenance: Mapping[str, object]


Sign = Callable[[str], Mapping[str, str]]
"""Signs a text, and returns the fields of WACZ-auth that hold the signature and who made it."""


def write_wacz(target: Path, warc: Path, package: Package, *, sign: Sign, created: datetime) -> Digest:
    """Write the package and return the digest of its datapackage.json, which the signature covers."""
    index = index_lines(warc)
    pages = _pages(package)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = [
            _add_file(archive, f"archive/{warc.name}", warc),
            _add(archive, "indexes/index.cdx", index, zipfile.ZIP_STORED),
            _add(archive, "pages/pages.jsonl", pages),
            *(_add(archive, f"evidence/{name}", content) for name, content in sorted(package.extras.items())),
        ]
        description = _described(package, resources, created)
        _add(archive, "datapackage.json", description)
        digest = Digest.of(description)
        _add(archive, "datapackage-digest.json", _signed(digest, sign, created))
    return digest


def _pages(package: Package) -> bytes:
    header = {"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}
    page = {
        "id": "1",
        "url": package.page_url,
        "ts": rfc3339(package.visited),
        "title": package.title,
        "text": package.text,
    }
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (header, page)).encode()


def _described(package: Package, resources: list[dict[str, object]], created: datetime) -> bytes:
    description = {
        "profile": "data-package",
        "wacz_version": WACZ_VERSION,
        "title": package.title or package.page_url,
        "software": SOFTWARE,
        "created": rfc3339(created),
        "modified": rfc3339(created),
        "mainPageUrl": package.page_url,
        "mainPageDate": rfc3339(package.visited),
        "resources": resources,
        "provenance": package.provenance,
    }
    return json.dumps(description, indent=2, ensure_ascii=False).encode()


def _signed(digest: Digest, sign: Sign, created: datetime) -> bytes:
    text = f"sha256:{digest}"
    signed = {
        "hash": text,
        "created": rfc3339(created),
        "software": SOFTWARE,
        "version": "0.1.0",
        **sign(text),
    }
    return json.dumps({"path": "datapackage.json", "hash": text, "signedData": signed}, indent=2).encode()


def _add(
    archive: zipfile.ZipFile, name: str, content: bytes, compression: int = zipfile.ZIP_DEFLATED
) -> dict[str, object]:
    archive.writestr(_entry(name), content, compression)
    return _resource(name, Digest.of(content), len(content))


def _add_file(archive: zipfile.ZipFile, name: str, file: Path) -> dict[str, object]:
    entry = _entry(name)
    entry.file_size = file.stat().st_size
    with file.open("rb") as source, archive.open(entry, "w") as sink:
        while piece := source.read(_PIECE):
            sink.write(piece)
    return _resource(name, Digest.of_file(file), entry.file_size)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_STORED
    entry.external_attr = 0o644 << 16
    return entry


def _resource(path: str, digest: Digest, length: int) -> dict[str, object]:
    return {"name": path.rpartition("/")[2], "path": path, "hash": f"sha256:{digest}", "bytes": length}
