# SPDX-License-Identifier: Apache-2.0
"""An untrusted picture or video file in; bounded pixels out, or why there are none."""

from verweer.media.confinement import allow_seconds, confine, is_confined
from verweer.media.kinds import MediaKind, kind_of, kind_of_file
from verweer.media.reasons import TOLD, CannotRead, Reason

__all__ = [
    "TOLD",
    "CannotRead",
    "MediaKind",
    "Reason",
    "allow_seconds",
    "confine",
    "is_confined",
    "kind_of",
    "kind_of_file",
]
