# SPDX-License-Identifier: Apache-2.0
"""A hundred cases in plain words: what is told and found, and what must and must not be in the plan."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from tests.rooms.remedies.test_plan import FACTS, NOW, party
from verweer.parties import Channel, Contact, Party, PartyKind
from verweer.remedies import Facts, Material, Refusal, Sender, SenderKind, Uploader, YesNoUnsure

K = PartyKind
REACHED = (Contact(channel=Channel.FORM, address="https://firma.test/meld", source="test"),)
EX = Uploader(known=True, name="R. Ex")
SAFE_EX = Uploader(known=True, name="R. Ex", contact_is_safe=True)
OWN = Sender(kind=SenderKind.SELF, name="Fenna Duinker", email="fenna@post.test")
LAWYER = Sender(kind=SenderKind.LAWYER, name="mr. A. Advocaat", email="a@kantoor.test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One case; `rules` are those that tracks of the plan must name."""

    facts: Facts
    parties: tuple[Party, ...]
    must: frozenset[str]
    never: frozenset[str]
    rules: frozenset[str]
    on: datetime = field(default=NOW)


SCENARIOS: dict[str, Scenario] = {}


def case(
    told: str,
    *parties: Party,
    must: str = "",
    never: str = "",
    rules: str = "",
    on: datetime = NOW,
    **facts: Any,
) -> None:
    """Add a row."""
    assert told not in SCENARIOS, told
    SCENARIOS[told] = Scenario(
        facts=replace(FACTS, person="Fenna Duinker", **facts),
        parties=parties,
        must=frozenset(must.split()),
        never=frozenset(never.split()),
        rules=frozenset(rules.split()),
        on=on,
    )


def at(kind: PartyKind, name: str = "", country: str | None = None, *, reached: bool = True) -> Party:
    """Return a party; with `reached=False` nobody knows how to write to it."""
    found = party(kind, name or kind.value, country)
    return replace(found, contacts=REACHED) if reached else found


PLATFORM, VLOP, MICRO = at(K.PLATFORM), at(K.PLATFORM_VLOP), at(K.PLATFORM_MICRO)
HOST, DUTCH_HOST = at(K.HOSTING), at(K.HOSTING, country="NL")
ROGUE = at(K.PLATFORM, "tube", "RU", reached=False)
CDN, REGISTRAR, DUTCH_REGISTRY = at(K.CDN), at(K.REGISTRAR), at(K.REGISTRY, country="NL")
GOOGLE, BING, OTHER_ENGINE = at(K.SEARCH_ENGINE, "google"), at(K.SEARCH_ENGINE, "bing"), at(K.SEARCH_ENGINE, "zoek")
STOPNCII = at(K.HASH_BANK, "stopncii")
PSP, MASTERCARD, VISA = at(K.PAYMENT), at(K.CARD_SCHEME, "mastercard"), at(K.CARD_SCHEME, "visa")
ADS, STORE, MAKER = at(K.AD_NETWORK), at(K.APP_STORE), at(K.GENERATOR)
UPLOADER, PUBLISHER = at(K.UPLOADER), at(K.PUBLISHER)
AMERICAN, AMERICAN_VLOP = at(K.PLATFORM, country="US"), at(K.PLATFORM_VLOP, country="US")
NO, UNSURE = YesNoUnsure.NO, YesNoUnsure.UNSURE
NOTICES = "eu.dsa.16 nl.ntd infra.cdn infra.registrar us.tida"


def refused(remedy: str, by: Party | None = None, on: date | None = date(2026, 11, 20)) -> Refusal:
    """Return a refusal by a party."""
    return Refusal(remedy=remedy, by=by.name if by else "", on=on)


