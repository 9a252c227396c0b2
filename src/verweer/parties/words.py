# SPDX-License-Identifier: Apache-2.0
"""The words for what parties are, what they can do, how sure we are, and for marks, in both languages."""

from collections.abc import Mapping

from verweer.kernel import Bilingual
from verweer.parties.model import Certainty, MarkKind, PartyKind, Power

KIND_WORDS: Mapping[str, Bilingual] = {
    PartyKind.PLATFORM: Bilingual(nl="Platform", en="Platform"),
    PartyKind.PLATFORM_MICRO: Bilingual(nl="Klein platform", en="Small platform"),
    PartyKind.PLATFORM_VLOP: Bilingual(nl="Zeer groot platform", en="Very large platform"),
    PartyKind.HOSTING: Bilingual(nl="Hostingbedrijf", en="Hosting company"),
    PartyKind.SEARCH_ENGINE: Bilingual(nl="Zoekmachine", en="Search engine"),
    PartyKind.CDN: Bilingual(nl="Doorgeefluik (CDN)", en="Delivery network (CDN)"),
    PartyKind.REGISTRAR: Bilingual(nl="Verkoper van de domeinnaam", en="Seller of the domain name"),
    PartyKind.REGISTRY: Bilingual(nl="Beheerder van de domeinnamen", en="Registry of the domain names"),
    PartyKind.PAYMENT: Bilingual(nl="Betaalbedrijf", en="Payment company"),
    PartyKind.CARD_SCHEME: Bilingual(nl="Kaartbedrijf", en="Card company"),
    PartyKind.AD_NETWORK: Bilingual(nl="Advertentienetwerk", en="Advertising network"),
    PartyKind.GENERATOR: Bilingual(nl="Maker van het hulpmiddel", en="Maker of the tool"),
    PartyKind.APP_STORE: Bilingual(nl="Appwinkel", en="App store"),
    PartyKind.DNS_OPERATOR: Bilingual(nl="Beheerder van de nameservers", en="Operator of the name servers"),
    PartyKind.MAIL_HOST: Bilingual(nl="Bedrijf dat de mail verzorgt", en="Mail host"),
    PartyKind.CERTIFICATE_AUTHORITY: Bilingual(nl="Uitgever van het certificaat", en="Certificate authority"),
    PartyKind.MESSAGING: Bilingual(nl="Berichtendienst", en="Messaging service"),
    PartyKind.PUBLISHER: Bilingual(nl="Uitgever", en="Publisher"),
    PartyKind.PROSECUTOR: Bilingual(nl="Openbaar Ministerie", en="Public prosecution service"),
    PartyKind.CIVIL_COURT: Bilingual(nl="Burgerlijke rechter", en="Civil court"),
    PartyKind.CRIMINAL_COURT: Bilingual(nl="Strafrechter", en="Criminal court"),
    PartyKind.APPEAL_COURT: Bilingual(nl="Gerechtshof", en="Court of appeal"),
    PartyKind.COMMISSION: Bilingual(nl="Europese Commissie", en="European Commission"),
    PartyKind.DISPUTE_BODY: Bilingual(nl="Orgaan voor geschillen", en="Dispute settlement body"),
    PartyKind.SAFETY_REGULATOR: Bilingual(nl="Toezichthouder online veiligheid", en="Online safety regulator"),
    PartyKind.FINANCIAL_SUPERVISOR: Bilingual(nl="Financieel toezichthouder", en="Financial supervisor"),
    PartyKind.AI_AUTHORITY: Bilingual(nl="Toezichthouder AI", en="AI authority"),
    PartyKind.COMPENSATION_FUND: Bilingual(nl="Schadefonds", en="Compensation fund"),
    PartyKind.ACCESS_PROVIDER: Bilingual(nl="Internetaanbieder", en="Internet access provider"),
    PartyKind.LEGISLATOR: Bilingual(nl="Wetgever", en="Legislator"),
    PartyKind.HASH_BANK: Bilingual(nl="Dienst die kopieën blokkeert", en="Service that blocks copies"),
    PartyKind.SUPPORT: Bilingual(nl="Hulporganisatie", en="Support organisation"),
    PartyKind.TRUSTED_FLAGGER: Bilingual(nl="Erkende melder", en="Trusted flagger"),
    PartyKind.POLICE: Bilingual(nl="Politie", en="Police"),
    PartyKind.DPA: Bilingual(nl="Toezichthouder privacy", en="Privacy authority"),
    PartyKind.DSC: Bilingual(nl="Toezichthouder platforms", en="Platform authority"),
    PartyKind.UPLOADER: Bilingual(nl="Wie het verspreidde", en="Who spread it"),
}

POWER_WORDS: Mapping[str, Bilingual] = {
    Power.REMOVE: Bilingual(nl="weghalen", en="remove it"),
    Power.DISABLE: Bilingual(nl="onbereikbaar maken", en="make it unreachable"),
    Power.SUSPEND: Bilingual(nl="de domeinnaam stilleggen", en="suspend the domain name"),
    Power.DELIST: Bilingual(nl="uit zoekresultaten halen", en="take it out of search results"),
    Power.CUT_INCOME: Bilingual(nl="inkomsten stoppen", en="stop its income"),
    Power.IDENTIFY: Bilingual(nl="vertellen wie het was", en="tell who it was"),
    Power.SANCTION: Bilingual(nl="straffen of ingrijpen", en="sanction or step in"),
    Power.BLOCK_COPIES: Bilingual(nl="kopieën tegenhouden", en="block copies"),
}

MARK_WORDS: Mapping[str, Bilingual] = {
    MarkKind.ANALYTICS: Bilingual(nl="Nummer van een bezoekersteller", en="Id of a visitor counter"),
    MarkKind.PUBLISHER: Bilingual(nl="Nummer van een adverteerder", en="Id at an advertising network"),
    MarkKind.CRYPTO: Bilingual(nl="Adres voor cryptogeld", en="Crypto address"),
    MarkKind.SUBSCRIPTION: Bilingual(nl="Pagina om lid te worden", en="Page to subscribe"),
}

CERTAINTY_WORDS: Mapping[str, Bilingual] = {
    Certainty.CERTAIN: Bilingual(nl="zeker", en="certain"),
    Certainty.LIKELY: Bilingual(nl="waarschijnlijk", en="likely"),
    Certainty.POSSIBLE: Bilingual(nl="mogelijk", en="possible"),
}
