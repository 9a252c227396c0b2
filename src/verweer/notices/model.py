# SPDX-License-Identifier: Apache-2.0
"""What a letter is: deterministic text for one track, and where it goes."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from verweer.kernel import Bilingual, Digest


class LetterLanguage(StrEnum):
    """A language in which a letter can be written (ISO 639-1); some letters speak only the first two."""

    DUTCH = "nl"
    ENGLISH = "en"
    GERMAN = "de"
    FRENCH = "fr"


class Form(StrEnum):
    """In which form a track's text is used."""

    LETTER = "letter"
    """Sent by mail or handed over."""
    FORM_SHEET = "form-sheet"
    """What to paste into which field of a web form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """Evidence that a letter points to: capture number, address, moment, digest of the package."""

    number: int
    url: str
    captured_at: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedInExhibit:
    """A file that someone handed in and that we did not capture: what they told of it, and its digest."""

    number: int
    url: str
    by: Bilingual
    received_at: str
    digest: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A heading (may be empty), sentences, and a list (may be empty)."""

    heading: str = ""
    text: str = ""
    points: tuple[str, ...] = ()
    paste: bool = False
    """True for text that is copied into a field of a form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A finished text for one track; rendering adds nothing to it."""

    track: str
    form: Form
    language: LetterLanguage
    day: date
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    email: str | None
    reply_to: str | None
    form_address: str | None
    subject: str
    paragraphs: tuple[Paragraph, ...]
    closing: tuple[str, ...]
    sources: tuple[str, ...]
    caution: str
    sign: bool = False


class SignatureLevel(StrEnum):
    """How much the signature under a PDF carries; the names are those of PAdES (ETSI EN 319 142-1)."""

    UNSIGNED = "unsigned"
    BASIC = "B-B"
    TIMED = "B-T"
    LASTING = "B-LT"
