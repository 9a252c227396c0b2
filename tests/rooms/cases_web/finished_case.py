# SPDX-License-Identifier: Apache-2.0
"""An invented, finished case folder made of the real values, for pages and seals."""

from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from pydantic import TypeAdapter

from verweer.browser import Lack
from verweer.cases.model import (
    CaseRecord,
    ItemRecord,
    LabelsRecord,
    LabelStanding,
    LinkRecord,
    Route,
    SamePlace,
    Sighting,
    Step,
    StepRecord,
    StepState,
)
from verweer.evidence.model import Captured, NotCaptured, Stamping, Trouble
from verweer.kernel import Bilingual, Digest, Language
from verweer.parties.model import Certainty, Channel, Contact, Party, PartyKind, Power, Reason, Trace
from verweer.remedies import (
    Actor,
    Confidence,
    Deadline,
    Effect,
    LeftOut,
    Nature,
    Plan,
    Remedy,
    Stage,
    Status,
    Track,
    Use,
)

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
PLATFORM_SITE = "https://www.filmpjes.example/kijk/4711"


def both(nl: str, en: str) -> Bilingual:
    return Bilingual(nl=nl, en=en)


def write_finished_case(folder: Path, *, links: int = 4, route: Route = Route.FULL) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    plan, record = invented_plan(), invented_record(links, route)
    files = {
        "case.json": TypeAdapter(CaseRecord).dump_json(record),
        "LEESMIJ.txt": b"Begin hier.",
        "dossier.pdf": b"%PDF-1.7 dossier",
        "dossier.zip": b"PK" + bytes(300_000),
        "work/left.txt": b"only for the building",
    }
    if route is Route.FULL:
        files["plan.json"] = TypeAdapter(Plan).dump_json(plan)
        files["parties.json"] = TypeAdapter(Trace).dump_json(
            Trace(
                parties=(platform(), host()),
                replies=(),
                gaps=(both("Van link 3 is niets gevonden.", "Nothing was found about link 3."),),
            )
        )
        for track in plan.tracks:
            files |= {f"letters/{track.id}.{kind}": f"{kind} {track.id}".encode() for kind in ("pdf", "eml", "txt")}
        for link in record.links:
            if link.blurred:
                files |= {link.blurred: _wash(), link.package: b"wacz " + bytes(1000)}
    else:
        files |= {"guidance.pdf": b"%PDF-1.7 guidance", "guidance.txt": b"guidance"}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def invented_record(links: int, route: Route) -> CaseRecord:
    return CaseRecord(
        id="c0ffee",
        opened=NOW,
        language=Language.DUTCH,
        route=route,
        steps=tuple(StepRecord(step=step, state=StepState.DONE, done=1, total=1) for step in Step),
        links=tuple(_link(number) for number in range(1, links + 1)) if route is Route.FULL else (),
        items=(
            ItemRecord(
                name="item-1",
                kind="video",
                digests=(Digest.of(b"1"),),
                sightings=(Sighting(url=PLATFORM_SITE, link=1), Sighting(url=PLATFORM_SITE, link=2)),
                width=1280,
                height=720,
                seconds=12.0,
                quality=92,
                widest_distance=6,
            ),
        )
        if route is Route.FULL
        else (),
        labels=(invented_labels(),) if route is Route.FULL else (),
        finished=NOW,
    )


def invented_labels() -> LabelsRecord:
    return LabelsRecord(
        digest=Digest.of(b"1"),
        standing=LabelStanding.VALID,
        signer="Beeldenbakker <b>BV</b>",
        tool="droombeeld-lang-v3.1-zonder-een-enkele-spatie-in-de-naam",
        at="2026-11-19T20:00:00Z",
        source_types=("http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",),
        claims=("PNG parameters: a lighthouse, <i>steps 20</i>",),
        sentences=(
            both("Een heel label van Beeldenbakker <b>BV</b>.", "A whole label by Beeldenbakker <b>BV</b>."),
            both("Dat een label ontbreekt bewijst niets.", "A missing label proves nothing."),
        ),
    )


def building_record() -> CaseRecord:
    steps = [
        StepRecord(step=Step.GATE, state=StepState.DONE),
        StepRecord(step=Step.CAPTURE, state=StepState.RUNNING, done=2, total=5),
    ]
    steps += [StepRecord(step=step) for step in list(Step)[2:]]
    return CaseRecord(id="c0ffee", opened=NOW, language=Language.DUTCH, route=Route.FULL, steps=tuple(steps), links=())


def platform() -> Party:
    return Party(
        key="platform:filmpjes.example",
        kind=PartyKind.PLATFORM,
        name="Filmpjes B.V.",
        links=(PLATFORM_SITE,),
        reasons=(
            Reason(
                hop="domain",
                seen=both("De pagina stond op www.filmpjes.example.", "The page was on www.filmpjes.example."),
                source="bezoek",
                at=NOW,
            ),
        ),
        certainty=Certainty.CERTAIN,
        powers=frozenset({Power.REMOVE}),
        contacts=(
            Contact(channel=Channel.EMAIL, address="misbruik@filmpjes.example", source="directory"),
            Contact(
                channel=Channel.FORM,
                address="https://www.filmpjes.example/melden/een-heel-lang-pad-naar-het-formulier",
                source="directory",
            ),
        ),
        verified="2026-11-01",
    )


