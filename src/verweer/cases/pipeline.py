# SPDX-License-Identifier: Apache-2.0
"""The main job: from links to a dossier, step by step, each step saved before the next begins.

A step that was done is never done again; within a step, each link and each file is
saved on its own. Killing the process at any moment therefore loses at most the visit
that was under way, and building the same folder again goes on from there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from verweer.cases.capturing import capture_case, is_short_of_stamps, saved_captures, stamp_again, to_visit
from verweer.cases.finishing import Finishing
from verweer.cases.folder import CaseFolder
from verweer.cases.handing_in import KeptFingerprints, joined, take_up, with_handed_in_items, with_stamps
from verweer.cases.items import list_items, list_unreadable, media_of
from verweer.cases.labelling import with_captured_labels
from verweer.cases.linking import list_links, outcome_word, with_capture
from verweer.cases.model import CaseRecord, Route, Step, StepRecord, StepState
from verweer.cases.outside import Outside
from verweer.cases.papers import write_guidance, write_letters
from verweer.cases.progress import Tell, event_of, step_of, with_link, with_step
from verweer.cases.tracing import trace_parties
from verweer.evidence import Mode
from verweer.fingerprints import Fingerprint, Unreadable, running_fingerprinter
from verweer.kernel import Clock, Digest
from verweer.proof import Custody
from verweer.remedies import Facts, SenderKind, YesNoUnsure, load_law, plan_tracks


@dataclass(frozen=True, slots=True)
class Building:
    """What every step is given."""

    folder: CaseFolder
    facts: Facts
    outside: Outside
    clock: Clock
    tell: Tell
    custody: Custody

    @property
    def finishing(self) -> Finishing:
        """Return what closes a run."""
        return Finishing(
            folder=self.folder, facts=self.facts, outside=self.outside, clock=self.clock, custody=self.custody
        )

    def advance(self, record: CaseRecord, step: StepRecord, *, link: int | None = None, result: str = "") -> CaseRecord:
        """Save how far a step is, and tell it."""
        changed = with_step(record, step)
        self.folder.write_record(changed)
        self.tell(event_of(step, link=link, result=result))
        return changed


def open_case(folder: CaseFolder, facts: Facts, *, case_id: str, now: datetime) -> CaseRecord:
    """Write a new case into an empty folder and return its record."""
    record = CaseRecord(
        id=case_id,
        opened=now,
        language=facts.language,
        route=Route.FULL if facts.adult is YesNoUnsure.YES else Route.MINOR,
        steps=tuple(StepRecord(step=step) for step in Step),
        links=list_links(facts.links),
        mode=mode_for(facts),
    )
    folder.write("facts.json", facts)
    folder.write_record(record)
    return record


def build_case(folder: CaseFolder, *, outside: Outside, clock: Clock, tell: Tell) -> CaseRecord:
    """Do every step of the case that is not done yet, and return its record."""
    with folder.held():
        record, facts = folder.read_record(), folder.read_facts()
        building = Building(folder, facts, outside, clock, tell, Custody(folder.custody, clock))
        record = _with_missing_proof(take_up(record, folder, building.custody), building)
        steps = _MINOR_STEPS if record.route is Route.MINOR else _STEPS
        for step, work in steps.items():
            if step_of(record, step).state is not StepState.DONE:
                record = _do(step, work, record, building)
        if record.finished is None:
            record = replace(record, finished=clock())
            folder.write_record(record)
            folder.clear_work()
        building.finishing.close(record)
        return record


def mode_for(facts: Facts) -> Mode:
    """Return how much is kept: as chosen, else without images where a helper does the work (art. 254ba Sr)."""
    by_sender = Mode.DIGEST_ONLY if facts.sender.kind is SenderKind.HELPER else Mode.SEALED
    return facts.mode or by_sender


Work = Callable[[CaseRecord, Building], CaseRecord]


def _with_missing_proof(record: CaseRecord, building: Building) -> CaseRecord:
    """Ask timestamps and the signature's moment again where an authority gave none, and tell a finished dossier of it."""
    stamped = with_stamps(record, building.folder, building.outside)
    if any(is_short_of_stamps(link) for link in record.links):
        stamped = replace(stamped, links=stamp_again(record.links, building.folder, building.outside))
    stamped = with_handed_in_items(stamped, building.folder, building.outside)
    if stamped != record:
        building.custody.append("packages-stamped-again")
        building.folder.write_record(stamped)
    is_written = step_of(record, Step.DOSSIER).state is StepState.DONE and record.route is Route.FULL
    if is_written and (stamped != record or building.finishing.signing.is_wanted(record.signature)):
        stamped = building.finishing.write(stamped)
        building.folder.write_record(stamped)
    return stamped


