# SPDX-License-Identifier: Apache-2.0
"""Fingerprints and banks in; what is a copy of what, how sure, and groups of copies, out."""

from verweer.matching.copies import distance, group_copies
from verweer.matching.model import Group

__all__ = ["Group", "distance", "group_copies"]
