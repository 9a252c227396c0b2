# SPDX-License-Identifier: Apache-2.0
"""A package becomes a capture again, for those who hold only the package; it is verified first."""

import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from verweer.egress import Answer
from verweer.evidence.model import Capture, Captured, Certificate, Connection, Exchange, Media
from verweer.kernel import BadLink, Digest, Link
from verweer.proof import BadPackage, verify_package

_LARGEST_TEXT = 20_000_000
_LARGEST_BODY = 200_000_000
_MOST_RECORDS = 20_000
_LINKED = re.compile(r"""\b(?:href|src|action|data)=["']([^"'<>\s]{1,4000})["']""", re.IGNORECASE)
_MEDIA = re.compile(r"(image|video)/(?!svg)", re.IGNORECASE)


def reopen_package(path: Path) -> Capture:
    """Return what a package holds as a capture; raises BadPackage or BadSignature.

    Pictures and videos are told by address and digest only: nothing is unpacked.
    """
    verify_package(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return _reopened(archive, path)
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        RecursionError,
        BadLink,
        ArchiveLoadFailed,
    ) as cause:
        message = f"{path.name} is whole, but was not made by Verweer: its evidence cannot be read back."
        raise BadPackage(message) from cause


def _reopened(archive: zipfile.ZipFile, path: Path) -> Capture:
    description = json.loads(_text(archive, "datapackage.json"))
    network = json.loads(_text(archive, "evidence/network.json"))
    markup = _text(archive, "evidence/page.html")
    link = Link.parse(str(description["mainPageUrl"]))
    began = _moment(description["provenance"]["began"])
    exchanges, answers = _records(archive, description)
    final = next((one for one in exchanges if one.url == link.url), None)
    return Capture(
        number=int(description["provenance"]["capture"]),
        link=link,
        began=began,
        ended=_moment(description["created"]),
        outcome=Captured(),
        final_url=link.url,
        title=str(description.get("title", "")),
        status=final.status if final else None,
        package=path,
        digest=Digest.of_file(path),
        exchanges=exchanges,
        connections=tuple(_connection(each) for each in network["connections"]),
        answers=answers,
        media=tuple(
            Media(
                url=one.url,
                page_url=link.url,
                mime=one.mime,
                path=path,
                digest=one.digest,
                byte_length=one.byte_length,
            )
            for one in exchanges
            if _MEDIA.match(one.mime)
        ),
        markup=markup,
        outlinks=tuple(dict.fromkeys(_LINKED.findall(markup)))[:2_000],
        browser=str(description["provenance"].get("browser", "")),
    )


def _records(archive: zipfile.ZipFile, description: dict[str, Any]) -> tuple[tuple[Exchange, ...], tuple[Answer, ...]]:
    exchanges: list[Exchange] = []
    answers: list[Answer] = []
    for name in (str(each["path"]) for each in description["resources"] if str(each["path"]).startswith("archive/")):
        with archive.open(name) as file:
            for count, record in enumerate(ArchiveIterator(file)):
                if count > _MOST_RECORDS:
                    break
                if record.rec_type == "response":
                    exchanges.append(_exchange(record))
                elif record.rec_type == "resource" and record.rec_headers.get_header("Content-Type") == "text/dns":
                    answers.append(_answer(record))
    return tuple(exchanges), tuple(answers)


def _exchange(record: ArcWarcRecord) -> Exchange:
    headers = tuple((name.lower(), value) for name, value in record.http_headers.headers)
    named, body = dict(headers), record.content_stream().read(_LARGEST_BODY)
    code = str(record.http_headers.get_statuscode())
    return Exchange(
        url=str(record.rec_headers.get_header("WARC-Target-URI")),
        method="GET",
        status=int(code) if code.isdecimal() else 0,
        mime=named.get("content-type", "").partition(";")[0].strip().lower(),
        address=record.rec_headers.get_header("WARC-IP-Address") or "",
        byte_length=len(body),
        digest=Digest.of(body),
        headers=headers,
        redirected_to=named.get("location") if code.startswith("3") else None,
    )


def _answer(record: ArcWarcRecord) -> Answer:
    lines = record.content_stream().read(_LARGEST_TEXT).decode("ascii", "replace").split("\n")
    rows = [row for row in (line.split() for line in lines[1:]) if len(row) >= 5]  # noqa: PLR2004 - name, TTL, class, type, data
    return Answer(
        name=str(record.rec_headers.get_header("WARC-Target-URI")).removeprefix("dns:"),
        addresses=tuple(row[4] for row in rows if row[3] in {"A", "AAAA"}),
        aliases=tuple(row[4].rstrip(".") for row in rows if row[3] == "CNAME"),
        ttl=min((int(row[1]) for row in rows if row[1].isdecimal()), default=0),
        server=record.rec_headers.get_header("WARC-IP-Address") or "",
        at=_moment(str(record.rec_headers.get_header("WARC-Date"))),
    )


def _connection(each: dict[str, Any]) -> Connection:
    return Connection(
        host=str(each["host"]),
        address=str(each["address"]),
        port=int(each["port"]),
        tls_version=each.get("tls"),
        cipher=each.get("cipher"),
        http=each.get("http"),
        chain=tuple(_certificate(one) for one in each.get("chain", [])),
        verified=each.get("chain-leads-to-a-trusted-root"),
    )


def _certificate(each: dict[str, str]) -> Certificate:
    return Certificate(
        subject=str(each["subject"]),
        issuer=str(each["issuer"]),
        not_before=_moment(each["not-before"]),
        not_after=_moment(each["not-after"]),
        digest=Digest(each["sha256"]),
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        return file.read(_LARGEST_TEXT).decode("utf-8", "replace")
