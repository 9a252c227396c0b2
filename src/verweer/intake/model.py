# SPDX-License-Identifier: Apache-2.0
"""What is handed in: a file that a person saved themselves, what they told of it, and the receipt they get.

What was told is kept apart from what we saw: we were not there when the file was made.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from verweer.fingerprints import Fingerprint
from verweer.kernel import Bilingual, Digest

SCHEMA = "urn:verweer:handed-in:1"


class How(StrEnum):
    """How the file was made, as the person tells it."""

    SCREENSHOT = "screenshot"
    SCREEN_RECORDING = "screen-recording"
    PHOTO_OF_SCREEN = "photo-of-screen"
    SAVED_PAGE = "saved-page"
    PRINTED = "printed"
    DOWNLOADED = "downloaded"
    ARCHIVING_TOOL = "archiving-tool"
    RECEIVED = "received"
    EXPORTED_MAIL = "exported-mail"
    OTHER = "other"


class Role(StrEnum):
    """Who hands it in: a role, never a name."""

    PERSON = "person"
    HELPER = "helper"
    LAWYER = "lawyer"
    POLICE = "police"
    OTHER = "other"


class Kind(StrEnum):
    """What a file is, as its bytes say."""

    WACZ = "wacz"
    WARC = "warc"
    MHTML = "mhtml"
    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"
    WEBP = "webp"
    HEIC = "heic"
    MP4 = "mp4"
    MOV = "mov"
    WEBM = "webm"
    MAIL = "mail"


class Soundness(StrEnum):
    """What a look at the structure found; a file that is not sound is kept all the same."""

    SOUND = "sound"
    UNSOUND = "unsound"
    NOT_LOOKED = "not-looked"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtMoment:
    """The person tells the moment."""

    moment: datetime
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDay:
    """The person tells the day."""

    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnown:
    """The person does not know when."""

    unknown: bool = True


def _as_digest(untrusted: object) -> object:
    return Digest(untrusted) if isinstance(untrusted, str) else untrusted


Sha256 = Annotated[Digest, BeforeValidator(_as_digest), PlainSerializer(str)]
"""A digest that stands in a receipt as people and `sha256sum` write it."""

When = AtMoment | OnDay | NotKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person tells of a file; nobody checked it."""

    how: How
    when: When
    by: Role
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What a look at the file found, and what nobody looked at."""

    soundness: Soundness
    found: tuple[Bilingual, ...] = ()
    not_checked: tuple[Bilingual, ...] = ()
    only_text: bool = False
    """True when every part of a page or mail was read and none can hold a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedFile:
    """The file itself; `name` is empty when its bytes were not kept, `claimed` is the suffix that it came with."""

    name: str
    sha256: Sha256
    bytes: int
    kind: Kind
    media_type: str
    claimed: str
    claim_fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What stands in `receipt.json`: over its bytes the timestamps are asked."""

    schema: str
    about: Bilingual
    case: str
    number: int
    received: datetime
    file: HandedFile
    told: Told
    looked: Looked
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What is known of a file once it was read, hashed and looked at."""

    file: HandedFile
    looked: Looked
    fingerprint: Fingerprint | None = None