def host() -> Party:
    return Party(
        key="hosting:as64500",
        kind=PartyKind.HOSTING,
        name="Voorbeeld Hosting",
        links=(PLATFORM_SITE,),
        reasons=(
            Reason(
                hop="network",
                seen=both("Het adres hoort bij het netwerk AS64500.", "The address belongs to the network AS64500."),
                source="tabel",
                at=NOW,
            ),
        ),
        certainty=Certainty.LIKELY,
        powers=frozenset({Power.DISABLE}),
        masked=True,
        note=both("Stuur dit pas als het platform niets doet.", "Send this only when the platform does nothing."),
    )


def invented_plan() -> Plan:
    tracks = (
        _track(
            "nl.dsa.16-filmpjes.example",
            both("Melding bij het platform", "Notice to the platform"),
            Effect.REMOVES,
            party=platform(),
            deadline=True,
        ),
        _track(
            "nl.host-voorbeeld",
            both("Melding bij het hostingbedrijf", "Notice to the host"),
            Effect.REMOVES,
            party=host(),
            stage=Stage.NEXT,
        ),
        _track("eu.search.google", both("Uit de zoekresultaten halen", "Take out of search results"), Effect.HIDES),
        _track(
            "nl.sr.254ba",
            both("Aangifte bij de politie", "Report to the police"),
            Effect.PUNISHES,
            missing=True,
            deadline=True,
        ),
        _track(
            "org.stopncii",
            both("Kopieën tegenhouden met StopNCII", "Stop copies with StopNCII"),
            Effect.PREVENTS,
            law=Confidence.UNVERIFIED,
        ),
        _track(
            "org.helpwanted",
            both("Praten met Helpwanted", "Talk to Helpwanted"),
            Effect.SUPPORTS,
            stage=Stage.INFORMATION,
        ),
    )
    left = LeftOut(
        remedy=_remedy("nl.x", both("Uit de hostlijst van kaartbedrijven", "Card company rules"), Effect.STARVES),
        why_not=both("Er is geen manier van betalen gezien.", "No way to pay was seen."),
    )
    warning = both(
        "Een klacht bij de politie kan nog tot 20 februari 2027. Wacht daar niet mee.",
        "A complaint to the police is possible until 20 February 2027. Do not wait.",
    )
    return Plan(tracks=tracks, left_out=(left,), warnings=(warning,))


def _link(number: int) -> LinkRecord:
    text = f"{PLATFORM_SITE}?nummer={number}"
    match number % 4:
        case 3:
            return LinkRecord(
                number=number,
                text="javascript:alert(1)",
                outcome=NotCaptured(
                    trouble=Trouble.NOT_A_LINK, reason=both("Alleen http en https.", "Only http and https.")
                ),
            )
        case 0:
            return LinkRecord(number=number, text=text, shown=text, outcome=SamePlace(number=1))
    return LinkRecord(
        number=number,
        text=PLATFORM_SITE if number == 1 else text,
        shown=PLATFORM_SITE if number == 1 else text,
        outcome=Captured(lacks=(Lack.TIME_LIMIT,) if number % 4 == 2 else ()),
        final_url=text,
        captured_at=NOW,
        package=f"evidence/{number}.wacz",
        digest=Digest.of(text.encode()),
        blurred=f"screenshots/{number}.jpg",
        stamping=Stamping.STAMPED_TWICE,
    )


def _remedy(identity: str, name: Bilingual, effect: Effect, law: Confidence = Confidence.PRIMARY) -> Remedy:
    return Remedy(
        id=identity,
        name=name,
        jurisdiction="NL",
        status=Status.IN_FORCE,
        use=Use.TRACK,
        law=both("Artikel 16 DSA", "Article 16 DSA"),
        addressees=frozenset({PartyKind.PLATFORM}),
        gives=both(
            "Het platform moet de melding beoordelen en je laten weten wat het doet.",
            "The platform must judge the notice and tell you what it does.",
        ),
        effect=effect,
        since=date(2024, 2, 17),
        until=None,
        who=both("iedereen", "anyone"),
        elements=(),
        contents=(),
        terms=(),
        escalation=(),
        sanction=None,
        limits=both("Er staat geen vast aantal dagen in de wet.", "The law names no number of days."),
        sources=("https://eur-lex.europa.eu/",),
        confidence=law,
        confidence_note="",
        template="dsa16",
    )


def _track(  # noqa: PLR0913 - a fixture of a wide value
    identity: str,
    name: Bilingual,
    effect: Effect,
    *,
    party: Party | None = None,
    stage: Stage = Stage.NOW,
    missing: bool = False,
    deadline: bool = False,
    law: Confidence = Confidence.PRIMARY,
) -> Track:
    due = Deadline(
        due=NOW,
        actor=Actor.ADDRESSEE,
        what=both("Zij horen dan te hebben geantwoord", "They should have answered by then"),
        computed=both("Zeven dagen na versturen.", "Seven days after sending."),
        basis=both("DSA 16(6)", "DSA 16(6)"),
        nature=Nature.REMINDER,
    )
    return Track(
        id=identity,
        remedy=_remedy(identity, name, effect, law),
        party=party,
        links=(PLATFORM_SITE,),
        stage=stage,
        why=(
            both(
                "Het beeld staat op hun site, en zij kunnen het weghalen.",
                "The picture is on their site, and they can take it down.",
            ),
        ),
        rules=("R01",),
        missing=(both("De naam van de persoon op het beeld.", "The name of the person in the picture."),)
        if missing
        else (),
        deadlines=(due,) if deadline else (),
        shares_name=missing,
    )


def _wash() -> bytes:
    picture = Image.linear_gradient("L").resize((320, 240)).convert("RGB")
    out = BytesIO()
    picture.save(out, "JPEG", quality=60)
    return out.getvalue()
