# SPDX-License-Identifier: Apache-2.0
"""Why a file gives no fingerprint."""

from enum import StrEnum

from verweer.kernel import Bilingual, InputError


class Reason(StrEnum):
    """One word for each reason."""

    TOO_SMALL = "too-small"
    PLAIN = "plain"
    TOO_LARGE = "too-large"
    DAMAGED = "damaged"
    NOT_MEDIA = "not-media"
    TOO_LONG = "too-long"


TOLD = {
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
    Reason.NOT_MEDIA: Bilingual(nl="Geen foto of video.", en="Neither picture nor video."),
    Reason.TOO_LONG: Bilingual(
        nl="Het lezen duurde te lang en is gestopt.", en="Reading took too long and was stopped."
    ),
}


class CannotRead(InputError):
    """A file gives no fingerprint."""

    def __init__(self, reason: Reason) -> None:
        self.reason = reason
        super().__init__(TOLD[reason])
