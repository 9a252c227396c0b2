# SPDX-License-Identifier: Apache-2.0
"""The facts of a capture in; who hosts, serves, registers, indexes, earns or made the tool out."""

from verweer.parties.model import Certainty, Channel, Contact, Party, PartyKind, Power, RawReply, Reason, Trace

__all__ = ["Certainty", "Channel", "Contact", "Party", "PartyKind", "Power", "RawReply", "Reason", "Trace"]
