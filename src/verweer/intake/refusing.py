# SPDX-License-Identifier: Apache-2.0
"""Why a file or what was told of it is refused, in one sentence each; nothing that was there before is touched."""

from collections.abc import Mapping
from enum import StrEnum

from verweer.kernel import Bilingual, InputError

LARGEST_FILE = 2_000_000_000


class Refusal(StrEnum):
    """One word for each reason."""

    NOT_A_FILE = "not-a-file"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    ARCHIVE = "archive"
    UNKNOWN_TYPE = "unknown-type"
    NO_ROOM = "no-room"
    TOO_MANY = "too-many"
    CHANGED = "changed"
    CASE_TOO_LARGE = "case-too-large"
    WHEN = "when"
    NOTE = "note"
    OTHER_NEEDS_NOTE = "other-needs-note"
    MINOR = "minor"
    LINK_ONLY = "link-only"


_ACCEPTED_NL = "WACZ, WARC, MHTML, PDF, PNG, JPEG, WebP, HEIC, MP4, MOV, WebM en mail (.eml)"
_ACCEPTED_EN = "WACZ, WARC, MHTML, PDF, PNG, JPEG, WebP, HEIC, MP4, MOV, WebM and mail (.eml)"

TOLD: Mapping[Refusal, Bilingual] = {
    Refusal.NOT_A_FILE: Bilingual(
        nl="Dit is geen gewoon bestand maar een map, verwijzing of apparaat; wijs het bestand zelf aan.",
        en="This is no plain file but a folder, a link to a file or a device; name the file itself.",
    ),
    Refusal.UNREADABLE: Bilingual(
        nl="Dit bestand is er niet of kan niet worden gelezen; kijk de naam na.",
        en="This file is not there or cannot be read; check its name.",
    ),
    Refusal.EMPTY: Bilingual(
        nl="Dit bestand is leeg; bewaar het opnieuw en lever het dan in.",
        en="This file is empty; save it again and hand it in then.",
    ),
    Refusal.TOO_LARGE: Bilingual(
        nl="Dit bestand is te groot om hier in te leveren; geef het rechtstreeks aan de politie of je advocaat.",
        en="This file is too large to hand in here; give it to the police or your lawyer directly.",
    ),
    Refusal.ARCHIVE: Bilingual(
        nl="Dit is een ingepakt bestand (zoals zip); pak het uit en lever de bestanden erin los in.",
        en="This is a packed file (such as a zip); unpack it and hand in the files in it one by one.",
    ),
    Refusal.UNKNOWN_TYPE: Bilingual(
        nl=f"Dit soort bestand wordt niet aangenomen. Wel: {_ACCEPTED_NL}. Maak zo nodig een schermafbeelding.",
        en=f"This type of file is not taken in. These are: {_ACCEPTED_EN}. Make a screenshot if need be.",
    ),
    Refusal.NO_ROOM: Bilingual(
        nl="Er is geen plaats meer op de schijf; dit bestand is niet bewaard. Maak ruimte en lever het opnieuw in.",
        en="The disk has no room left; this file was not kept. Make room and hand it in again.",
    ),
    Refusal.TOO_MANY: Bilingual(
        nl="Bij deze zaak zijn al zo veel bestanden ingeleverd als er bij kunnen; geef de rest rechtstreeks door.",
        en="This case holds as many handed-in files as it can; give the rest to the police or your lawyer directly.",
    ),
    Refusal.CHANGED: Bilingual(
        nl="Dit bestand veranderde terwijl het werd gelezen; wacht tot het klaar is en lever het opnieuw in.",
        en="This file changed while it was read; wait until it is finished and hand it in again.",
    ),
    Refusal.CASE_TOO_LARGE: Bilingual(
        nl="Deze zaak is te groot om er hier iets bij te doen; geef het bestand rechtstreeks aan de politie of je advocaat.",
        en="This case is too large to add anything to here; give the file to the police or your lawyer directly.",
    ),
    Refusal.WHEN: Bilingual(
        nl="Zeg wanneer het bestand is gemaakt: een dag (2026-11-24), een moment met tijdzone "
        "(2026-11-24T21:30+01:00) na 1990 en niet in de toekomst, of: onbekend.",
        en="Say when the file was made: a day (2026-11-24), a moment with its time zone "
        "(2026-11-24T21:30+01:00) after 1990 and not in the future, or: unknown.",
    ),
    Refusal.NOTE: Bilingual(
        nl="De toelichting is te lang; houd haar onder de 2000 tekens.",
        en="The note is too long; keep it below 2000 characters.",
    ),
    Refusal.OTHER_NEEDS_NOTE: Bilingual(
        nl="Schrijf in de toelichting hoe het bestand is gemaakt.",
        en="Write in the note how the file was made.",
    ),
    Refusal.MINOR: Bilingual(
        nl="Het kan om iemand onder de 18 gaan: lever niets in en bewaar geen beelden. Meld alleen de link bij "
        "meldpunt-kinderporno.nl of de politie (112 bij gevaar); Helpwanted helpt: helpwanted.nl.",
        en="This may concern someone under 18: hand nothing in and keep no imagery. Report the link only, to "
        "meldpunt-kinderporno.nl or the police (112 in danger); Helpwanted helps: helpwanted.nl.",
    ),
    Refusal.LINK_ONLY: Bilingual(
        nl="Deze zaak bewaart alleen links: lever niets in en houd het bestand zelf, of geef het aan je advocaat.",
        en="This case keeps links only: hand nothing in and keep the file yourself, or give it to your lawyer.",
    ),
}


def refusal_sentence(refusal: Refusal) -> Bilingual:
    """Return the sentence of a reason."""
    return TOLD[refusal]


class Refused(InputError):
    """A file, or what was told of it, is not taken in."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(TOLD[refusal])
