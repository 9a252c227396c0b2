# SPDX-License-Identifier: Apache-2.0
"""The only way to the outside: a guard that nothing private passes, and bounded HTTP through it."""

from verweer.egress.guard import Egress, Guard, Refusal, running_guard
from verweer.egress.names import Answer
from verweer.egress.outside import AnswerTooLarge, Fetched, NoAnswer, ask_line, fetch_bounded, outside_client

__all__ = [
    "Answer",
    "AnswerTooLarge",
    "Egress",
    "Fetched",
    "Guard",
    "NoAnswer",
    "Refusal",
    "ask_line",
    "fetch_bounded",
    "outside_client",
    "running_guard",
]
