# SPDX-License-Identifier: Apache-2.0
"""Facts of the case and parties in; tracks out: which clause, against whom, who may use it, which term."""

from verweer.remedies.deadlines import ZONE, due
from verweer.remedies.facts import Facts, Material, Refusal, Sender, SenderKind, Uploader, YesNoUnsure
from verweer.remedies.guidance import Guidance, minor_guidance
from verweer.remedies.law import BrokenLaw, Law, load_law, read_law
from verweer.remedies.model import Lack, LeftOut, Plan, Stage, Stop, Track
from verweer.remedies.plan import plan_tracks
from verweer.remedies.remedy import (
    Actor,
    Confidence,
    Deadline,
    Effect,
    Extension,
    Nature,
    Remedy,
    Start,
    Status,
    Term,
    Unit,
    Use,
)
from verweer.remedies.situation import track_id

__all__ = [
    "ZONE",
    "Actor",
    "BrokenLaw",
    "Confidence",
    "Deadline",
    "Effect",
    "Extension",
    "Facts",
    "Guidance",
    "Lack",
    "Law",
    "LeftOut",
    "Material",
    "Nature",
    "Plan",
    "Refusal",
    "Remedy",
    "Sender",
    "SenderKind",
    "Stage",
    "Start",
    "Status",
    "Stop",
    "Term",
    "Track",
    "Unit",
    "Uploader",
    "Use",
    "YesNoUnsure",
    "due",
    "load_law",
    "minor_guidance",
    "plan_tracks",
    "read_law",
    "track_id",
]
