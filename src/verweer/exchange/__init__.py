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
from verweer.exchange.hash_lists import (
    BadHashList,
    HashList,
    ListedHash,
    ListFormat,
    parse_hash,
    read_hash_list,
    written_hash_list,
)
from verweer.exchange.notice import notice_document

__all__ = [
    "BadFacts",
    "BadHashList",
    "CaseTold",
    "EventTold",
    "FileTold",
    "Gathering",
    "HashList",
    "ItemTold",
    "ListFormat",
    "ListedHash",
    "NameTold",
    "StampTold",
    "case_uco",
    "notice_document",
    "parse_hash",
    "read_facts",
    "read_hash_list",
    "written_hash_list",
]
