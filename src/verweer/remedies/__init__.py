# SPDX-License-Identifier: Apache-2.0
"""Facts of the case and parties in; tracks out: which clause, against whom, who may use it, which term."""

from verweer.remedies.deadlines import ZONE, due
from verweer.remedies.guidance import Guidance, minor_guidance
from verweer.remedies.law import BrokenLaw, Law, load_law, read_law
from verweer.remedies.model import (
    Actor,
    Confidence,
    Deadline,
    Effect,
    Facts,
    LeftOut,
    Material,
    Plan,
    Remedy,
    Sender,
    SenderKind,
    Stage,
    Term,
    Track,
    Unit,
    Uploader,
    YesNoUnsure,
)
from verweer.remedies.plan import plan_tracks, track_id

__all__ = [
    "ZONE",
    "Actor",
    "BrokenLaw",
    "Confidence",
    "Deadline",
    "Effect",
    "Facts",
    "Guidance",
    "Law",
    "LeftOut",
    "Material",
    "Plan",
    "Remedy",
    "Sender",
    "SenderKind",
    "Stage",
    "Term",
    "Track",
    "Unit",
    "Uploader",
    "YesNoUnsure",
    "due",
    "load_law",
    "minor_guidance",
    "plan_tracks",
    "read_law",
    "track_id",
]
