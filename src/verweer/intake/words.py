# SPDX-License-Identifier: Apache-2.0
"""The words for how, when, by whom and what was handed in, in both languages."""

from collections.abc import Mapping
from typing import assert_never

from verweer.intake.model import AtMoment, How, Kind, NotKnown, OnDay, Role, Soundness, When
from verweer.kernel import Bilingual

ABOUT = Bilingual(
    nl="Ingeleverd door een mens, niet door ons vastgelegd. Wat is verteld, hebben wij niet nagegaan.",
    en="Handed in by a person, not captured by us. What was told, we did not check.",
)

HOWS: Mapping[How, Bilingual] = {
    How.SCREENSHOT: Bilingual(nl="schermafbeelding", en="screenshot"),
    How.SCREEN_RECORDING: Bilingual(nl="schermopname", en="screen recording"),
    How.PHOTO_OF_SCREEN: Bilingual(nl="foto van een scherm", en="photo of a screen"),
    How.SAVED_PAGE: Bilingual(nl="bladzijde bewaard met de browser", en="page saved with the browser"),
    How.PRINTED: Bilingual(nl="afgedrukt naar PDF", en="printed to PDF"),
    How.DOWNLOADED: Bilingual(nl="het bestand zelf gedownload", en="the file itself downloaded"),
    How.ARCHIVING_TOOL: Bilingual(nl="gemaakt met een archiefprogramma", en="made with an archiving tool"),
    How.RECEIVED: Bilingual(nl="ontvangen in een bericht", en="received in a message"),
    How.EXPORTED_MAIL: Bilingual(nl="mail bewaard uit een mailprogramma", en="mail saved from a mail program"),
    How.OTHER: Bilingual(nl="anders, zie de toelichting", en="another way, see the note"),
}

ROLES: Mapping[Role, Bilingual] = {
    Role.PERSON: Bilingual(nl="ingeleverd door de afgebeelde persoon", en="handed in by the person depicted"),
    Role.HELPER: Bilingual(nl="ingeleverd door een helper", en="handed in by a helper"),
    Role.LAWYER: Bilingual(nl="ingeleverd door een advocaat", en="handed in by a lawyer"),
    Role.POLICE: Bilingual(nl="ingeleverd door de politie", en="handed in by the police"),
    Role.OTHER: Bilingual(nl="ingeleverd door iemand anders", en="handed in by someone else"),
}

KINDS: Mapping[Kind, Bilingual] = {
    Kind.WACZ: Bilingual(nl="webarchief (WACZ)", en="web archive (WACZ)"),
    Kind.WARC: Bilingual(nl="webarchief (WARC)", en="web archive (WARC)"),
    Kind.MHTML: Bilingual(nl="bewaarde bladzijde (MHTML)", en="saved page (MHTML)"),
    Kind.PDF: Bilingual(nl="PDF", en="PDF"),
    Kind.PNG: Bilingual(nl="afbeelding (PNG)", en="picture (PNG)"),
    Kind.JPEG: Bilingual(nl="afbeelding (JPEG)", en="picture (JPEG)"),
    Kind.WEBP: Bilingual(nl="afbeelding (WebP)", en="picture (WebP)"),
    Kind.HEIC: Bilingual(nl="afbeelding (HEIC)", en="picture (HEIC)"),
    Kind.MP4: Bilingual(nl="video (MP4)", en="video (MP4)"),
    Kind.MOV: Bilingual(nl="video (MOV)", en="video (MOV)"),
    Kind.WEBM: Bilingual(nl="video (WebM)", en="video (WebM)"),
    Kind.MAIL: Bilingual(nl="mail (.eml)", en="mail (.eml)"),
}

SOUND: Mapping[Soundness, Bilingual] = {
    Soundness.SOUND: Bilingual(nl="opbouw klopt", en="structure sound"),
    Soundness.UNSOUND: Bilingual(nl="opbouw klopt niet", en="structure not sound"),
    Soundness.NOT_LOOKED: Bilingual(nl="opbouw niet (helemaal) bekeken", en="structure not (wholly) examined"),
}

NOT_KEPT = Bilingual(
    nl="Het bestand zelf is niet bewaard: in deze zaak blijven geen beelden. De persoon houdt het origineel.",
    en="The file itself was not kept: this case keeps no images. The person keeps the original.",
)
NOT_KEPT_BEFORE = Bilingual(
    nl="Deze zaak bewaart geen beelden. Van wat beelden kan bevatten, blijven alleen digest, lengte, soort, "
    "vingerafdruk en een ontvangstbewijs: houd het origineel zelf goed.",
    en="This case keeps no images. Of whatever can hold images only digest, length, type, fingerprint and a receipt "
    "stay: keep the original safe yourself.",
)


def told_when(when: When) -> Bilingual:
    """Return when a file was made, as the person tells it."""
    match when:
        case AtMoment(told=told):
            return Bilingual(nl=told, en=told)
        case OnDay(day=day):
            return Bilingual(nl=day.isoformat(), en=day.isoformat())
        case NotKnown():
            return Bilingual(nl="onbekend wanneer", en="not known when")
        case _:
            assert_never(when)
