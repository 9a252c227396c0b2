# SPDX-License-Identifier: Apache-2.0
"""Untrusted documents in, values out, and back: what is spoken with the outside."""

from verweer.exchange.case_uco import case_uco
from verweer.exchange.case_values import (
    CaseTold,
    EventTold,
    FileTold,
    Gathering,
    ItemTold,
    NameTold,
    StampTold,
)
from verweer.exchange.facts_file import BadFacts, read_facts
from verweer.exchange.notice import notice_document

__all__ = [
    "BadFacts",
    "CaseTold",
    "EventTold",
    "FileTold",
    "Gathering",
    "ItemTold",
    "NameTold",
    "StampTold",
    "case_uco",
    "notice_document",
    "read_facts",
]
