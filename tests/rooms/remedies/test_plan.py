# SPDX-License-Identifier: Apache-2.0
"""Which tracks follow from which facts and parties, and what is left out with why not."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.kernel import Bilingual, InputError, Language
from verweer.parties import Certainty, Party, PartyKind, Power, Reason
from verweer.remedies import (
    ZONE,
    Actor,
    BrokenLaw,
    Facts,
    Material,
    Nature,
    Refusal,
    Sender,
    SenderKind,
    Stage,
    Start,
    Term,
    Unit,
    Uploader,
    YesNoUnsure,
    due,
    load_law,
    plan_tracks,
    read_law,
)

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LAW = load_law()
FACTS = Facts(
    language=Language.DUTCH,
    jurisdiction="NL",
    adult=YesNoUnsure.YES,
    material=Material.FAKE,
    links=("https://site.test/a",),
    first_knowledge=date(2026, 11, 20),
    sender=Sender(kind=SenderKind.HELPER, name="Noor de Wit", email="noor@hulplijn.test"),
)


def party(kind: PartyKind, key: str = "firma", country: str | None = None) -> Party:
    seen = Bilingual(nl="gezien", en="seen")
    return Party(
        key=f"{kind.value}:{key}",
        kind=kind,
        name=key,
        links=("https://site.test/a",),
        reasons=(Reason(hop="page", seen=seen, source="page", at=NOW),),
        certainty=Certainty.CERTAIN,
        powers=frozenset({Power.REMOVE}),
        country=country,
    )


EVERYONE = tuple(party(kind, kind.value) for kind in PartyKind)

TRACKS = {
    "a platform gets a notice": (FACTS, party(PartyKind.PLATFORM), "eu.dsa.16", True),
    "a host gets a notice": (FACTS, party(PartyKind.HOSTING), "eu.dsa.16", True),
    "a Dutch host also gets one under the code": (FACTS, party(PartyKind.HOSTING, country="NL"), "nl.ntd", True),
    "a foreign host does not": (FACTS, party(PartyKind.HOSTING, country="FR"), "nl.ntd", False),
    "a CDN is asked for the host": (FACTS, party(PartyKind.CDN), "infra.cdn", True),
    "a CDN gets no notice as if it stored": (FACTS, party(PartyKind.CDN), "eu.dsa.16", False),
    "Google has its own route": (FACTS, party(PartyKind.SEARCH_ENGINE, "google-search"), "search.google", True),
    "Bing has its own route": (FACTS, party(PartyKind.SEARCH_ENGINE, "bing"), "search.bing", True),
    "other engines get the right to be forgotten": (FACTS, party(PartyKind.SEARCH_ENGINE, "zoek"), "search.rtbf", True),
    "a payment firm is asked to stop": (FACTS, party(PartyKind.PAYMENT), "pay.psp", True),
    "Mastercard has rules": (FACTS, party(PartyKind.CARD_SCHEME, "mastercard"), "pay.mc5196", True),
    "what is unverified is no track": (FACTS, party(PartyKind.CARD_SCHEME, "visa"), "pay.visa", False),
    "a tool's maker is told": (FACTS, party(PartyKind.GENERATOR), "genai.report", True),
    "an unknown uploader is asked for": (FACTS, party(PartyKind.PLATFORM), "nl.lycos", True),
    "a known uploader is not asked for": (
        replace(FACTS, uploader=Uploader(known=True)),
        party(PartyKind.PLATFORM),
        "nl.lycos",
        False,
    ),
    "an uploader is not written to when that is unsafe": (
        replace(FACTS, uploader=Uploader(known=True)),
        party(PartyKind.UPLOADER),
        "nl.bw.6-162",
        False,
    ),
    "an uploader is written to when that is safe": (
        replace(FACTS, uploader=Uploader(known=True, contact_is_safe=True)),
        party(PartyKind.UPLOADER),
        "nl.bw.6-162",
        True,
    ),
    "a private group gets no notice": (
        replace(FACTS, private_group_only=True),
        party(PartyKind.PLATFORM),
        "eu.dsa.16",
        False,
    ),
    "satire gets no notice": (
        replace(FACTS, satire_or_public_interest=YesNoUnsure.UNSURE),
        party(PartyKind.PLATFORM),
        "eu.dsa.16",
        False,
    ),
    "an obvious fake gets the fallback grounds": (
        replace(FACTS, material=Material.OBVIOUS_FAKE),
        party(PartyKind.PLATFORM),
        "nl.bw.6-162",
        True,
    ),
}


@pytest.mark.parametrize(("facts", "who", "remedy", "runs"), TRACKS.values(), ids=TRACKS)
def test_a_track_runs_or_not(facts: Facts, who: Party, remedy: str, runs: bool) -> None:  # noqa: FBT001 - a table's last column
    plan = plan_tracks(facts, [who], law=LAW, now=NOW)

    assert any(track.remedy.id == remedy and track.party is not None for track in plan.tracks) is runs


GROUNDS = {
    "after 1 July 2024 the new clause": (date(2026, 11, 1), {"nl.sr.254ba"}),
    "before it the old one too": (date(2024, 6, 1), {"nl.sr.254ba", "nl.sr.139h-old"}),
    "unknown: the new clause": (None, {"nl.sr.254ba"}),
}


@pytest.mark.parametrize(("made_before", "clauses"), GROUNDS.values(), ids=GROUNDS)
def test_the_clause_is_chosen_by_the_date_of_the_act(made_before: date | None, clauses: set[str]) -> None:
    plan = plan_tracks(replace(FACTS, made_before=made_before), [], law=LAW, now=NOW)

    report = next(track for track in plan.tracks if track.remedy.id == "nl.sv.aangifte")
    assert {ground.id for ground in report.grounds} & {"nl.sr.254ba", "nl.sr.139h-old"} == clauses


@pytest.mark.parametrize("adult", [YesNoUnsure.NO, YesNoUnsure.UNSURE])
def test_a_minor_gets_ways_by_link_only(adult: YesNoUnsure) -> None:
    plan = plan_tracks(replace(FACTS, adult=adult), EVERYONE, law=LAW, now=NOW)

    allowed = {"org.meldpunt", "nl.sv.aangifte", "org.takeitdown", "nl.offlimits", "eu.dsa.16", "nl.atkm"}
    assert {track.remedy.id for track in plan.tracks} <= allowed
    assert {track.template for track in plan.tracks if track.remedy.id == "eu.dsa.16"} == {"eu.dsa.16-minor"}
    assert not any(track.shares_name for track in plan.tracks)
    assert "18" in plan.warnings[0].nl


def test_every_remedy_is_a_track_a_ground_or_left_out_with_a_reason() -> None:
    plan = plan_tracks(FACTS, EVERYONE, law=LAW, now=NOW)

    used = {track.remedy.id for track in plan.tracks} | {each.id for track in plan.tracks for each in track.grounds}
    assert used | {left.remedy.id for left in plan.left_out} == set(LAW)
    assert all(left.why_not.nl and left.why_not.en for left in plan.left_out)


def test_nothing_known_from_memory_is_a_ground() -> None:
    plan = plan_tracks(replace(FACTS, extortion=True), EVERYONE, law=LAW, now=NOW)

    assert all(ground.reads_as_law for track in plan.tracks for ground in track.grounds)


def test_blocking_and_court_are_information_only() -> None:
    plan = plan_tracks(FACTS, EVERYONE, law=LAW, now=NOW)

    stages = {track.remedy.id: track.stage for track in plan.tracks}
    assert {stages["nl.rv.kortgeding"], stages["nl.block"], stages["eu.gdpr.79"]} == {Stage.INFORMATION}


def test_the_ban_on_tools_is_announced_until_it_applies() -> None:
    def told(now: datetime) -> str:
        plan = plan_tracks(FACTS, [party(PartyKind.GENERATOR)], law=LAW, now=now)
        return next(track for track in plan.tracks if track.remedy.id == "genai.report").why[1].en

    assert "not yet" in told(datetime(2026, 12, 1, 12, tzinfo=UTC))
    assert "has applied" in told(datetime(2026, 12, 2, 12, tzinfo=UTC))


def test_ids_of_tracks_are_unique_and_fit_for_files() -> None:
    names = [track.id for track in plan_tracks(FACTS, EVERYONE, law=LAW, now=NOW).tracks]

    assert len(set(names)) == len(names)
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-") for name in names)


def test_firms_whose_names_differ_only_in_signs_keep_letters_of_their_own() -> None:
    firms = [party(PartyKind.REGISTRAR, name) for name in ("foo, inc.", "foo inc", "foo inc.", "x" * 99, "x" * 98)]

    assert len({track.id for track in plan_tracks(FACTS, firms, law=LAW, now=NOW).tracks if track.party}) == len(firms)


def test_no_letter_denies_a_consent_that_was_given() -> None:
    plan = plan_tracks(replace(FACTS, consented=True), EVERYONE, law=LAW, now=NOW)

    assert plan.tracks
    assert all(track.template is None for track in plan.tracks)
    assert "Helpwanted" in plan.warnings[0].en


def test_the_klacht_names_only_what_is_prosecuted_upon_complaint() -> None:
    tracks = {track.remedy.id: track for track in plan_tracks(FACTS, [], law=LAW, now=NOW).tracks}

    assert {ground.id for ground in tracks["nl.sv.klacht"].grounds} == {"nl.sr.261", "nl.sr.262", "nl.sr.266"}
    assert "nl.sr.254ba" in {ground.id for ground in tracks["nl.sv.aangifte"].grounds}


def test_what_is_shared_in_a_private_group_only_gets_no_notice_and_no_erasure() -> None:
    private = plan_tracks(replace(FACTS, private_group_only=True), EVERYONE, law=LAW, now=NOW)

    assert not {"eu.dsa.16", "eu.gdpr.17", "infra.cdn"} & {track.remedy.id for track in private.tracks}


def test_danger_and_threats_come_before_any_clock() -> None:
    late = replace(FACTS, danger=True, extortion=True, first_knowledge=NOW.date() - timedelta(days=80))

    told = [warning.en for warning in plan_tracks(late, [], law=LAW, now=NOW).warnings]

    assert "112" in told[0]
    assert "Never pay" in told[1]
    assert "klacht" in told[2]


def test_a_term_that_has_not_begun_says_what_it_hangs_on() -> None:
    tracks = {track.remedy.id: track for track in plan_tracks(FACTS, EVERYONE, law=LAW, now=NOW).tracks}

    assert "if received on" in tracks["eu.gdpr.17"].deadlines[0].computed.en
    assert "vanaf" in tracks["nl.sv.klacht"].deadlines[0].computed.nl


@pytest.mark.parametrize("stop", ["danger", "extortion"])
def test_whoever_is_threatened_is_sent_to_the_police_even_when_it_may_be_satire(stop: str) -> None:
    facts = replace(FACTS, satire_or_public_interest=YesNoUnsure.UNSURE)
    threatened = replace(facts, danger=stop == "danger", extortion=stop == "extortion")

    assert "nl.sv.aangifte" not in {track.remedy.id for track in plan_tracks(facts, [], law=LAW, now=NOW).tracks}
    assert "nl.sv.aangifte" in {track.remedy.id for track in plan_tracks(threatened, [], law=LAW, now=NOW).tracks}


def test_a_case_under_other_law_is_told_that_the_ways_are_dutch() -> None:
    plan = plan_tracks(replace(FACTS, jurisdiction="BE"), [], law=LAW, now=NOW)

    assert "another country" in plan.warnings[0].en


def test_the_order_of_parties_does_not_matter() -> None:
    three = EVERYONE[:3]
    plans = {plan_tracks(FACTS, order, law=LAW, now=NOW) for order in permutations(three)}

    assert len(plans) == 1


KLACHT = {
    "far away: told last": (date(2026, 11, 20), "uiterlijk 19-02-2027"),
    "close: told first": (date(2026, 9, 1), "uiterlijk 01-12-2026"),
    "over: said plainly": (date(2026, 8, 1), "liep af op 30-10-2026"),
}


@pytest.mark.parametrize(("known", "words"), KLACHT.values(), ids=KLACHT)
def test_the_clock_of_the_klacht_is_a_warning(known: date, words: str) -> None:
    plan = plan_tracks(replace(FACTS, first_knowledge=known), [], law=LAW, now=NOW)

    assert any(words in warning.nl for warning in plan.warnings)


def term(count: int, unit: Unit, actor: Actor = Actor.ADDRESSEE) -> Term:
    said = Bilingual(nl="iets", en="something")
    return Term(count=count, unit=unit, starts=Start.SENT, actor=actor, basis=said, nature=Nature.STATUTORY, what=said)


DUE = {
    "hours run through a holiday": (term(48, Unit.HOURS), datetime(2026, 4, 26, 10, tzinfo=UTC), "2026-04-28T12:00"),
    "a month ends on the same day": (term(1, Unit.MONTHS), datetime(2026, 11, 24, 9, tzinfo=UTC), "2026-12-24T23:59"),
    "31 January plus a month is the last of February, and on to Monday": (
        term(1, Unit.MONTHS),
        datetime(2026, 1, 31, 9, tzinfo=UTC),
        "2026-03-02T23:59",
    ),
    "a person's term never runs on": (
        term(3, Unit.MONTHS, Actor.PERSON),
        datetime(2026, 11, 20, 9, tzinfo=UTC),
        "2027-02-19T23:59",
    ),
    "working days leave out King's Day": (
        term(2, Unit.WORKING_DAYS),
        datetime(2026, 4, 24, 9, tzinfo=UTC),
        "2026-04-29T23:59",
    ),
}


@pytest.mark.parametrize(("each", "start", "local"), DUE.values(), ids=DUE)
def test_a_deadline_is_computed(each: Term, start: datetime, local: str) -> None:
    last = due(each, start).due

    assert last
    assert last.astimezone(ZONE).strftime("%Y-%m-%dT%H:%M") == local


@given(st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), st.integers(1, 400))  # noqa: DTZ001 - Hypothesis wants naive bounds
def test_a_term_never_ends_before_it_began(start: datetime, days: int) -> None:
    end = due(term(days, Unit.DAYS), start).due

    assert end
    assert end >= start + timedelta(days=days - 1)
    assert end.astimezone(ZONE).weekday() < 5


def test_our_own_reminders_never_read_as_legal_terms() -> None:
    plan = plan_tracks(FACTS, EVERYONE, law=LAW, now=NOW)

    for deadline in (each for track in plan.tracks for each in track.deadlines if not each.legal):
        assert deadline.computed.nl.startswith("Eigen herinnering, geen wettelijke termijn")
        assert deadline.computed.en.startswith("Our own reminder, not a legal deadline")


GDPR = resources.files("verweer.remedies").joinpath("law", "eu-gdpr.toml").read_bytes()
BROKEN = {
    "a term from an unknown moment": GDPR.replace(b'starts = "received"', b'starts = "full moon"'),
    "a term of less than nothing": GDPR.replace(b"count = 1", b"count = -1"),
    "a term in an unknown unit": GDPR.replace(b'unit = "months"', b'unit = "moons"'),
    "no TOML": b"[",
    "an unknown key": b'["a.b"]\nnaam = "x"',
    "60,000 brackets": b"a = " + b"[" * 60_000,
    "no text": b"\xff",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_law_data_that_is_wrong_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenLaw):
        read_law("test.toml", content)


def test_law_data_is_not_the_readers_fault() -> None:
    assert not issubclass(BrokenLaw, InputError)


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "danger": st.booleans(),
        "extortion": st.booleans(),
        "consented": st.booleans(),
        "adult": st.sampled_from(YesNoUnsure),
        "satire_or_public_interest": st.sampled_from(YesNoUnsure),
        "private_group_only": st.booleans(),
        "many_victims": st.booleans(),
        "police_refused": st.booleans(),
        "prosecution": st.booleans(),
        "own_photo": st.booleans(),
        "material": st.sampled_from(Material),
        "jurisdiction": st.sampled_from(["NL", "BE", "DE", "US", "JP"]),
        "uploader": st.builds(Uploader, known=st.booleans(), contact_is_safe=st.booleans()),
    },
)
STOPPING = (
    {"adult": YesNoUnsure.NO},
    {"danger": True},
    {"extortion": True},
    {"consented": True},
    {"satire_or_public_interest": YesNoUnsure.UNSURE},
)


@given(ANSWERS, st.sampled_from(STOPPING))
def test_more_facts_never_lose_a_stop(answers: dict[str, object], stop: dict[str, object]) -> None:
    fewer = plan_tracks(replace(FACTS, **stop), [], law=LAW, now=NOW).stops  # type: ignore[arg-type]
    more = plan_tracks(replace(FACTS, **{**answers, **stop}), EVERYONE, law=LAW, now=NOW).stops  # type: ignore[arg-type]

    assert set(fewer) <= set(more)


@given(ANSWERS)
def test_every_plan_explains_itself_and_cites_nothing_unchecked(answers: dict[str, object]) -> None:
    plan = plan_tracks(replace(FACTS, **answers), EVERYONE, law=LAW, now=NOW)  # type: ignore[arg-type]

    ids = [track.id for track in plan.tracks]
    used = {track.remedy.id for track in plan.tracks} | {each.id for track in plan.tracks for each in track.grounds}
    assert len(ids) == len(set(ids))
    assert all(track.why and track.rules for track in plan.tracks)
    assert all(ground.reads_as_law for track in plan.tracks for ground in track.grounds)
    assert used | {left.remedy.id for left in plan.left_out} == set(LAW)
    assert all(after in ids for track in plan.tracks for after in track.after)


@pytest.mark.parametrize("by", ["Firma", "site.test", "www.site.test", "platform-firma B.V."])
def test_a_refusal_finds_its_party_by_name_or_by_host(by: str) -> None:
    firm = replace(party(PartyKind.PLATFORM, "firma"), legal_entity="Platform-firma B.V.")
    refused = replace(FACTS, refusals=(Refusal(remedy="eu.dsa.16", by=by, on=date(2026, 11, 10)),))

    tracks = {track.remedy.id: track for track in plan_tracks(refused, [firm], law=LAW, now=NOW).tracks}

    assert tracks["eu.dsa.20"].party == firm
    assert tracks["eu.dsa.20"].stage is Stage.NOW
    assert tracks["eu.dsa.20"].deadlines[0].due


def test_whoever_refused_a_notice_gets_a_demand_before_the_court() -> None:
    firm, other = party(PartyKind.PLATFORM, "firma"), party(PartyKind.HOSTING, "gastheer")
    refused = replace(FACTS, refusals=(Refusal(remedy="eu.dsa.16", by="firma", on=date(2026, 11, 10)),))

    demanded = [
        track
        for track in plan_tracks(refused, [firm, other], law=LAW, now=NOW).tracks
        if track.remedy.id == "nl.bw.6-162"
    ]

    assert [track.party for track in demanded] == [firm]
    assert "eu.dsa.4-6" in {ground.id for ground in demanded[0].grounds}


UPLOADERS = {
    "whose name is known": (Uploader(known=True, name="R. Ex", contact_is_safe=True), "R. Ex", ()),
    "of whom only an account is known": (Uploader(known=True, accounts=("@ex",), contact_is_safe=True), "@ex", ()),
    "of whom nothing was told": (Uploader(known=True, contact_is_safe=True), None, ("uploader",)),
}


@pytest.mark.parametrize(("uploader", "name", "lacks"), UPLOADERS.values(), ids=UPLOADERS)
def test_the_uploader_whom_a_person_knows_is_addressed_without_any_trace(
    uploader: Uploader, name: str | None, lacks: tuple[str, ...]
) -> None:
    plan = plan_tracks(replace(FACTS, uploader=uploader), [party(PartyKind.PLATFORM)], law=LAW, now=NOW)

    demand = next(track for track in plan.tracks if track.remedy.id == "nl.bw.6-162")
    assert (demand.party.name if demand.party else None) == name
    assert demand.lacks == lacks
    assert "ex" not in demand.id


def test_no_letter_goes_to_an_uploader_when_contact_is_not_safe() -> None:
    known = replace(FACTS, uploader=Uploader(known=True, name="R. Ex"))

    assert "nl.bw.6-162" not in {track.remedy.id for track in plan_tracks(known, [], law=LAW, now=NOW).tracks}


def test_an_image_host_to_which_the_link_points_is_asked_to_erase_and_a_plain_host_is_not() -> None:
    plain = party(PartyKind.HOSTING, "gastheer")
    showing = replace(plain, key="hosting:plaatjes", reasons=(replace(plain.reasons[0], hop="link"),))
    named = replace(FACTS, person="Fenna Duinker")

    tracks = plan_tracks(named, [plain, showing], law=LAW, now=NOW).tracks

    assert [track.party for track in tracks if track.remedy.id == "eu.gdpr.17"] == [showing]


RULINGS = {
    "no ruling on marketplaces before it was given": (datetime(2025, 12, 1, 9, tzinfo=UTC), False),
    "the ruling on marketplaces afterwards": (datetime(2025, 12, 2, 9, tzinfo=UTC), True),
}


@pytest.mark.parametrize(("on", "cited"), RULINGS.values(), ids=RULINGS)
def test_a_ruling_is_cited_from_its_own_day(on: datetime, cited: bool) -> None:  # noqa: FBT001 - a table's last column
    named = replace(FACTS, person="Fenna Duinker", first_knowledge=date(2025, 11, 20))

    plan = plan_tracks(named, [party(PartyKind.PLATFORM)], law=LAW, now=on)

    erasure = next(track for track in plan.tracks if track.remedy.id == "eu.gdpr.17")
    assert ("eu.case.c492-23" in {ground.id for ground in erasure.grounds}) is cited


def test_what_comes_later_is_left_out_with_the_day_on_which_it_comes() -> None:
    left = {each.remedy.id: each.why_not.en for each in plan_tracks(FACTS, [], law=LAW, now=NOW).left_out}

    assert left["eu.vaw.5"] == "Applies from 2027-06-14 only."
    assert left["eu.aia.5-ncii"] == "Applies from 2026-12-02 only."


def test_where_it_may_be_satire_the_lawyer_is_told_how_to_weigh() -> None:
    plan = plan_tracks(replace(FACTS, satire_or_public_interest=YesNoUnsure.UNSURE), EVERYONE, law=LAW, now=NOW)

    court = next(track for track in plan.tracks if track.remedy.id == "nl.rv.kortgeding")
    assert "R17" in court.rules
    assert "eu.case.ecthr" in {ground.id for ground in court.grounds}


def test_the_complaint_about_the_police_waits_for_what_was_refused() -> None:
    untold = plan_tracks(replace(FACTS, police_refused=True), [], law=LAW, now=NOW)
    refusals = (
        Refusal(remedy="nl.sv.aangifte", by="politie", on=date(2026, 11, 10)),
        Refusal(remedy="eu.dsa.16", by="firma", on=date(2026, 11, 11)),
    )
    told = plan_tracks(replace(FACTS, police_refused=True, refusals=refusals), [], law=LAW, now=NOW)

    before, after = (
        next(track for track in plan.tracks if track.remedy.id == "nl.police.complaint") for plan in (untold, told)
    )
    assert before.lacks
    assert not after.lacks
    assert after.refusals == refusals[:1]


def test_a_refusal_by_someone_else_changes_nothing_for_this_party() -> None:
    refused = replace(FACTS, refusals=(Refusal(remedy="eu.dsa.16", by="ander.test", on=date(2026, 11, 10)),))

    tracks = {
        track.remedy.id: track for track in plan_tracks(refused, [party(PartyKind.PLATFORM)], law=LAW, now=NOW).tracks
    }

    assert tracks["eu.dsa.20"].stage is Stage.NEXT
    assert tracks["eu.dsa.20"].lacks