def _do(step: Step, work: Work, record: CaseRecord, building: Building) -> CaseRecord:
    began = building.clock()
    building.custody.append("step-begun", step=step.value)
    record = building.advance(record, replace(step_of(record, step), state=StepState.RUNNING))
    record = work(record, building)
    held = step_of(record, step)
    seconds = held.seconds + (building.clock() - began).total_seconds()
    building.custody.append("step-done", step=step.value)
    return building.advance(record, replace(held, state=StepState.DONE, seconds=round(seconds, 2)))


def _gate(record: CaseRecord, building: Building) -> CaseRecord:
    building.custody.append("mode-chosen", mode=record.mode.value, by="person" if building.facts.mode else "default")
    return record


def _capture(record: CaseRecord, building: Building) -> CaseRecord:
    folder, progress = building.folder, replace(step_of(record, Step.CAPTURE), total=len(record.links))
    waiting = to_visit(record.links, folder)
    for capture in saved_captures(record.links, folder):
        record = with_link(record, with_capture(record.links[capture.number - 1], capture))
    progress = replace(progress, done=len(record.links) - len(waiting))
    record = building.advance(record, progress)
    captures = capture_case(waiting, record, folder=folder, outside=building.outside, clock=building.clock)
    for capture in captures:
        link = with_capture(record.links[capture.number - 1], capture)
        progress = replace(progress, done=progress.done + 1)
        building.custody.append("link-visited", link=capture.number, digest=str(capture.digest or ""))
        record = building.advance(with_link(record, link), progress, link=capture.number, result=outcome_word(link))
    return record


def _items(record: CaseRecord, building: Building) -> CaseRecord:
    captures = saved_captures(record.links, building.folder)
    media = media_of(captures)
    readings: dict[Digest, Fingerprint | Unreadable] = {}
    progress = replace(step_of(record, Step.ITEMS), total=len(media))
    with running_fingerprinter() as fingerprinter:
        for file in media:
            saved = building.folder.read_fingerprint(file.digest.hex)
            reading = saved or fingerprinter.fingerprint(file.path)
            building.folder.write(f"work/fingerprints/{file.digest.hex}.json", reading)
            readings[file.digest] = reading
            progress = replace(progress, done=progress.done + 1)
            record = building.advance(record, progress)
    prints = tuple(reading for reading in readings.values() if isinstance(reading, Fingerprint))
    building.folder.write("fingerprints.json", KeptFingerprints(fingerprints=prints))
    found = replace(record, items=list_items(captures, readings), unreadable=list_unreadable(captures, readings))
    labelled = with_captured_labels(
        found, building.folder, {file.digest: file.path for file in media}, building.outside.label_trust
    )
    return joined(labelled, building.folder, building.outside)


def _parties(record: CaseRecord, building: Building) -> CaseRecord:
    progress = step_of(record, Step.PARTIES)

    def told(done: int, total: int) -> None:
        building.tell(event_of(replace(progress, done=done, total=total)))

    captures = saved_captures(record.links, building.folder)
    trace = trace_parties(captures, building.facts, building.outside, now=building.clock(), told=told)
    for reply in trace.replies:
        building.folder.write_bytes(f"evidence/replies/{reply.digest}.reply", reply.content)
    building.folder.write("parties.json", replace(trace, replies=()))
    total = len(trace.parties)
    return with_step(record, replace(progress, done=total, total=total))


def _tracks(record: CaseRecord, building: Building) -> CaseRecord:
    plan = plan_tracks(
        building.facts,
        building.folder.read_trace().parties,
        law=load_law(),
        now=building.clock(),
        captured_links=frozenset(link.final_url for link in record.links if link.package),
    )
    building.folder.write("plan.json", plan)
    total = len(plan.tracks)
    return with_step(record, replace(step_of(record, Step.TRACKS), done=total, total=total))


def _letters(record: CaseRecord, building: Building) -> CaseRecord:
    progress = step_of(record, Step.LETTERS)
    letters = write_letters(record, building.facts, building.folder, now=building.clock())
    for done, total in letters:
        progress = replace(progress, done=done, total=total)
        record = building.advance(record, progress)
    return record


def _dossier(record: CaseRecord, building: Building) -> CaseRecord:
    record = building.finishing.write(record)
    return with_step(record, replace(step_of(record, Step.DOSSIER), done=1, total=1))


def _guidance(record: CaseRecord, building: Building) -> CaseRecord:
    write_guidance(building.facts, building.folder)
    return with_step(record, replace(step_of(record, Step.DOSSIER), done=1, total=1))


_STEPS: Mapping[Step, Work] = {
    Step.GATE: _gate,
    Step.CAPTURE: _capture,
    Step.ITEMS: _items,
    Step.PARTIES: _parties,
    Step.TRACKS: _tracks,
    Step.LETTERS: _letters,
    Step.DOSSIER: _dossier,
}
_MINOR_STEPS: Mapping[Step, Work] = {Step.GATE: _gate, Step.DOSSIER: _guidance}
