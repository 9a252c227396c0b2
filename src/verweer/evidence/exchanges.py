# SPDX-License-Identifier: Apache-2.0
"""From logged exchanges to what later rooms read: facts of each exchange, and the media files."""

import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from verweer.browser.logged import LoggedExchange, Made
from verweer.evidence.model import Exchange, Media
from verweer.evidence.warc import header_pairs, peer_of
from verweer.kernel import Digest

_MEDIA = re.compile(r"(image|video)/(?!svg)", re.IGNORECASE)
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)")
_OK, _PARTIAL = 200, 206
_COMPARED = 65_536
_REDIRECTS = range(300, 400)


def list_exchanges(logged: Sequence[LoggedExchange], peers: Mapping[tuple[str, int], str]) -> tuple[Exchange, ...]:
    """Return the facts of each answered exchange."""
    return tuple(_exchange(each, peers) for each in logged if each.response_headers)


def list_media(
    logged: Sequence[LoggedExchange], folder: Path, *, page_url: str, made: Sequence[Made] = ()
) -> tuple[Media, ...]:
    """Return the pictures and videos of a visit, each whole body in a file named by its digest.

    A body that came in ranges is joined when the ranges cover it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[tuple[str, Digest], Media] = {}
    ranges: dict[str, list[LoggedExchange]] = {}
    for exchange in logged:
        status, headers = status_of(exchange), dict(_lowered(exchange))
        if exchange.content is None or not _MEDIA.match(headers.get("content-type", "")):
            continue
        if status == _PARTIAL:
            ranges.setdefault(exchange.url, []).append(exchange)
        elif status == _OK:
            _keep(found, exchange.content, (exchange.url, headers["content-type"]), folder, page_url)
    whole = {url for url, _ in found}
    for broken in [key for key in found if any(_longer(other, key, found) for other in found)]:
        del found[broken]
    for url, parts in ranges.items():
        joined = None if url in whole else _joined(parts, folder)
        if joined is not None:
            mime = dict(_lowered(parts[0])).get("content-type", "")
            _keep(found, joined, (url, mime), folder, page_url)
            joined.unlink(missing_ok=True)
    for each in made:
        if _MEDIA.match(each.mime):
            _keep(found, each.path, (each.url, each.mime), folder, page_url)
    return tuple(found.values())


def status_of(exchange: LoggedExchange) -> int:
    """Return the status code of an answer; 0 when its status line cannot be read."""
    words = exchange.response_headers[0].split(" ") if exchange.response_headers else []
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else 0


def _exchange(logged: LoggedExchange, peers: Mapping[tuple[str, int], str]) -> Exchange:
    headers, status, content = _lowered(logged), status_of(logged), logged.content
    named = dict(headers)
    return Exchange(
        url=logged.url,
        method=logged.method,
        status=status,
        mime=named.get("content-type", "").partition(";")[0].strip().lower(),
        address=peer_of(logged.url, peers),
        byte_length=content.stat().st_size if content else 0,
        digest=Digest.of_file(content) if content else Digest.of(b""),
        headers=headers,
        redirected_to=named.get("location") if status in _REDIRECTS else None,
    )


def _lowered(logged: LoggedExchange) -> tuple[tuple[str, str], ...]:
    return tuple((name.lower(), value) for name, value in header_pairs(logged.response_headers))


def _keep(
    found: dict[tuple[str, Digest], Media], content: Path, named: tuple[str, str], folder: Path, page_url: str
) -> None:
    url, mime = named
    digest = Digest.of_file(content)
    target = folder / digest.hex
    if not target.exists():
        shutil.copyfile(content, target)
    found[url, digest] = Media(
        url=url,
        page_url=page_url,
        mime=mime.partition(";")[0].strip().lower(),
        path=target,
        digest=digest,
        byte_length=target.stat().st_size,
    )


def _longer(other: tuple[str, Digest], key: tuple[str, Digest], found: Mapping[tuple[str, Digest], Media]) -> bool:
    """Return whether another body of the same URL begins with this one: this one was cut off."""
    mine, theirs = found[key], found[other]
    if other[0] != key[0] or theirs.byte_length <= mine.byte_length:
        return False
    with mine.path.open("rb") as short, theirs.path.open("rb") as long:
        return short.read(_COMPARED) == long.read(min(_COMPARED, mine.byte_length))


def _joined(parts: Sequence[LoggedExchange], folder: Path) -> Path | None:
    """Return the ranges of one body put together, or None when they leave a gap."""
    spans = sorted((span for part in parts if (span := _span(part))), key=lambda span: span[0])
    total = spans[0][2] if spans else 0
    target = folder / "joined"
    end = 0
    with target.open("wb") as sink:
        for start, length, _, content in spans:
            if start > end:
                break
            with content.open("rb") as source:
                source.seek(end - start)
                sink.write(source.read(max(0, start + length - end)))
            end = max(end, start + length)
    if end == total and total:
        return target
    target.unlink()
    return None


def _span(part: LoggedExchange) -> tuple[int, int, int, Path] | None:
    match = _RANGE.match(dict(_lowered(part)).get("content-range", ""))
    if match is None or part.content is None:
        return None
    return int(match[1]), part.content.stat().st_size, int(match[3]), part.content
