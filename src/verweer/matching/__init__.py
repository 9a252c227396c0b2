# SPDX-License-Identifier: Apache-2.0
"""Fingerprints in; distances and groups of copies out."""

from verweer.matching.copies import distance, group_copies
from verweer.matching.hits import Hits
from verweer.matching.model import MATCH_RADIUS, Group

__all__ = ["MATCH_RADIUS", "Group", "Hits", "distance", "group_copies"]
