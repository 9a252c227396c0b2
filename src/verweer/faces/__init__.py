# SPDX-License-Identifier: Apache-2.0
"""A picture's pixels in; faces with templates and guessed ages, and a nudity score out, for ordering, review and a guard.

Runs in the caller's process on pixels that `media` decoded and bounded, never in the confined
decoding process, whose memory limit onnxruntime does not fit. Nothing here compares a face with
people: `matching.templates` does, and only with those who enrolled themselves.
"""

from verweer.faces.age import AgeSignal, ResNetAge, installed_age_signal
from verweer.faces.checking import NotColourPixels
from verweer.faces.detecting import find_faces
from verweer.faces.embedding import Embedder, NotAligned, SFace
from verweer.faces.finding import described, face_templates
from verweer.faces.model import (
    DIMENSIONS,
    HIGHEST_QUALITY,
    STORED_BYTES,
    Box,
    Detection,
    Face,
    MalformedTemplate,
    NetworkMark,
    OtherNetwork,
    Quality,
    Template,
    similarity,
)
from verweer.faces.networks import FacesNotInstalled, ForeignNetwork
from verweer.faces.nudity import NudityScorer, OpenNsfw, nudity_score
from verweer.faces.thresholds import (
    Bar,
    NoSuchThreshold,
    Rate,
    Threshold,
    bar_for,
    measured_bars,
    measured_thresholds,
    threshold_for,
)

__all__ = [
    "DIMENSIONS",
    "HIGHEST_QUALITY",
    "STORED_BYTES",
    "AgeSignal",
    "Bar",
    "Box",
    "Detection",
    "Embedder",
    "Face",
    "FacesNotInstalled",
    "ForeignNetwork",
    "MalformedTemplate",
    "NetworkMark",
    "NoSuchThreshold",
    "NotAligned",
    "NotColourPixels",
    "NudityScorer",
    "OpenNsfw",
    "OtherNetwork",
    "Quality",
    "Rate",
    "ResNetAge",
    "SFace",
    "Template",
    "Threshold",
    "bar_for",
    "described",
    "face_templates",
    "find_faces",
    "installed_age_signal",
    "measured_bars",
    "measured_thresholds",
    "nudity_score",
    "similarity",
    "threshold_for",
]
