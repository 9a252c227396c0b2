# SPDX-License-Identifier: Apache-2.0
"""Hashes in; durable banks of them, searched exactly within a radius, out."""

from verweer.banks.archives import BadArchive, Columns, archive_files, row_count
from verweer.banks.bands import LARGEST_RADIUS, Layout, layout_for, layout_of
from verweer.banks.bank import Bank, open_bank
from verweer.banks.bounding import BoundedHits, search_bounded
from verweer.banks.building import build_index
from verweer.banks.checking import damages_in
from verweer.banks.hits import Hits
from verweer.banks.index import Index
from verweer.banks.model import MATCH_RADIUS, Opinion
from verweer.banks.scanning import Scanned, Sighting, Wanted, scan
from verweer.banks.search import BadRadius, search_index, search_rows
from verweer.banks.status import BankStatus
from verweer.banks.trouble import (
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
    "BoundedHits",
    "Columns",
    "DuplicateItem",
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
    "layout_for",
    "layout_of",
    "open_bank",
    "row_count",
    "scan",
    "search_bounded",
    "search_index",
    "search_rows",
]
