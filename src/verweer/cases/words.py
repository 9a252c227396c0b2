# SPDX-License-Identifier: Apache-2.0
"""The words for steps, effects, results and parties, in both languages."""

from collections.abc import Mapping

from verweer.cases.model import Step
from verweer.evidence.model import Stamping
from verweer.kernel import Bilingual
from verweer.parties.model import MarkKind, PartyKind, Power
from verweer.remedies import Effect

STEPS: Mapping[str, Bilingual] = {
    Step.GATE: Bilingual(nl="Veiligheid nagaan", en="Checking safety"),
    Step.CAPTURE: Bilingual(nl="Links bezoeken en vastleggen", en="Visiting and capturing links"),
    Step.ITEMS: Bilingual(nl="Kopieën herkennen", en="Recognising copies"),
    Step.PARTIES: Bilingual(nl="Uitzoeken wie erachter zit", en="Finding out who is behind it"),
    Step.TRACKS: Bilingual(nl="Kiezen wat kan helpen", en="Choosing what can help"),
    Step.LETTERS: Bilingual(nl="Brieven schrijven", en="Writing letters"),
    Step.DOSSIER: Bilingual(nl="Dossier maken", en="Making the dossier"),
}

EFFECTS: Mapping[str, Bilingual] = {
    Effect.REMOVES: Bilingual(nl="Weghalen", en="Take it down"),
    Effect.HIDES: Bilingual(nl="Onvindbaar maken", en="Make it hard to find"),
    Effect.STARVES: Bilingual(nl="Geld afsnijden", en="Cut off the money"),
    Effect.IDENTIFIES: Bilingual(nl="Achterhalen wie het deed", en="Find out who did it"),
    Effect.PUNISHES: Bilingual(nl="Aangifte en straf", en="Police and punishment"),
    Effect.PREVENTS: Bilingual(nl="Nieuwe kopieën tegenhouden", en="Stop new copies"),
    Effect.SUPPORTS: Bilingual(nl="Steun voor jou", en="Support for you"),
}

RESULTS: Mapping[str, Bilingual] = {
    "whole": Bilingual(nl="Vastgelegd", en="Captured"),
    "partly": Bilingual(nl="Deels vastgelegd", en="Captured in part"),
    "not": Bilingual(nl="Niet vastgelegd", en="Not captured"),
    "same": Bilingual(nl="Zelfde pagina", en="Same page"),
    "waiting": Bilingual(nl="Niet bezocht", en="Not visited"),
}

KINDS: Mapping[str, Bilingual] = {
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

POWERS: Mapping[str, Bilingual] = {
    Power.REMOVE: Bilingual(nl="weghalen", en="remove it"),
    Power.DISABLE: Bilingual(nl="onbereikbaar maken", en="make it unreachable"),
    Power.SUSPEND: Bilingual(nl="de domeinnaam stilleggen", en="suspend the domain name"),
    Power.DELIST: Bilingual(nl="uit zoekresultaten halen", en="take it out of search results"),
    Power.CUT_INCOME: Bilingual(nl="inkomsten stoppen", en="stop its income"),
    Power.IDENTIFY: Bilingual(nl="vertellen wie het was", en="tell who it was"),
    Power.SANCTION: Bilingual(nl="straffen of ingrijpen", en="sanction or step in"),
    Power.BLOCK_COPIES: Bilingual(nl="kopieën tegenhouden", en="block copies"),
}

MARKS: Mapping[str, Bilingual] = {
    MarkKind.ANALYTICS: Bilingual(nl="Nummer van een bezoekersteller", en="Id of a visitor counter"),
    MarkKind.PUBLISHER: Bilingual(nl="Nummer van een adverteerder", en="Id at an advertising network"),
    MarkKind.CRYPTO: Bilingual(nl="Adres voor cryptogeld", en="Crypto address"),
    MarkKind.SUBSCRIPTION: Bilingual(nl="Pagina om lid te worden", en="Page to subscribe"),
}

STAMPINGS: Mapping[str, Bilingual] = {
    Stamping.STAMPED_TWICE: Bilingual(
        nl="Twee instanties hebben bevestigd dat het er nu is.", en="Two authorities confirmed that it exists now."
    ),
    Stamping.STAMPED_ONCE: Bilingual(
        nl="Eén instantie heeft bevestigd dat het er nu is; de andere wordt opnieuw gevraagd als je hier weer iets toevoegt.",
        en="One authority confirmed that it exists now; the other is asked again when you add something here.",
    ),
    Stamping.UNSTAMPED: Bilingual(
        nl="Nog geen instantie heeft bevestigd dat het er nu is; dat wordt opnieuw gevraagd als je hier weer iets toevoegt.",
        en="No authority confirmed yet that it exists now; they are asked again when you add something here.",
    ),
}
