# SPDX-License-Identifier: Apache-2.0
"""What commands on many files share: which are named, how far we are, and names that no terminal stumbles over."""

import os
import sys
import time
from collections.abc import Iterable, Iterator

import click

_BETWEEN_SIGNS = 0.5
_STANDARD_INPUT = "-"


class FileSign:
    """A line on a terminal that says how far we are, now and then."""

    def __init__(self, began: float, *, shown: bool) -> None:
        """Begin to count; nothing is written unless `shown`, as on a terminal."""
        self._began, self._shown, self._last, self._there = began, shown, began, False

    def show(self, count: int) -> None:
        """Write how many files were read, and how fast."""
        now = time.monotonic()
        if self._shown and now - self._last >= _BETWEEN_SIGNS:
            click.echo(f"\r{counted(count)}, {count / (now - self._began):.1f} a second", nl=False, err=True)
            self._last, self._there = now, True

    def clear(self) -> None:
        """Take the line away."""
        if self._there:
            click.echo("\r\x1b[K", nl=False, err=True)
            self._there = False


def counted(count: int) -> str:
    """Return a number of files in words."""
    return "1 file" if count == 1 else f"{count} files"


def names_meant(files: Iterable[str]) -> Iterator[str]:
    """Yield the names, and for `-` those on standard input: one a line, or parted by zeros as `find -print0` writes them."""
    for file in files:
        if file == _STANDARD_INPUT:
            listed = sys.stdin.buffer.read()
            names = listed.split(b"\0") if b"\0" in listed else listed.splitlines()
            yield from (os.fsdecode(name) for name in names if name)
        else:
            yield file


def printable(name: str) -> str:
    """Return a name without what would move a terminal's cursor: names in archives are not trusted."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in name)
