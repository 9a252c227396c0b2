# SPDX-License-Identifier: Apache-2.0
"""A picture or video in; its fingerprint out (digest, PDQ hashes, quality), or why there is none."""

from verweer.fingerprints.dihedral import WAYS, Eight, Variants, dihedral_of_samples, pdq_dihedral
from verweer.fingerprints.fingerprinter import Fingerprinter, running_fingerprinter
from verweer.fingerprints.model import PDQ_BYTES, Fingerprint, Frame, MalformedHash, Pdq, Unreadable
from verweer.fingerprints.pdq import pdq_of_pixels, pdq_of_samples, samples_of_pixels
from verweer.fingerprints.rows import DetailKind, Rows, Space, kinds_of
from verweer.media import MediaKind

__all__ = [
    "PDQ_BYTES",
    "WAYS",
    "DetailKind",
    "Eight",
    "Fingerprint",
    "Fingerprinter",
    "Frame",
    "MalformedHash",
    "MediaKind",
    "Pdq",
    "Rows",
    "Space",
    "Unreadable",
    "Variants",
    "dihedral_of_samples",
    "kinds_of",
    "pdq_dihedral",
    "pdq_of_pixels",
    "pdq_of_samples",
    "running_fingerprinter",
    "samples_of_pixels",
]
