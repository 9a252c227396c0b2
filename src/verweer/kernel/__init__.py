# SPDX-License-Identifier: Apache-2.0
"""The words that all rooms share: digests, moments, links, languages, the error families."""

from verweer.kernel.digests import Digest, MalformedDigest
from verweer.kernel.errors import EvidenceError, InputError, OutsideError, VerweerError
from verweer.kernel.languages import Bilingual, Language
from verweer.kernel.links import BadLink, Link
from verweer.kernel.moments import Clock, MalformedMoment, parse_moment, rfc3339, system_clock

__all__ = [
    "BadLink",
    "Bilingual",
    "Clock",
    "Digest",
    "EvidenceError",
    "InputError",
    "Language",
    "Link",
    "MalformedDigest",
    "MalformedMoment",
    "OutsideError",
    "VerweerError",
    "parse_moment",
    "rfc3339",
    "system_clock",
]
