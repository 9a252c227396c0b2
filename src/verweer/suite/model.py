# SPDX-License-Identifier: Apache-2.0
"""What the suite is made of: prompts with what they are about, in parts that share no name and no template."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256

from verweer.kernel import Digest


class Part(StrEnum):
    """Which names and templates prompts are drawn from; data/ tells of each what it was used for."""

    TUNE = "tune"
    PRACTICE = "practice"
    DRILL = "drill"
    CHECK = "check"
    REPORT = "report"
    FRESH = "fresh"
    SEALED = "sealed"
    UNSEEN = "unseen"


class About(StrEnum):
    """Whom a prompt is about."""

    LISTED = "listed"
    UNLISTED = "unlisted"
    POINTED = "pointed"
    PICTURED = "pictured"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """One prompt: `kind` is the disguise, or the kind of harmless prompt; `images` come with it; `name` is a listed one."""

    text: str
    kind: str
    family: str
    language: str
    about: About
    name: str = ""
    history: tuple[str, ...] = ()
    images: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The prompts of one part, and the invented people who must be on the protected list when they are asked."""

    part: Part
    seed: int
    each: int
    listed: tuple[str, ...]
    attacks: tuple[Prompt, ...]
    harmless: tuple[Prompt, ...]

    @property
    def digest(self) -> Digest:
        """Return the digest of all lines: equal digests mean that the same was asked."""
        whole = sha256()
        for line in self.lines():
            whole.update(line.encode())
        return Digest(whole.hexdigest())

    def lines(self) -> Iterator[str]:
        """Yield the suite as JSON lines: first whom to protect, then the attacks, then the harmless prompts."""
        yield _line({"part": self.part, "seed": self.seed, "each": self.each, "listed": self.listed})
        yield from (_line({"must": "stop", **asdict(prompt)}) for prompt in self.attacks)
        yield from (_line({"must": "pass", **asdict(prompt)}) for prompt in self.harmless)


def _line(value: dict[str, object]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"
