# SPDX-License-Identifier: Apache-2.0
"""How much of what a page showed is kept: the law also asks who possesses such imagery (art. 254ba Sr).

In the mode `digest-only` every body that can hold a picture or video gives way to its
digest, length, type and fingerprints. What cannot hold one is named below; whatever is
not named, is mislabelled, or carries a picture inside its text gives way too.
"""

import json
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from verweer.browser.logged import LoggedExchange, Made
from verweer.evidence.exchanges import status_of
from verweer.evidence.model import Media
from verweer.evidence.warc import LeftOut, header_pairs
from verweer.fingerprints import Fingerprint, running_fingerprinter
from verweer.kernel import Bilingual, Digest


class Mode(StrEnum):
    """How much is kept; a person chooses, and the choice is recorded."""

    SEALED = "sealed"
    DIGEST_ONLY = "digest-only"
    LINK_ONLY = "link-only"


EXPLAINED: Mapping[Mode, Bilingual] = {
    Mode.SEALED: Bilingual(
        nl="Alles wordt bewaard zoals de site het stuurde, ook de beelden. Dat is het sterkste bewijs. Bewaar het "
        "versleuteld en laat het aan niemand zien die het niet nodig heeft.",
        en="Everything is kept as the site sent it, the images too. That is the strongest evidence. Keep it encrypted "
        "and show it to nobody who does not need it.",
    ),
    Mode.DIGEST_ONLY: Bilingual(
        nl="De beelden zelf worden niet bewaard: alleen hun digest, lengte, soort en vingerafdruk. De bladzijde blijft "
        "bewaard, met de beelden onherkenbaar.",
        en="The images themselves are not kept: only their digest, length, type and fingerprint. The page is kept, "
        "with the images beyond recognition.",
    ),
    Mode.LINK_ONLY: Bilingual(
        nl="Er wordt niets opgehaald of bekeken. Alleen het adres telt, en wie erachter zit.",
        en="Nothing is fetched or looked at. Only the address counts, and who is behind it.",
    ),
}

_TEXT = re.compile(
    r"(text/(?!.*(svg))|application/(json|javascript|ecmascript|x-javascript|xml|xhtml\+xml|manifest\+json|ld\+json|"
    r"x-www-form-urlencoded|dash\+xml|vnd\.apple\.mpegurl|x-mpegurl|wasm)\b|audio/(x-)?mpegurl|font/)",
    re.IGNORECASE,
)
_BINARY_TEXT = re.compile(r"application/wasm|font/", re.IGNORECASE)
_INSIDE = re.compile(
    rb"data:(image|video)/[a-z0-9.+-]+[;,]|iVBORw0KGgo|/9j/[A-Za-z0-9+/]{200}|R0lGOD[A-Za-z0-9+/]{200}|UklGR[A-Za-z0-9+/]{200}"
    rb"|(?:AAAA[A-Za-z0-9+/]{4}ZnR5c)",
    re.IGNORECASE,
)
_INLINE = re.compile(r"data:(?:image|video)/[^\"'\s)>]*", re.IGNORECASE)
_SMALLEST_PICTURE = 64
_MOST_READ = 64_000_000


def withheld(exchanges: Sequence[LoggedExchange]) -> frozenset[int]:
    """Return the numbers of the exchanges whose bodies may hold a picture or video."""
    return frozenset(each.number for each in exchanges if _may_hold_a_picture(each))


def left_out_of(exchanges: Sequence[LoggedExchange], made: Sequence[Made]) -> LeftOut:
    """Return which bodies of a visit give way: received, sent, and made by the page itself."""
    return LeftOut(
        received=withheld(exchanges),
        sent=frozenset(each.number for each in exchanges if each.sent.exists() and _is_picture_in_text(each.sent)),
        made=frozenset(each.url for each in made),
    )


def without_inline_pictures(markup: str) -> str:
    """Return a page's markup with the pictures that stand in it as text taken out."""
    return _INLINE.sub("data:,", markup)


def withheld_list(
    exchanges: Sequence[LoggedExchange], made: Sequence[Made], left_out: LeftOut, media: Sequence[Media]
) -> bytes:
    """Return what is kept of the bodies that gave way: of each its digest, length, type and fingerprints, as JSON."""
    rows = [_row(each) for each in exchanges if each.number in left_out.received]
    rows += [_row_of_sent(each) for each in exchanges if each.number in left_out.sent]
    rows += [_row_of_made(each) for each in made if each.url in left_out.made]
    with running_fingerprinter() as fingerprinter:
        seen = {each.digest.hex: fingerprinter.fingerprint(each.path) for each in media}
    prints = [
        {
            "sha256": digest,
            "kind": reading.kind.value,
            "width": reading.width,
            "height": reading.height,
            "pdq": [{"second": one.second, "hash": one.pdq.hex, "quality": one.quality} for one in reading.frames],
        }
        for digest, reading in seen.items()
        if isinstance(reading, Fingerprint)
    ]
    return json.dumps({"withheld": rows, "fingerprints": prints}, indent=2).encode()


def _row(each: LoggedExchange) -> dict[str, object]:
    content, body = each.content, each.body
    return {
        "url": each.url,
        "status": status_of(each),
        "type": _media_type(each),
        "bytes": content.stat().st_size if content else 0,
        "sha256": (Digest.of_file(content) if content else Digest.of(b"")).hex,
        "sha256-as-sent": (Digest.of_file(body) if body else Digest.of(b"")).hex,
    }


def _row_of_sent(each: LoggedExchange) -> dict[str, object]:
    return {"url": each.url, "sent": True, "bytes": each.sent.stat().st_size, "sha256": Digest.of_file(each.sent).hex}


def _row_of_made(each: Made) -> dict[str, object]:
    size, digest = each.path.stat().st_size, Digest.of_file(each.path).hex
    return {"url": each.url, "type": each.mime, "bytes": size, "sha256": digest, "sha256-as-sent": digest}


def _may_hold_a_picture(each: LoggedExchange) -> bool:
    content = each.content
    if content is None or content.stat().st_size < _SMALLEST_PICTURE:
        return False
    named = _media_type(each)
    if not _TEXT.match(named):
        return True
    return not _BINARY_TEXT.match(named) and _is_picture_in_text(content)


def carries_a_picture(text: bytes) -> bool:
    """Return whether a text is a picture in truth, or has one inside."""
    return b"\0" in text[:4096] or _INSIDE.search(text) is not None


def _is_picture_in_text(content: Path) -> bool:
    with content.open("rb") as file:
        text = file.read(_MOST_READ + 1)
    return len(text) > _MOST_READ or carries_a_picture(text)


def _media_type(each: LoggedExchange) -> str:
    headers = {name.lower(): value for name, value in header_pairs(each.response_headers)}
    return headers.get("content-type", "").partition(";")[0].strip().lower()
