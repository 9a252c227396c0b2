# SPDX-License-Identifier: Apache-2.0
"""Fingerprints in; distances, groups of copies, and durable banks that are searched, out."""

from verweer.matching.archives import BadArchive, Columns, archive_files, row_count
from verweer.matching.bands import LARGEST_RADIUS, Layout, layout_for, layout_of
from verweer.matching.bank import Bank, open_bank
from verweer.matching.building import build_index
from verweer.matching.checking import damages_in
from verweer.matching.copies import distance, group_copies
from verweer.matching.hits import Hits
from verweer.matching.index import Index
from verweer.matching.model import MATCH_RADIUS, Group, Opinion
from verweer.matching.scanning import Scanned, Sighting, Wanted, scan
from verweer.matching.search import BadRadius, search_index, search_rows
from verweer.matching.status import BankStatus
from verweer.matching.trouble import (
    BadItem,
    BankBusy,
    BankDamaged,
    DuplicateItem,
    NoBank,
    NoRoom,
    UnknownItem,
    UnwritableBank,
)

__all__ = [
    "LARGEST_RADIUS",
    "MATCH_RADIUS",
    "BadArchive",
    "BadItem",
    "BadRadius",
    "Bank",
    "BankBusy",
    "BankDamaged",
    "BankStatus",
    "Columns",
    "DuplicateItem",
    "Group",
    "Hits",
    "Index",
    "Layout",
    "NoBank",
    "NoRoom",
    "Opinion",
    "Scanned",
    "Sighting",
    "UnknownItem",
    "UnwritableBank",
    "Wanted",
    "archive_files",
    "build_index",
    "damages_in",
    "distance",
    "group_copies",
    "layout_for",
    "layout_of",
    "open_bank",
    "row_count",
    "scan",
    "search_index",
    "search_rows",
]
