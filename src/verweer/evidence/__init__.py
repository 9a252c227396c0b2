# SPDX-License-Identifier: Apache-2.0
"""A link in; a capture out: signed package, network facts, timestamps; and the verifier."""

from verweer.evidence.capture import CaptureSurroundings, capture_link
from verweer.evidence.chromium import Chromium, NoChromium, examine_chromium, find_chromium
from verweer.evidence.custody import BrokenCustody, Custody, verify_custody
from verweer.evidence.guard import Egress, Guard, Refusal, running_guard
from verweer.evidence.judging import Judged, judge, judge_package
from verweer.evidence.model import (
    NOT_VISITED,
    Answer,
    Capture,
    Captured,
    Certificate,
    Connection,
    Exchange,
    Lack,
    Limits,
    Media,
    NotCaptured,
    Stamping,
    Trouble,
    Wall,
)
from verweer.evidence.modes import EXPLAINED, Mode
from verweer.evidence.netlog import UnknownNetLog
from verweer.evidence.outside import AnswerTooLarge, Fetched, NoAnswer, ask_line, fetch_bounded, outside_client
from verweer.evidence.reopening import reopen_package
from verweer.evidence.signing import BadSignature, InstallationKey
from verweer.evidence.stamping import stamp_package
from verweer.evidence.timestamp import BadTimestamp, NoTimestamp, Rfc3161Timestamper, Stamp, Timestamper
from verweer.evidence.verify import BadPackage, VerifiedPackage, verify_package

__all__ = [
    "EXPLAINED",
    "NOT_VISITED",
    "Answer",
    "AnswerTooLarge",
    "BadPackage",
    "BadSignature",
    "BadTimestamp",
    "BrokenCustody",
    "Capture",
    "CaptureSurroundings",
    "Captured",
    "Certificate",
    "Chromium",
    "Connection",
    "Custody",
    "Egress",
    "Exchange",
    "Fetched",
    "Guard",
    "InstallationKey",
    "Judged",
    "Lack",
    "Limits",
    "Media",
    "Mode",
    "NoAnswer",
    "NoChromium",
    "NoTimestamp",
    "NotCaptured",
    "Refusal",
    "Rfc3161Timestamper",
    "Stamp",
    "Stamping",
    "Timestamper",
    "Trouble",
    "UnknownNetLog",
    "VerifiedPackage",
    "Wall",
    "ask_line",
    "capture_link",
    "examine_chromium",
    "fetch_bounded",
    "find_chromium",
    "judge",
    "judge_package",
    "outside_client",
    "reopen_package",
    "running_guard",
    "stamp_package",
    "verify_custody",
    "verify_package",
]
