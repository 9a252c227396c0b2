# SPDX-License-Identifier: Apache-2.0
"""A picture's pixels in; templates of the faces in it and a nudity score out, for ordering and human review only.

Runs in the caller's process on pixels that `media` decoded and bounded, never in the confined
decoding process, whose memory limit onnxruntime does not fit. Nothing here compares a face with
people: `matching.templates` does, and only with those who enrolled themselves.
"""

from verweer.faces.checking import NotColourPixels
from verweer.faces.embedding import Embedder, NotAligned, SFace
from verweer.faces.finding import face_templates
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
from verweer.faces.nudity import nudity_score
from verweer.faces.thresholds import NoSuchThreshold, Rate, Threshold, measured_thresholds, threshold_for

__all__ = [
    "DIMENSIONS",
    "HIGHEST_QUALITY",
    "STORED_BYTES",
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
    "OtherNetwork",
    "Quality",
    "Rate",
    "SFace",
    "Template",
    "Threshold",
    "face_templates",
    "measured_thresholds",
    "nudity_score",
    "similarity",
    "threshold_for",
]