# R00: safety and support come first.
case("nothing but a link", must="nl.offlimits nl.slachtofferhulp nl.sv.aangifte", rules="R00")
case("someone is in danger now", danger=True, must="nl.offlimits nl.sv.aangifte", rules="R00")
case(
    "a danger and a satire at once still has support",
    danger=True,
    satire_or_public_interest=UNSURE,
    must="nl.offlimits nl.sv.aangifte",
    rules="R00",
)
case("a helper asks for the person", VLOP, must="nl.slachtofferhulp eu.dsa.16", rules="R00")
# R01: a minor, or someone who may be one.
case(
    "a girl of 15",
    VLOP,
    adult=NO,
    must="org.meldpunt org.takeitdown nl.sv.aangifte eu.dsa.16",
    never="eu.gdpr.17 hash.stopncii search.google nl.lycos nl.sv.klacht",
    rules="R01",
)
case(
    "nobody knows the age",
    VLOP,
    adult=UNSURE,
    must="org.meldpunt org.takeitdown eu.dsa.16",
    never="hash.stopncii eu.gdpr.17",
    rules="R01",
)
case(
    "a minor on a Dutch host", DUTCH_HOST, adult=NO, must="nl.atkm eu.dsa.16 org.meldpunt", never="nl.ntd", rules="R01"
)
case("a minor on a foreign host", at(K.HOSTING, country="FR"), adult=NO, must="eu.dsa.16", never="nl.atkm", rules="R01")
case(
    "a minor who is extorted",
    adult=NO,
    extortion=True,
    must="org.takeitdown nl.sv.aangifte",
    never="hash.stopncii",
    rules="R01 R16",
)
case(
    "a minor behind payments, a tool and a search engine",
    PSP,
    MAKER,
    GOOGLE,
    adult=NO,
    must="org.meldpunt",
    never="pay.psp genai.report search.google",
    rules="R01",
)
case(
    "a minor in a satire",
    adult=NO,
    satire_or_public_interest=YesNoUnsure.YES,
    must="org.meldpunt",
    never="nl.rv.kortgeding",
    rules="R01",
)
# R02: a very large platform.
case(
    "a very large platform",
    VLOP,
    GOOGLE,
    BING,
    STOPNCII,
    must="eu.dsa.16 hash.stopncii search.google search.bing nl.offlimits eu.dsa.20 eu.dsa.commission nl.rv.kortgeding",
    rules="R02",
)
case(
    "a very large platform refused the notice",
    VLOP,
    refusals=(refused("eu.dsa.16", VLOP),),
    must="eu.dsa.20 eu.dsa.21 nl.acm.dsc eu.dsa.commission",
    rules="R02",
)
case(
    "a very large platform refused the complaint too",
    VLOP,
    refusals=(refused("eu.dsa.20", VLOP),),
    must="eu.dsa.21 nl.acm.dsc",
    rules="R02",
)
case("a lawyer writes to a very large platform", VLOP, sender=LAWYER, must="eu.dsa.16 eu.gdpr.17", rules="R02")
case("the person writes to a very large platform", VLOP, sender=OWN, must="eu.dsa.16", rules="R02")
# R03: another platform.
case(
    "a platform of ordinary size",
    PLATFORM,
    must="eu.dsa.16 eu.dsa.20 eu.dsa.21 nl.acm.dsc",
    never="eu.dsa.commission",
    rules="R03",
)
case(
    "a platform refused the notice",
    PLATFORM,
    refusals=(refused("eu.dsa.16", PLATFORM),),
    must="eu.dsa.20 nl.acm.dsc",
    never="eu.dsa.commission",
    rules="R03",
)
case(
    "two platforms, one refused",
    PLATFORM,
    at(K.PLATFORM, "ander"),
    refusals=(refused("eu.dsa.16", PLATFORM),),
    must="eu.dsa.16 eu.dsa.20",
    rules="R03",
)
case(
    "a Belgian writes to a platform",
    PLATFORM,
    jurisdiction="BE",
    must="eu.dsa.16 eu.dsa.53",
    never="nl.acm.dsc",
    rules="R03 R19",
)
# R04: a micro or small platform.
case("a tiny forum", MICRO, must="eu.dsa.16 nl.acm.dsc", never="eu.dsa.20 eu.dsa.21 eu.dsa.commission", rules="R04")
case(
    "a tiny forum refused",
    MICRO,
    refusals=(refused("eu.dsa.16", MICRO),),
    must="nl.acm.dsc",
    never="eu.dsa.20 eu.dsa.21",
    rules="R04",
)
case("a tiny forum that takes payments", MICRO, PSP, must="eu.dsa.16 pay.psp", never="eu.dsa.20", rules="R04 R13")
# R05: hosts, and hosts behind a CDN.
case("a plain host in France", at(K.HOSTING, country="FR"), must="eu.dsa.16", never="nl.ntd eu.dsa.20", rules="R05")
case("a plain host in the Netherlands", DUTCH_HOST, must="eu.dsa.16 nl.ntd", never="eu.dsa.20", rules="R05")
case("a site behind a CDN", CDN, must="infra.cdn", never="eu.dsa.16", rules="R05")
case("a CDN and the file on a Dutch host", CDN, DUTCH_HOST, must="infra.cdn eu.dsa.16 nl.ntd", rules="R05")
case(
    "a host that refused",
    HOST,
    refusals=(refused("eu.dsa.16", HOST),),
    must="nl.acm.dsc",
    never="eu.dsa.20",
    rules="R05",
)
# R06: a site abroad without an address for notices.
case(
    "a tube site in Russia without contact",
    ROGUE,
    CDN,
    REGISTRAR,
    GOOGLE,
    must="infra.cdn infra.registrar search.google int.mlat nl.block nl.sv.aangifte",
    rules="R06",
)
case(
    "a tube site in Russia with payments",
    ROGUE,
    PSP,
    MASTERCARD,
    ADS,
    must="pay.psp pay.mc5196 infra.appstore eu.dsa.16",
    rules="R13",
)
case("a site of nowhere under .nl", ROGUE, REGISTRAR, DUTCH_REGISTRY, must="infra.registrar nl.sidn", rules="R06")
case("a Dutch registry comes last", PLATFORM, DUTCH_REGISTRY, must="nl.sidn", rules="R06")
case("a foreign registry", PLATFORM, at(K.REGISTRY, country="US"), must="infra.registrar", never="nl.sidn", rules="R06")
case(
    "a platform in the Union with contact needs no going round",
    at(K.PLATFORM, country="IE"),
    REGISTRAR,
    must="infra.registrar",
    never="int.mlat",
)
case("site blocking is never a letter", ROGUE, must="nl.block", rules="R06")
# R07: an American platform.
case("an American platform", AMERICAN, must="us.tida eu.dsa.16", never="us.ftc", rules="R07")
case("a very large American platform", AMERICAN_VLOP, must="us.tida eu.dsa.16 eu.dsa.commission", rules="R07")
case("an American platform refused", AMERICAN, refusals=(refused("us.tida", AMERICAN),), must="us.ftc", rules="R07")
case("an Irish platform", at(K.PLATFORM, country="IE"), must="eu.dsa.16", never="us.tida us.ftc")
case("an American host is no platform", at(K.HOSTING, country="US"), must="eu.dsa.16", never="us.tida")
# R08: the uploader is unknown.
case("an unknown uploader on a platform", PLATFORM, must="nl.lycos nl.sv.aangifte eu.dsa.16", rules="R08")
case("an unknown uploader on a host", HOST, must="nl.lycos", rules="R08")
case(
    "an account name alone is not a known uploader",
    PLATFORM,
    uploader=Uploader(accounts=("nachtvlinder",)),
    must="nl.lycos",
    rules="R08",
)
# R09: the uploader is known.
case(
    "an ex, contact unsafe",
    UPLOADER,
    PLATFORM,
    uploader=EX,
    must="nl.sv.aangifte nl.sv.klacht nl.rv.kortgeding",
    never="nl.bw.6-162 nl.lycos",
    rules="R09",
)
case(
    "an ex, contact safe", UPLOADER, uploader=SAFE_EX, must="nl.bw.6-162 nl.sv.aangifte", never="nl.lycos", rules="R09"
)
case(
    "an ex on a very large platform",
    UPLOADER,
    VLOP,
    uploader=SAFE_EX,
    must="nl.bw.6-162 eu.dsa.16 eu.gdpr.17",
    never="nl.lycos",
    rules="R09 R02",
)
case("a gossip site that chose to publish", PUBLISHER, must="nl.aw.21 nl.bw.6-167", never="eu.dsa.16", rules="R09")
case(
    "an ex who goes on and on",
    UPLOADER,
    uploader=EX,
    repeated_harassment=True,
    must="nl.sv.aangifte nl.sv.klacht",
    rules="R09",
)
# R10: the material is real.
case(
    "a real video on a platform",
    PLATFORM,
    GOOGLE,
    material=Material.REAL,
    must="eu.dsa.16 search.google nl.sv.aangifte",
    never="us.dmca",
    rules="R10",
)
case(
    "a real selfie, made by the person, on an American host",
    at(K.HOSTING, country="US"),
    material=Material.REAL,
    own_photo=True,
    must="us.dmca eu.dsa.16",
    rules="R10",
)
case(
    "a real selfie on a Dutch host", DUTCH_HOST, material=Material.REAL, own_photo=True, must="nl.ntd", never="us.dmca"
)
case(
    "a fake made from an own selfie on an American platform",
    AMERICAN,
    own_photo=True,
    must="us.dmca us.tida",
    rules="R10 R07",
)
case(
    "nobody knows whether it is real", PLATFORM, material=Material.UNSURE, must="eu.dsa.16 nl.sv.aangifte", rules="R03"
)
# R11: an obvious fake.
case(
    "an obvious fake of a politician",
    PLATFORM,
    material=Material.OBVIOUS_FAKE,
    must="nl.bw.6-162 nl.aw.21 eu.gdpr.17 eu.dsa.16",
    rules="R11",
)
case(
    "an obvious fake on a host",
    HOST,
    material=Material.OBVIOUS_FAKE,
    must="eu.dsa.16 nl.sv.aangifte nl.bw.6-162 nl.aw.21",
    never="nl.sr.254ba",
    rules="R11",
)
case("a convincing fake needs no fallback", PLATFORM, must="eu.dsa.16", never="nl.aw.21 nl.bw.6-162")
# R12: the date of the act.
case("it existed in June 2024", made_before=date(2024, 6, 1), must="nl.sv.aangifte", rules="R12")
case("it existed in 2021", PLATFORM, made_before=date(2021, 3, 1), must="nl.sv.aangifte eu.dsa.16", rules="R12")
case("it is of this year", made_before=date(2026, 11, 1), must="nl.sv.aangifte", rules="R12")
# R13: payments and advertisements.
case("payments seen", PSP, must="pay.psp pay.supervisor", rules="R13")
case("a card logo", MASTERCARD, must="pay.mc5196", rules="R13")
case("a Visa logo: its rules are not checked", VISA, never="pay.visa", must="pay.supervisor", rules="R13")
case("advertisements", ADS, must="infra.appstore", never="pay.supervisor", rules="R13")
case("no payments", PLATFORM, must="eu.dsa.16", never="pay.psp pay.mc5196 pay.supervisor")
# R14: the tool.
case("a tool whose maker is known", MAKER, must="genai.report eu.aia.85", rules="R14")
case("a tool in an app store", MAKER, STORE, must="genai.report infra.appstore", rules="R14")
case("a tool named by the person only", tools=("Droombeeld",), must="eu.aia.85", never="genai.report", rules="R14")
case(
    "a tool after the ban began",
    MAKER,
    on=datetime(2026, 12, 3, 9, tzinfo=UTC),
    must="genai.report eu.aia.85",
    rules="R14",
)
case("a tool, and a victim in Belgium", MAKER, jurisdiction="BE", must="genai.report", rules="R14")
# R15: private only.
case("a group chat", private_group_only=True, must="nl.sv.aangifte", never=NOTICES, rules="R15")
case(
    "a group chat on a platform",
    PLATFORM,
    STOPNCII,
    private_group_only=True,
    must="hash.stopncii nl.sv.aangifte",
    never=f"{NOTICES} eu.gdpr.17 eu.dsa.20",
    rules="R15",
)
case(
    "a group chat, obvious fake",
    PLATFORM,
    private_group_only=True,
    material=Material.OBVIOUS_FAKE,
    must="nl.sv.aangifte",
    never="nl.aw.21 eu.dsa.16",
    rules="R15 R11",
)
# R16: threats.
case("an extorter wants money", STOPNCII, extortion=True, must="nl.sv.aangifte hash.stopncii", rules="R16")
case("an extorter on a platform", PLATFORM, extortion=True, must="nl.sv.aangifte eu.dsa.16 nl.lycos", rules="R16")
case(
    "an extorter behind what may be satire",
    PLATFORM,
    extortion=True,
    satire_or_public_interest=UNSURE,
    must="nl.sv.aangifte",
    never="eu.dsa.16",
    rules="R16",
)
# R17: satire and public interest.
case(
    "it may be satire",
    PLATFORM,
    PSP,
    satire_or_public_interest=UNSURE,
    must="nl.rv.kortgeding nl.offlimits",
    never=f"{NOTICES} pay.psp eu.gdpr.17 nl.sv.aangifte",
)
case(
    "it is reporting on a public matter",
    PUBLISHER,
    satire_or_public_interest=YesNoUnsure.YES,
    must="nl.rv.kortgeding",
    never="nl.aw.21 nl.bw.6-167",
)
case(
    "satire with a known maker",
    UPLOADER,
    uploader=SAFE_EX,
    satire_or_public_interest=YesNoUnsure.YES,
    never="nl.bw.6-162",
    must="nl.offlimits",
)
# R18: personal data.
case("erasure at a platform", PLATFORM, must="eu.gdpr.17 eu.gdpr.18-21 eu.gdpr.15 nl.ap.klacht", rules="R18")
case(
    "erasure was ignored", PLATFORM, refusals=(refused("eu.gdpr.17", PLATFORM, None),), must="nl.ap.klacht", rules="R18"
)
case("another search engine", OTHER_ENGINE, must="search.rtbf", never="search.google", rules="R18")
case(
    "erasure ignored in Germany",
    PLATFORM,
    jurisdiction="DE",
    refusals=(refused("eu.gdpr.17", PLATFORM),),
    must="eu.gdpr.77",
    never="nl.ap.klacht",
    rules="R18 R19",
)
case("the maker of a tool holds data too", MAKER, must="eu.gdpr.17 eu.gdpr.15", rules="R18")
# R19: other countries.
case("a victim in Belgium", jurisdiction="BE", must="be.417", rules="R19")
case("a victim in Italy", PLATFORM, jurisdiction="IT", must="it.612q eu.dsa.16", rules="R19")
case("an uploader in Britain", countries=("GB",), must="uk.soa", rules="R19")
case("a site in Australia", PLATFORM, countries=("AU",), must="au.esafety eu.dsa.16", rules="R19")
case("Germany has only a plan", countries=("DE",), must="de.planned", rules="R19")
case("the US without a platform", countries=("US",), must="us.tida", rules="R19")
# R20: many victims.
case(
    "ten women on one site",
    VLOP,
    many_victims=True,
    must="nl.offlimits eu.dsa.commission nl.rv.kortgeding",
    rules="R20",
)
case(
    "a whole class, by a known pupil",
    UPLOADER,
    uploader=EX,
    many_victims=True,
    must="nl.offlimits nl.rv.kortgeding",
    rules="R20",
)
case("one victim is no collective", VLOP, must="eu.dsa.16", never="nl.case.xhamster")
# R21: the police refuse.
case(
    "the police sent the person away",
    police_refused=True,
    must="nl.police.complaint nl.sv.art12 nl.sv.aangifte",
    rules="R21",
)
case(
    "the case was dropped on 20 November",
    police_refused=True,
    refusals=(refused("nl.sv.aangifte"),),
    must="nl.sv.art12",
    rules="R21",
)
case("no refusal, no complaint about the police", must="nl.sv.aangifte", never="nl.sv.art12 nl.police.complaint")
# R22: a suspect is prosecuted.
case(
    "a suspect is before the court",
    prosecution=True,
    uploader=EX,
    must="nl.sv.benadeelde nl.schadefonds nl.slachtofferhulp",
    rules="R22",
)
case("a suspect in a case of many", prosecution=True, many_victims=True, must="nl.sv.benadeelde", rules="R22 R20")
case("no suspect, no claim", must="nl.sv.aangifte", never="nl.sv.benadeelde nl.schadefonds")
# Consent that was given.
case(
    "consent was given once",
    PLATFORM,
    PSP,
    consented=True,
    must="nl.offlimits nl.rv.kortgeding",
    never=f"{NOTICES} pay.psp eu.gdpr.17 nl.sv.aangifte",
)
case(
    "name and address stand beside the image",
    PLATFORM,
    name_attached=True,
    must="nl.sv.aangifte nl.sv.klacht eu.dsa.16",
    rules="R12",
)
case(
    "a host ignored the notice",
    HOST,
    refusals=(refused("eu.dsa.16", HOST),),
    must="nl.bw.6-162 nl.acm.dsc",
    never="eu.dsa.20 eu.dsa.21",
    rules="R05",
)
# Law as it stands on the day.
case(
    "an American platform, the day before its duty began",
    AMERICAN,
    on=datetime(2026, 5, 18, 9, tzinfo=UTC),
    first_knowledge=date(2026, 5, 10),
    must="eu.dsa.16",
    never="us.tida us.ftc",
)
case(
    "an American platform, the day on which its duty began",
    AMERICAN,
    on=datetime(2026, 5, 19, 9, tzinfo=UTC),
    first_knowledge=date(2026, 5, 10),
    must="eu.dsa.16 us.tida",
    rules="R07",
)
case(
    "a platform before the Digital Services Act",
    PLATFORM,
    on=datetime(2024, 2, 16, 9, tzinfo=UTC),
    first_knowledge=date(2024, 2, 10),
    must="eu.gdpr.17 nl.lycos nl.sv.aangifte",
    never="eu.dsa.16 eu.dsa.20 nl.acm.dsc eu.aia.85",
)
# All at once.
case(
    "everything at once",
    ROGUE,
    VLOP,
    MICRO,
    DUTCH_HOST,
    CDN,
    REGISTRAR,
    DUTCH_REGISTRY,
    GOOGLE,
    BING,
    OTHER_ENGINE,
    STOPNCII,
    PSP,
    MASTERCARD,
    ADS,
    STORE,
    MAKER,
    must="eu.dsa.16 nl.ntd infra.cdn infra.registrar nl.sidn search.google search.bing search.rtbf hash.stopncii pay.psp pay.mc5196 infra.appstore genai.report nl.lycos eu.gdpr.17 nl.sv.aangifte nl.block",
    rules="R00 R02 R04 R05 R06 R08 R13 R14 R18",
)
