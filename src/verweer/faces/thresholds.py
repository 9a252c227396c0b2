# SPDX-License-Identifier: Apache-2.0
"""From which similarity on a person looks at two faces, and how often that was wrong when it was measured.

The figures are data (`thresholds.toml`), for one version of one embedder on one named public
set. They say nothing about other sets, and nothing about any group of people. Beside them stand
the bars of the nudity score and of guessed ages, with what is known of their errors.
"""

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from verweer.kernel import InputError

_DEVIATIONS = 1.959964  # 95 % of a normal distribution


class NoSuchThreshold(InputError):
    """A threshold has no measured figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of how many were wrong."""

    wrong: int
    of: int

    @property
    def share(self) -> float:
        """Return the share that was wrong."""
        return self.wrong / self.of

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % interval of the share (Wilson, 1927); it takes the cases for independent."""
        square = _DEVIATIONS**2 / self.of
        middle = (self.share + square / 2) / (1 + square)
        half = _DEVIATIONS * math.sqrt(self.share * (1 - self.share) / self.of + square / self.of / 4) / (1 + square)
        return (max(0.0, middle - half) if self.wrong else 0.0), min(1.0, middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The similarity (cosine) from which two templates of an embedder are put before a person."""

    name: str
    embedder: str
    cosine: float
    false_match: Rate
    false_non_match: Rate
    data: str

    def __post_init__(self) -> None:
        """Refuse a cosine at which strangers would be listed by the thousand."""
        if not _LOWEST <= self.cosine <= 1:
            message = f"A threshold for faces is a cosine from {_LOWEST} to 1."
            raise NoSuchThreshold(message)


_LOWEST = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A score or guessed age from which a guard is stricter, how often ordinary pictures pass it, what is missed."""

    name: str
    network: str
    value: float
    false_alarms: Rate
    misses: str
    data: str


@lru_cache(maxsize=1)
def measured_thresholds() -> tuple[Threshold, ...]:
    """Return the thresholds that have figures."""
    read = tomllib.loads(files("verweer.faces").joinpath("thresholds.toml").read_text(encoding="utf-8"))
    return tuple(
        Threshold(
            name=row["name"],
            embedder=row["embedder"],
            cosine=row["cosine"],
            false_match=Rate(wrong=row["false_matches"], of=row["impostor_pairs"]),
            false_non_match=Rate(wrong=row["false_non_matches"], of=row["genuine_pairs"]),
            data=row["data"],
        )
        for row in read["threshold"]
    )


def threshold_for(embedder: str, name: str = "careful") -> Threshold:
    """Return the threshold of this name for a version of an embedder; raises NoSuchThreshold."""
    for threshold in measured_thresholds():
        if (threshold.embedder, threshold.name) == (embedder, name):
            return threshold
    known = ", ".join(f"{each.name} for {each.embedder}" for each in measured_thresholds())
    message = f"No threshold {name} was measured for the embedder {embedder}; measured are: {known}."
    raise NoSuchThreshold(message)


@lru_cache(maxsize=1)
def measured_bars() -> tuple[Bar, ...]:
    """Return the bars of nudity scores and ages that have figures."""
    read = tomllib.loads(files("verweer.faces").joinpath("thresholds.toml").read_text(encoding="utf-8"))
    return tuple(
        Bar(
            name=row["name"],
            network=row["network"],
            value=row["value"],
            false_alarms=Rate(wrong=row["false_alarms"], of=row["pictures"]),
            misses=row["misses"],
            data=row["data"],
        )
        for row in read["bar"]
    )


def bar_for(network: str, name: str) -> Bar:
    """Return the bar of this name for a version of a network; raises NoSuchThreshold."""
    for bar in measured_bars():
        if (bar.network, bar.name) == (network, name):
            return bar
    known = ", ".join(f"{each.name} for {each.network}" for each in measured_bars())
    message = f"No bar {name} was measured for the network {network}; measured are: {known}."
    raise NoSuchThreshold(message)
