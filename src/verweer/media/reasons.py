# SPDX-License-Identifier: Apache-2.0
"""Why a file gives no fingerprint, and how far it could be read."""

from enum import StrEnum

from verweer.kernel import Bilingual, InputError


class Reason(StrEnum):
    """One word for each reason."""

    EMPTY = "empty"
    TOO_SMALL = "too-small"
    PLAIN = "plain"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    BROKEN_OFF = "broken-off"
    NOT_MEDIA = "not-media"
    TOO_LONG = "too-long"


TOLD = {
    Reason.EMPTY: Bilingual(nl="Leeg: er staat niets in het bestand.", en="Empty: the file holds nothing."),
    Reason.TOO_SMALL: Bilingual(
        nl="Te klein voor een vingerafdruk: een pictogram of telpixel.",
        en="Too small for a fingerprint: an icon or a tracking pixel.",
    ),
    Reason.PLAIN: Bilingual(
        nl="Te egaal voor een vingerafdruk: er is bijna niets op te zien.",
        en="Too plain for a fingerprint: there is almost nothing to see.",
    ),
    Reason.TOO_LARGE: Bilingual(nl="Te groot om veilig te lezen.", en="Too large to be read safely."),
    Reason.DAMAGED: Bilingual(nl="Beschadigd of niet heel.", en="Damaged or not whole."),
    Reason.BROKEN_OFF: Bilingual(
        nl="Breekt af voordat er iets te zien is.", en="Breaks off before there is anything to see."
    ),
    Reason.NOT_MEDIA: Bilingual(nl="Geen foto of video.", en="Neither picture nor video."),
    Reason.TOO_LONG: Bilingual(
        nl="Het lezen duurde te lang en is gestopt.", en="Reading took too long and was stopped."
    ),
}


class CannotRead(InputError):
    """A file gives no fingerprint; `sentence` says why, and what could be read of it."""

    def __init__(self, reason: Reason, told: Bilingual | None = None) -> None:
        self.reason = reason
        super().__init__(told or TOLD[reason])


def lines_read(lines: int, of: int) -> CannotRead:
    """Return the error that a picture breaks off after a number of its lines."""
    told = Bilingual(
        nl=f"Breekt af: {lines} van {of} regels konden worden gelezen.",
        en=f"Breaks off: {lines} of {of} lines could be read.",
    )
    return CannotRead(Reason.BROKEN_OFF, told)


def bytes_there(count: int, of: int) -> CannotRead:
    """Return the error that a file ends before the length which it states itself; it may state more further on."""
    told = Bilingual(
        nl=f"Breekt af: {count} van ten minste {of} bytes zijn er.",
        en=f"Breaks off: {count} of at least {of} bytes are there.",
    )
    return CannotRead(Reason.BROKEN_OFF, told)
