# SPDX-License-Identifier: Apache-2.0
"""Whether a mail or a page saved as MHTML can be read part by part, and whether any part may hold a picture.

No sender is believed: a DKIM signature needs the sender's key from DNS of that day, and is
not checked here. Nothing of the text is told onwards.
"""

import email.message
import email.parser
import email.policy
import re
from pathlib import Path

from verweer.intake.model import Kind, Looked, Soundness
from verweer.kernel import Bilingual

_LARGEST_READ = 60_000_000
_MOST_PARTS = 1_000
_BOUNDARY = re.compile(rb"^--", re.MULTILINE)
_PICTURE = re.compile(
    rb"data:(image|video)/|iVBORw0KGgo|/9j/|R0lGOD|UklGR|AAAA[A-Za-z0-9+/]{4}ZnR5c|\x89PNG|\xff\xd8\xff|GIF8|ftyp|<svg",
    re.IGNORECASE,
)

_DKIM = Bilingual(
    nl="De DKIM-handtekening van de afzender is niet nagekeken, en de afzender dus niet bewezen.",
    en="The sender's DKIM signature was not checked, so the sender is not proven.",
)
_SAVED = Bilingual(
    nl="Dat de site deze bladzijde zo toonde: een bewaarde bladzijde kan zijn bewerkt.",
    en="That the site showed this page so: a saved page can have been edited.",
)
_TOO_LARGE = Bilingual(
    nl="De delen: het bestand is te groot om te lezen.", en="The parts: the file is too large to read."
)
_TOO_MANY = Bilingual(nl="De delen: het zijn er te veel.", en="The parts: there are too many.")
_DAMAGED = Bilingual(
    nl="De delen zijn niet goed gesloten of geschreven; het bestand is bewaard zoals het is.",
    en="The parts are not closed or written as they should be; the file is kept as it is.",
)


def look_at_message(path: Path, kind: Kind) -> Looked:
    """Return whether the parts of a mail or saved page can be read, within bounds."""
    left = (_DKIM,) if kind is Kind.MAIL else (_SAVED,)
    if path.stat().st_size > _LARGEST_READ:
        return Looked(soundness=Soundness.NOT_LOOKED, not_checked=(_TOO_LARGE, *left))
    content = path.read_bytes()
    if _too_many_marks(content):
        return Looked(soundness=Soundness.NOT_LOOKED, not_checked=(_TOO_MANY, *left))
    try:
        # The old policy takes headers as they are: it is the one that parses none of their insides.
        message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(content)
        parts = list(message.walk())
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return Looked(soundness=Soundness.UNSOUND, found=(_DAMAGED,), not_checked=left)
    damaged = any(part.defects for part in parts)
    return Looked(
        soundness=Soundness.UNSOUND if damaged else Soundness.SOUND,
        found=(_told(len(parts)), *((_DAMAGED,) if damaged else ())),
        not_checked=left,
        only_text=not damaged and not _PICTURE.search(content) and all(map(_is_only_text, parts)),
    )


def _too_many_marks(content: bytes) -> bool:
    """Return whether more lines could part the message than any honest one has; counting stops there."""
    return sum(1 for _, _ in zip(_BOUNDARY.finditer(content), range(_MOST_PARTS * 4), strict=False)) == _MOST_PARTS * 4


def _is_only_text(part: email.message.Message) -> bool:
    if part.is_multipart():
        return not (part.preamble or part.epilogue or "").strip()
    if part.get_content_type() not in {"text/plain", "text/html", "text/css"} or part.get_filename():
        return False
    body = part.get_payload(decode=True)
    return isinstance(body, bytes) and b"\0" not in body and not _PICTURE.search(body)


def _told(parts: int) -> Bilingual:
    return Bilingual(nl=f"Delen gelezen: {parts}.", en=f"Parts read: {parts}.")
