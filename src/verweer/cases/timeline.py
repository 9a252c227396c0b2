# SPDX-License-Identifier: Apache-2.0
"""What happened and when, in plain words, from the custody log of the case and the log of each visit."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from verweer.cases.dossier_words import DEEDS, EVENTS, NOT_A_DEED, UNTOLD, say
from verweer.cases.folder import CaseFolder
from verweer.cases.model import CaseRecord, LinkRecord
from verweer.cases.proofs import events_inside, events_of
from verweer.cases.words import STEPS
from verweer.evidence import Captured, NotCaptured
from verweer.exchange import EventTold, StampTold
from verweer.kernel import Language
from verweer.notices import MomentRow, local


def tell_moments(
    record: CaseRecord, folder: CaseFolder, stamps: Mapping[int, tuple[StampTold, ...]]
) -> Iterator[MomentRow]:
    """Yield a row for each thing that happened, in no order; raises BrokenCustody."""
    language = record.language
    yield MomentRow(at=record.opened, what=say(language, "Zaak geopend.", "Case opened."))
    log = folder.custody.read_bytes() if folder.custody.exists() else b""
    for event in events_of(log):
        if event.event not in UNTOLD:
            yield MomentRow(at=event.at, what=told_event(event, language))
    for link in record.links:
        yield from _visit(link, folder if link.number in stamps else None, language)
        yield from _stamped(link, stamps.get(link.number, ()), language)


def told_event(event: EventTold, language: Language) -> str:
    """Return an event in plain words; one that has none is told by its name and details."""
    named = defaultdict(str, event.details)
    if event.event in EVENTS:
        if named["step"] in STEPS:
            named["step"] = STEPS[named["step"]].in_(language).lower()
        return EVENTS[event.event].in_(language).format_map(named)
    told = ", ".join(f"{key} {value}" for key, value in event.details if key not in {"actor", "copy"})
    return f"{event.event.replace('-', ' ')}{f' ({told})' if told else ''}."


def _visit(link: LinkRecord, folder: CaseFolder | None, language: Language) -> Iterator[MomentRow]:
    match link.outcome:
        case NotCaptured() if link.captured_at:
            what = say(language, "bezocht; er is niets vastgelegd", "visited; nothing was captured")
            yield MomentRow(at=link.captured_at, what=f"Link {link.number}: {what}.")
        case Captured() if link.captured_at:
            events = events_inside(folder.path / link.package) if folder else ()
            deeds = [_deed(event, language) for event in events if event.event not in UNTOLD | NOT_A_DEED]
            ended = next((local(event.at)[11:] for event in events if event.event == "visit-ended"), "")
            what = (
                say(language, f"bezocht tot {ended}", f"visited until {ended}")
                if ended
                else say(language, "bezocht", "visited")
            )
            done = f": {', '.join(deeds)}" if deeds else ""
            yield MomentRow(at=link.captured_at, what=f"Link {link.number}: {what}{done}.")


def _deed(event: EventTold, language: Language) -> str:
    return DEEDS[event.event].in_(language) if event.event in DEEDS else event.event.replace("-", " ")


def _stamped(link: LinkRecord, stamps: tuple[StampTold, ...], language: Language) -> Iterator[MomentRow]:
    dated = [(stamp.at, stamp) for stamp in stamps if stamp.at is not None]
    for over_package, nl, en in ((False, "het verkeer", "the traffic"), (True, "het pakket", "the package")):
        given = [(at, stamp.authority) for at, stamp in dated if (stamp.over == link.digest) is over_package]
        if given:
            by = ", ".join(authority for _, authority in given)
            what = say(language, f"tijdstempel op {nl}, door {by}", f"timestamp on {en}, by {by}")
            yield MomentRow(at=min(at for at, _ in given), what=f"Link {link.number}: {what}.")
