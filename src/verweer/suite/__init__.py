# SPDX-License-Identifier: Apache-2.0
"""A seed in; attacks that must be stopped and harmless prompts that must pass out, the same each time.

The published suite of prompt guards. It knows no guard; all people in it are invented.
"""

from verweer.suite.drawing import draw_attacks_on, draw_suite
from verweer.suite.model import About, Part, Prompt, Suite
from verweer.suite.parts import BrokenSuite

__all__ = ["About", "BrokenSuite", "Part", "Prompt", "Suite", "draw_attacks_on", "draw_suite"]
