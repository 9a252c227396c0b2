# SPDX-License-Identifier: Apache-2.0
"""What the result page shows of a case: tracks grouped by what they do, each with its letters and clock."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from verweer.cases.model import CaseRecord, LinkRecord, SamePlace
from verweer.evidence.model import NotCaptured
from verweer.parties.model import Channel, Contact
from verweer.remedies import Confidence, Deadline, Effect, Plan, Stage, Track

FORMATS = ("pdf", "eml", "txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTrack:
    """A track with what a person needs first; `number` names its letters without telling against whom."""

    number: int
    track: Track
    first_deadline: Deadline | None
    formats: tuple[str, ...]
    email: Contact | None
    form: Contact | None
    link_numbers: tuple[int, ...]
    is_law: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectGroup:
    """Tracks that do the same."""

    effect: Effect
    tracks: tuple[ShownTrack, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLink:
    """A link with its result in one word."""

    record: LinkRecord
    result: str
    has_picture: bool
    stamps: int


def group_tracks(plan: Plan, record: CaseRecord, names: Collection[str]) -> tuple[EffectGroup, ...]:
    """Return the tracks by effect, in the order in which effects are worth starting."""
    shown = [_shown(number, track, record, names) for number, track in enumerate(plan.tracks, start=1)]
    groups = (
        EffectGroup(effect=effect, tracks=tuple(one for one in shown if one.track.remedy.effect is effect))
        for effect in Effect
    )
    return tuple(group for group in groups if group.tracks)


def first_steps(groups: Collection[EffectGroup]) -> tuple[ShownTrack, ...]:
    """Return the tracks that can go out today, in the plan's order."""
    ready = [one for group in groups for one in group.tracks if one.track.stage is Stage.NOW]
    return tuple(sorted(ready, key=lambda one: one.number))[:3]


def show_links(record: CaseRecord, names: Collection[str]) -> tuple[ShownLink, ...]:
    """Return every pasted link with its result."""
    return tuple(
        ShownLink(
            record=link,
            result=result_of(link),
            has_picture=bool(link.blurred) and link.blurred in names,
            stamps=sum(name.startswith(f"{link.package}.") and name.endswith(".tsr") for name in names),
        )
        for link in record.links
    )


def letter_name(plan: Plan, number: int, extension: str) -> str:
    """Return the path of a letter by the number of its track; an unknown one gives an empty text."""
    if not 1 <= number <= len(plan.tracks) or extension not in FORMATS:
        return ""
    return f"letters/{plan.tracks[number - 1].id}.{extension}"


def _shown(number: int, track: Track, record: CaseRecord, names: Collection[str]) -> ShownTrack:
    contacts = track.party.contacts if track.party else ()
    return ShownTrack(
        number=number,
        track=track,
        first_deadline=_first_due(track.deadlines),
        formats=tuple(extension for extension in FORMATS if f"letters/{track.id}.{extension}" in names),
        email=_first(contacts, Channel.EMAIL),
        form=_first(contacts, Channel.FORM),
        link_numbers=tuple(_numbers(track, record)),
        is_law=track.remedy.confidence not in {Confidence.MEMORY, Confidence.UNVERIFIED},
    )


def _first_due(deadlines: Collection[Deadline]) -> Deadline | None:
    dated = ((deadline.due, deadline) for deadline in deadlines if deadline.due is not None)
    return min(dated, key=lambda pair: pair[0], default=(None, None))[1]


def _first(contacts: Collection[Contact], channel: Channel) -> Contact | None:
    return next((contact for contact in contacts if contact.channel is channel), None)


def _numbers(track: Track, record: CaseRecord) -> Iterator[int]:
    for link in record.links:
        if {link.text, link.shown, link.final_url} & set(track.links):
            yield link.number


def result_of(link: LinkRecord) -> str:
    """Return what became of a link, in one of the words of `RESULTS`."""
    match link.outcome:
        case NotCaptured():
            return "not"
        case SamePlace():
            return "same"
        case None:
            return "waiting"
        case captured:
            return "partly" if captured.lacks or captured.walls else "whole"
