# SPDX-License-Identifier: Apache-2.0
"""Makes what a page says of itself safe to write down: a page may hold marks that no text file can, or that mislead.

The page as it stood is kept apart, to the byte; this is for titles and lists that people and programs read.
"""


def in_one_line(untrusted_text: str) -> str:
    """Return text without line breaks, control characters, marks that turn its direction, and half characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in untrusted_text).split())


def writable(untrusted_text: str) -> str:
    """Return text that can be written as UTF-8: half characters (lone surrogates) become question marks."""
    return untrusted_text.encode("utf-8", "replace").decode()
