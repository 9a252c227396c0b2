# SPDX-License-Identifier: Apache-2.0
"""Words in, use cases out: `verweer …`. It translates and decides nothing."""

from verweer.cli.root import main

__all__ = ["main"]
