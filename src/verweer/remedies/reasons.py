# SPDX-License-Identifier: Apache-2.0
"""The sentences with which the planner explains itself."""

from datetime import datetime

from verweer.kernel import Bilingual
from verweer.remedies.deadlines import ZONE
from verweer.remedies.model import Lack, Stop

SUPPORT = Bilingual(nl="Je hoeft dit niet alleen te doen.", en="You do not have to do this alone.")
OFFENCE = Bilingual(
    nl="Seksueel beeldmateriaal zonder toestemming is een strafbaar feit; alleen politie en justitie kunnen de dader vervolgen en gegevens opeisen.",
    en="Sexual imagery without consent is an offence; only police and prosecution can prosecute and compel data.",
)
BY_DATE = Bilingual(
    nl="Het artikel is gekozen naar de datum waarop het beeld er al was.",
    en="The clause was chosen by the date on which the image already existed.",
)
OBVIOUS_FAKE = Bilingual(
    nl="Omdat meteen te zien is dat het nep is, is het hoofdartikel onzeker; daarom staan ook belediging, privacy en portretrecht erin.",
    en="Because anyone sees at once that it is fake, the main clause is uncertain; insult, privacy and portrait right are named too.",
)
EXTORTION = Bilingual(nl="Je wordt bedreigd of afgeperst.", en="You are being threatened or extorted.")
SIGNATURE = Bilingual(
    nl="De handtekening van de afgebeelde persoon, of een bijzondere schriftelijke volmacht.",
    en="The signature of the person depicted, or a special written power of attorney.",
)
KLACHT = Bilingual(
    nl="Smaad, laster, belediging en belaging worden alleen vervolgd als je daar binnen drie maanden uitdrukkelijk om vraagt.",
    en="Libel, slander, insult and stalking are prosecuted only if you expressly ask for it within three months.",
)
SHOWS = Bilingual(nl="Deze dienst laat het beeld zien.", en="This service shows the image.")
STORES_MEDIA = Bilingual(
    nl="Op de computers van deze host staat de pagina of het bestand zelf.",
    en="The page or the file itself stands on this host's computers.",
)
DUTCH_HOST = Bilingual(
    nl="Deze host zit in Nederland, waar een gedragscode voor zulke meldingen geldt.",
    en="This host is in the Netherlands, where a code of conduct for such notices applies.",
)
MASKS = Bilingual(
    nl="Dit CDN staat voor de site en verbergt waar die echt draait.",
    en="This CDN stands before the site and hides where it really runs.",
)
REGISTERED = Bilingual(
    nl="Bij dit bedrijf is de domeinnaam geregistreerd.", en="The domain name is registered with this company."
)
INDEXES = Bilingual(
    nl="Via zoekmachines vinden de meeste mensen het beeld.", en="Most people find the image through search engines."
)
NO_SEARCH_NAMES = Bilingual(
    nl="De namen waaronder het beeld te vinden is.", en="The names under which the image is found."
)
COPIES = Bilingual(
    nl="Zo worden kopieën bij deelnemende platforms tegengehouden voor ze verschijnen.",
    en="This stops copies at participating platforms before they appear.",
)
NEEDS_FILE = Bilingual(
    nl="Het bestand op je eigen apparaat (alleen als je het al hebt).",
    en="The file on your own device (only if you already have it).",
)
PERSONAL_DATA = Bilingual(
    nl="Een herkenbaar beeld is een persoonsgegeven; hiervoor bestaat geen grondslag.",
    en="A recognisable image is personal data; there is no legal basis for it.",
)
EARNS = Bilingual(
    nl="Op de pagina is te zien dat er via deze betaaldienst wordt betaald.",
    en="The page shows that payments run through this provider.",
)
CARD = Bilingual(nl="Op de pagina staat het logo van deze kaart.", en="The page shows this card's logo.")
UNKNOWN_UPLOADER = Bilingual(
    nl="Wie het plaatste is onbekend; deze dienst kan gegevens hebben die snel verdwijnen.",
    en="Who posted it is unknown; this service may hold data that soon disappear.",
)
KNOWN_UPLOADER = Bilingual(
    nl="De uploader is bekend en je gaf aan dat contact veilig is.",
    en="The uploader is known and you said that contact is safe.",
)
MADE_IT = Bilingual(
    nl="Met dit programma is het beeld gemaakt, of de pagina verwijst ernaar.",
    en="The image was made with this tool, or the page points to it.",
)
BAN_APPLIES = Bilingual(
    nl="Het Europese verbod op zulke programma's geldt sinds 2 december 2026.",
    en="The European ban on such tools has applied since 2 December 2026.",
)
BAN_COMING = Bilingual(
    nl="Een Europees verbod op zulke programma's geldt vanaf 2 december 2026, nu nog niet.",
    en="A European ban on such tools applies from 2 December 2026, not yet today.",
)
COURT = Bilingual(
    nl="Blijft het staan, dan kan een rechter binnen dagen of weken ingrijpen. Bespreek dit met een advocaat.",
    en="If it stays, a court can step in within days or weeks. Discuss this with a lawyer.",
)
ASK_DATA = Bilingual(
    nl="Wie het deed is onbekend: vraag de politie gegevens te vorderen en te laten bevriezen, ook in het buitenland.",
    en="Who did it is unknown: ask the police to demand data and have them frozen, abroad too.",
)
AMERICAN_PLATFORM = Bilingual(
    nl="Dit is een Amerikaans platform. Een Amerikaanse wet vraagt verwijdering binnen 48 uur; of die ook voor wie buiten de VS woont geldt, is niet nagegaan.",
    en="This is an American platform. An American law asks for removal within 48 hours; whether it also serves those who live outside the US was not checked.",
)
OWN_PHOTO = Bilingual(
    nl="Je maakte de gebruikte foto of video zelf en hebt er dus auteursrecht op.",
    en="You made the photo or video that was used, and so own its copyright.",
)
ROGUE = Bilingual(
    nl="De site ligt buiten de Europese Unie en noemt geen adres voor meldingen; daarom gaan we om de site heen.",
    en="The site is outside the European Union and names no address for notices, so we go round it.",
)
REGISTRY = Bilingual(
    nl="Dit register beheert het topdomein waaronder de site valt.",
    en="This registry keeps the top-level domain of the site.",
)
OBJECTION = Bilingual(
    nl="Bezwaar en beperking zetten het gebruik van het beeld stil terwijl over wissen wordt beslist.",
    en="Objection and restriction halt the use of the image while erasure is decided.",
)
ACCESS = Bilingual(
    nl="Inzage laat zien welke gegevens er zijn, waar ze vandaan kwamen en aan wie ze zijn gegeven.",
    en="Access shows which data there are, where they came from and to whom they were given.",
)
DATA_COURT = Bilingual(
    nl="Ook een rechter kan wissen bevelen en schade toewijzen. Bespreek dit met een advocaat.",
    en="A court too can order erasure and award damages. Discuss this with a lawyer.",
)
REFUSED = Bilingual(
    nl="Een eerder verzoek is geweigerd of niet beantwoord.", en="An earlier request was refused or not answered."
)
WHEN_REFUSED = Bilingual(
    nl="De volgende stap als een verzoek wordt geweigerd of geen antwoord krijgt.",
    en="The next step when a request is refused or gets no answer.",
)
MANY_VICTIMS = Bilingual(
    nl="Er zijn meer mensen getroffen: samen optreden maakt sterker.",
    en="More people are affected: acting together is stronger.",
)
ADVERTISES = Bilingual(
    nl="Dit netwerk plaatst advertenties op de pagina.", en="This network places advertisements on the page."
)
SUPERVISOR = Bilingual(
    nl="Een toezichthouder kan bedrijven aanspreken die geld verdienen aan strafbaar materiaal.",
    en="A supervisor can address firms that earn from criminal material.",
)
OFFERS_TOOL = Bilingual(
    nl="In deze winkel staat het programma of een ander als dit.", en="This store offers the tool or one like it."
)
AI_COMPLAINT = Bilingual(
    nl="Een toezichthouder voor AI kan tegen het programma optreden.",
    en="An authority for AI can act against the tool.",
)
WHICH_AUTHORITY = Bilingual(
    nl="Welke toezichthouder in jouw land bevoegd is: dat is nog niet nagegaan.",
    en="Which authority is competent in your country: that was not checked yet.",
)
PUBLISHED = Bilingual(
    nl="Deze uitgever koos zelf om het te tonen en is daar zelf voor verantwoordelijk.",
    en="This publisher chose to show it and answers for that itself.",
)
POLICE_REFUSED = Bilingual(
    nl="De politie nam de aangifte niet op, of de zaak werd gestopt.",
    en="The police did not take the report, or the case was dropped.",
)
COPY_OF_DECISION = Bilingual(
    nl="Een kopie van de beslissing: die hoort bij het klaagschrift.",
    en="A copy of the decision: it belongs with the complaint.",
)
PROSECUTED = Bilingual(
    nl="Er wordt iemand vervolgd: in die strafzaak kun je schade vorderen.",
    en="Someone is prosecuted: you can claim damages in that case.",
)
FUND = Bilingual(nl="Een fonds van de overheid kan een tegemoetkoming geven.", en="A state fund may give compensation.")
OTHER_COUNTRY = Bilingual(
    nl="De zaak speelt ook in een land met een eigen regel hiervoor.",
    en="The case also plays in a country that has its own rule for this.",
)
LINK_ONLY = Bilingual(nl="Geef alleen de link door, nooit het beeld.", en="Pass on the link only, never the picture.")
NO_NAME_NEEDED = Bilingual(
    nl="Voor een melding over een minderjarige hoeft de melder geen naam te geven.",
    en="A notice about a minor needs no name of the notifier.",
)
DUTCH_HOST_OF_MINOR = Bilingual(
    nl="Deze dienst zit in Nederland; een toezichthouder kan verwijdering bevelen.",
    en="This service is in the Netherlands; an authority can order removal.",
)
CONTESTED = Bilingual(
    nl="Alleen ter informatie voor een advocaat: deze weg is omstreden.",
    en="For a lawyer's information only: this route is contested.",
)
NO_CONTACT = Bilingual(
    nl="Een adres of formulier: dat is niet gevonden. Zoek op de site naar contact of abuse.",
    en="An address or form: none was found. Look on the site for contact or abuse.",
)
STOPS = {
    Stop.MINOR: Bilingual(
        nl="De afgebeelde persoon is of kan jonger dan 18 zijn. Daarom wordt niets bezocht of vastgelegd; volg de weg naar meldpunt en politie.",
        en="The person depicted is or may be under 18. Nothing is visited or captured; follow the way to hotline and police.",
    ),
    Stop.DANGER: Bilingual(
        nl="Is er nu gevaar? Bel 112. Papier kan wachten.", en="Is there danger now? Call 112. Paper can wait."
    ),
    Stop.EXTORTION: Bilingual(
        nl="Betaal nooit en onderhandel niet. Bewaar de berichten en ga meteen naar de politie.",
        en="Never pay and do not negotiate. Keep the messages and go to the police at once.",
    ),
    Stop.CONSENTED: Bilingual(
        nl="Je gaf aan dat je er toen mee instemde. Onze brieven zeggen dat er geen toestemming was, daarom maken we ze niet. Toestemming mag je intrekken, en wie verder ging dan je toestond zit fout: Helpwanted of een advocaat helpt je verder.",
        en="You said that you agreed at the time. Our letters say that there was no consent, so they are not made. You may withdraw consent, and whoever went further than you allowed is in the wrong: Helpwanted or a lawyer can help you on.",
    ),
    Stop.SATIRE: Bilingual(
        nl="Omdat het satire of berichtgeving van publiek belang kan zijn, maken we geen verzoeken tot verwijdering. Een advocaat kan de belangen afwegen.",
        en="Because it may be satire or reporting in the public interest, no removal notices are made. A lawyer can weigh the interests.",
    ),
}
TOLD_UPLOADER = Bilingual(
    nl="Je gaf zelf op wie het plaatste of maakte.", en="You told yourself who posted or made it."
)
NO_ADDRESS_OF_UPLOADER = Bilingual(
    nl="Een adres van de uploader, dat alleen wie de brief verstuurt hoeft te kennen.",
    en="An address of the uploader, which only whoever sends the letter needs to know.",
)
LACKING = {
    Lack.UPLOADER: Bilingual(
        nl="De naam of het account van wie het plaatste of maakte.",
        en="The name or account of whoever posted or made it.",
    ),
    Lack.PERSON: Bilingual(
        nl="De naam van de afgebeelde persoon: zonder naam kan dit verzoek niet.",
        en="The name of the person depicted: this request cannot do without it.",
    ),
    Lack.REFUSAL: Bilingual(
        nl="Een weigering of het uitblijven van antwoord op een eerder verzoek, met de dag waarop dat bleek.",
        en="A refusal of an earlier request, or no answer to it, with the day on which that was known.",
    ),
}
OTHER_LAW = Bilingual(
    nl="De wegen naar politie en rechter zijn hier die van Nederland. In een ander land kunnen andere artikelen en termijnen gelden; vraag het daar na.",
    en="The ways to police and court given here are Dutch. In another country other clauses and terms may apply; ask there.",
)
NOTHING_CAPTURED = Bilingual(
    nl="Geen enkele link kon worden vastgelegd. Maak zelf een schermafbeelding met adres en tijd.",
    en="No link could be captured. Make a screenshot yourself, with address and time.",
)

NOT_CHECKED = Bilingual(
    nl="Nog niet nagekeken bij een bron; daarom niet als recht gebruikt.",
    en="Not yet checked against a source, so not used as law.",
)


def klacht_clock(last: datetime, now: datetime) -> Bilingual:
    """Return the warning about the term of three months for complaint-only offences."""
    day = last.astimezone(ZONE)
    if last < now:
        return Bilingual(
            nl=f"De termijn van drie maanden voor een klacht liep af op {day:%d-%m-%Y}. Aangifte van het hoofdfeit kan nog wel; vraag een advocaat of de klacht nog kan.",
            en=f"The term of three months for a klacht ended on {day:%Y-%m-%d}. The main offence can still be reported; ask a lawyer about the klacht.",
        )
    return Bilingual(
        nl=f"Vraag uiterlijk {day:%d-%m-%Y} bij de politie uitdrukkelijk om vervolging (klacht). Daarna kan dat voor smaad, laster, belediging en belaging niet meer.",
        en=f"Ask the police expressly for prosecution (klacht) no later than {day:%Y-%m-%d}. After that it is too late for libel, slander, insult and stalking.",
    )
