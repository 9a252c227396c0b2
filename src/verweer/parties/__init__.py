# SPDX-License-Identifier: Apache-2.0
"""The facts of a capture in; who hosts, serves, registers, indexes, earns or made the tool out."""

from verweer.parties.contacts import BadContact, contact
from verweer.parties.directories import Directory
from verweer.parties.domains import registrable_domain
from verweer.parties.entries import BadEntry, Entry, parse_entry
from verweer.parties.finding import Told, find_parties
from verweer.parties.lookups import Lookups, OutsideLookups, Sources
from verweer.parties.model import (
    Certainty,
    Channel,
    Contact,
    Mark,
    MarkKind,
    Owner,
    Party,
    PartyKind,
    Power,
    Purpose,
    RawReply,
    Reason,
    Trace,
)
from verweer.parties.networks import BadTable, table_date
from verweer.parties.rdap import RegisterList, register_lists
from verweer.parties.unvisited import without_visit
from verweer.parties.words import CERTAINTY_WORDS, KIND_WORDS, MARK_WORDS, POWER_WORDS

__all__ = [
    "CERTAINTY_WORDS",
    "KIND_WORDS",
    "MARK_WORDS",
    "POWER_WORDS",
    "BadContact",
    "BadEntry",
    "BadTable",
    "Certainty",
    "Channel",
    "Contact",
    "Directory",
    "Entry",
    "Lookups",
    "Mark",
    "MarkKind",
    "OutsideLookups",
    "Owner",
    "Party",
    "PartyKind",
    "Power",
    "Purpose",
    "RawReply",
    "Reason",
    "RegisterList",
    "Sources",
    "Told",
    "Trace",
    "contact",
    "find_parties",
    "parse_entry",
    "register_lists",
    "registrable_domain",
    "table_date",
    "without_visit",
]
