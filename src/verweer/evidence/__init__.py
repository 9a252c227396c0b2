# SPDX-License-Identifier: Apache-2.0
"""A link in; a capture out: signed package, network facts, timestamps."""

from verweer.evidence.capture import Capturing, capture_link
from verweer.evidence.chromium import Chromium, NoChromium, examine_chromium, find_chromium
from verweer.evidence.guard import Egress, Guard, Refusal, running_guard
from verweer.evidence.lacks import LACKS
from verweer.evidence.launching import BrowserNotStarted, Isolation, examine_isolation
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
from verweer.evidence.revocation import fetch_revocations
from verweer.evidence.room import NoRoom
from verweer.evidence.stamping import stamp_head, stamp_package
from verweer.evidence.surroundings import CaptureSettings, capture_links, capturing_with
from verweer.evidence.timestamp import NoTimestamp, Rfc3161Timestamper, Timestamper

__all__ = [
    "EXPLAINED",
    "LACKS",
    "NOT_VISITED",
    "Answer",
    "AnswerTooLarge",
    "BrowserNotStarted",
    "Capture",
    "CaptureSettings",
    "Captured",
    "Capturing",
    "Certificate",
    "Chromium",
    "Connection",
    "Egress",
    "Exchange",
    "Fetched",
    "Guard",
    "Isolation",
    "Lack",
    "Limits",
    "Media",
    "Mode",
    "NoAnswer",
    "NoChromium",
    "NoRoom",
    "NoTimestamp",
    "NotCaptured",
    "Refusal",
    "Rfc3161Timestamper",
    "Stamping",
    "Timestamper",
    "Trouble",
    "UnknownNetLog",
    "Wall",
    "ask_line",
    "capture_link",
    "capture_links",
    "capturing_with",
    "examine_chromium",
    "examine_isolation",
    "fetch_bounded",
    "fetch_revocations",
    "find_chromium",
    "outside_client",
    "reopen_package",
    "running_guard",
    "stamp_head",
    "stamp_package",
]
