# SPDX-License-Identifier: Apache-2.0
"""Letters about a party that go to an authority: who that is. The party itself never gets them."""

from collections.abc import Mapping

from verweer.kernel import Bilingual
from verweer.remedies import Track

_AUTHORITIES: Mapping[str, Bilingual] = {
    "eu.aia.85": Bilingual(nl="Markttoezichthouder voor AI", en="Market surveillance authority for AI"),
    "eu.dsa.21": Bilingual(
        nl="Gecertificeerd orgaan voor geschilbeslechting", en="Certified out-of-court dispute settlement body"
    ),
    "eu.dsa.53": Bilingual(nl="Digitaledienstencoördinator", en="Digital Services Coordinator"),
    "eu.dsa.commission": Bilingual(nl="Europese Commissie", en="European Commission"),
    "eu.gdpr.77": Bilingual(nl="Toezichthoudende autoriteit", en="Data protection authority"),
    "int.mlat": Bilingual(nl="Politie", en="Police"),
    "nl.acm.dsc": Bilingual(nl="Autoriteit Consument & Markt", en="Netherlands Authority for Consumers and Markets"),
    "nl.ap.klacht": Bilingual(nl="Autoriteit Persoonsgegevens", en="Dutch Data Protection Authority"),
    "nl.offlimits": Bilingual(nl="Offlimits (Helpwanted)", en="Offlimits (Helpwanted)"),
    "nl.police.complaint": Bilingual(nl="Politie, afdeling klachten", en="Police, complaints"),
    "nl.rv.kortgeding": Bilingual(nl="Advocaat", en="Lawyer"),
    "nl.sv.aangifte": Bilingual(nl="Politie", en="Police"),
    "nl.sv.art12": Bilingual(nl="Gerechtshof", en="Court of appeal"),
    "nl.sv.klacht": Bilingual(nl="Officier van justitie, via de politie", en="Public prosecutor, through the police"),
    "us.ftc": Bilingual(nl="Federal Trade Commission", en="Federal Trade Commission"),
}


def authority_of(track: Track) -> Bilingual | None:
    """Return to whom a track's letter goes when that is not the party that the track is about."""
    return _AUTHORITIES.get(track.remedy.id)
