# SPDX-License-Identifier: Apache-2.0
"""A link in; a capture out: signed package, network facts, timestamps."""

from verweer.evidence.capture import Capturing, capture_link
from verweer.evidence.lacks import LACKS
from verweer.evidence.model import (
    NOT_VISITED,
    Capture,
    Captured,
    Certificate,
    Connection,
    Exchange,
    Media,
    NotCaptured,
    Stamping,
    Trouble,
)
from verweer.evidence.modes import EXPLAINED, Mode
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
    "Capture",
    "CaptureSettings",
    "Captured",
    "Capturing",
    "Certificate",
    "Connection",
    "Exchange",
    "Media",
    "Mode",
    "NoRoom",
    "NoTimestamp",
    "NotCaptured",
    "Rfc3161Timestamper",
    "Stamping",
    "Timestamper",
    "Trouble",
    "capture_link",
    "capture_links",
    "capturing_with",
    "fetch_revocations",
    "reopen_package",
    "stamp_head",
    "stamp_package",
]
