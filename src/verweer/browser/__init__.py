# SPDX-License-Identifier: Apache-2.0
"""A confined Chromium under bounds; what its own network log tells, byte for byte."""

from verweer.browser.bounds import Lack, Limits
from verweer.browser.chromium import Chromium, NoChromium, examine_chromium, find_chromium
from verweer.browser.launching import BrowserNotStarted, Isolation, examine_isolation
from verweer.browser.netlog import UnknownNetLog

__all__ = [
    "BrowserNotStarted",
    "Chromium",
    "Isolation",
    "Lack",
    "Limits",
    "NoChromium",
    "UnknownNetLog",
    "examine_chromium",
    "examine_isolation",
    "find_chromium",
]
