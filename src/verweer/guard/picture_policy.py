# SPDX-License-Identifier: Apache-2.0
"""At which scores, likenesses and ages the guard for pictures refuses; the measured values stand with the networks.

A maker may set other values, as they are set for another scorer. The name of the policy then tells
which, so that a record of decisions stays readable.
"""

from dataclasses import dataclass, field, fields

from verweer.faces import OpenNsfw, ResNetAge, bar_for
from verweer.guard.model import BadGuard, Verdict
from verweer.guard.picture_values import MOST_PICTURES

PICTURE_POLICY = "verweer-pictures 2026-11-29"


def _nudity(name: str) -> float:
    return bar_for(OpenNsfw.version, name).value


def _years(name: str) -> float:
    return bar_for(ResNetAge.version, name).value


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePolicy:
    """From where on a picture counts as sexual (three scores), two faces as one person, and a face as adult.

    `clear`, `perhaps` and `slight` are nudity scores: refused, looked at, refused when somebody may
    be under age. `same` and `alike` are cosines (refused, looked at), those measured for the
    embedder when left out. `adult_from` is the guessed age below which somebody may be under age;
    below `described_from` a face looks under age and no template of it is made. `unknown_age` is
    the verdict on a sexual output with a face whose age cannot be guessed.
    """

    clear: float = field(default_factory=lambda: _nudity("clear"))
    perhaps: float = field(default_factory=lambda: _nudity("perhaps"))
    slight: float = field(default_factory=lambda: _nudity("slight"))
    same: float | None = None
    alike: float | None = None
    adult_from: float = field(default_factory=lambda: _years("adult"))
    described_from: float = field(default_factory=lambda: _years("described"))
    unknown_age: Verdict = Verdict.REVIEW
    most_pictures: int = MOST_PICTURES
    most_pixels: int = 50_000_000

    def __post_init__(self) -> None:
        """Refuse values that contradict each other."""
        if not 0 <= self.slight <= self.perhaps <= self.clear <= 1:
            message = "The nudity scores must be 0 <= slight <= perhaps <= clear <= 1; set them in that order."
            raise BadGuard(message)
        if not self.described_from <= self.adult_from:
            message = "Whoever looks under age may be under age: set described_from no higher than adult_from."
            raise BadGuard(message)
        if self.most_pictures < 1 or self.most_pixels < 1:
            message = "The most pictures and the most pixels must be at least 1; raise them."
            raise BadGuard(message)

    @property
    def name(self) -> str:
        """Return which rules and data these are, with every value that is not the measured one."""
        measured = PicturePolicy()
        own = [
            f"{each.name}={getattr(self, each.name)}"
            for each in fields(self)
            if getattr(self, each.name) != getattr(measured, each.name)
        ]
        return f"{PICTURE_POLICY} ({', '.join(own)})" if own else PICTURE_POLICY
