# SPDX-License-Identifier: Apache-2.0
"""The guard for pictures on ordinary pictures: `python -m benchmarks.guard.pictures FACES [PHOTOGRAPHS]`.

FACES is laid out as Labeled Faces in the Wild (a folder for each person), PHOTOGRAPHS is any folder. Told are how
often nudity scores and guessed ages pass each bar (the face nearest to the middle counts), how often ordinary
requests are stopped, and the processor time of each step. `--only ages|nudity|requests|speed` leaves the rest out.
"""

import argparse
import os
import random
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from verweer.faces import (
    OpenNsfw,
    Rate,
    ResNetAge,
    SFace,
    described,
    face_templates,
    find_faces,
    measured_bars,
)
from verweer.guard import MadeHere, PictureGuard, PicturePolicy, TextSigns

Pixels = NDArray[np.uint8]
_YEARS = (16, 18, 21, 23, 25, 28, 30)
_PARTS = ("ages", "nudity", "requests", "speed")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faces", type=Path)
    parser.add_argument("photographs", type=Path, nargs="?")
    parser.add_argument("--only", choices=_PARTS, action="append")
    parser.add_argument("--pictures", type=int, default=10_000, help="how many faces at the most")
    told = parser.parse_args()
    files = sorted(told.faces.glob("*/*.jpg"))
    files = files[:: max(1, -(-len(files) // told.pictures))]
    scenes = sorted(told.photographs.glob("*.jpg")) if told.photographs else []
    print(f"{len(files)} faces, {len(scenes)} photographs; load {os.getloadavg()[0]:.1f}")
    for part in told.only or _PARTS:
        _MEASURES[part](files, scenes)
    print(f"load {os.getloadavg()[0]:.1f}")


def _ages(files: Sequence[Path], scenes: Sequence[Path]) -> None:
    del scenes
    ages = [_age(_pixels(file)) for file in files]
    known = np.array([years for years in ages if years is not None])
    told = [round(float(value), 1) for value in np.percentile(known, [0, 1, 5, 25, 50, 75, 95, 100])]
    print(f"ages: {len(ages) - len(known)} unknown; percentiles 0, 1, 5, 25, 50, 75, 95, 100: {told}")
    for years in _YEARS:
        print(f"  guessed below {years}: {_share(known < years)}")


def _age(pixels: Pixels) -> float | None:
    middle = np.array(pixels.shape[1::-1]) / 2
    found = find_faces(pixels)
    central = min(found, key=lambda face: float(np.hypot(*(face.landmarks.mean(axis=0) - middle))), default=None)
    return ResNetAge().years(pixels, central) if central else None


def _nudity(files: Sequence[Path], scenes: Sequence[Path]) -> None:
    for name, chosen in (("faces", files), ("photographs", scenes)):
        scores = np.array([OpenNsfw().score(_pixels(file)) for file in chosen])
        for bar in (each for each in measured_bars() if each.network == OpenNsfw.version):
            print(f"nudity of {name} from {bar.value} ({bar.name}): {_share(scores >= bar.value)}")


def _requests(files: Sequence[Path], scenes: Sequence[Path]) -> None:
    """Tell how often ordinary requests are stopped, and how often those that should be with a bar at zero."""
    random.seed(5)
    people: dict[str, list[Path]] = {}
    for file in files:
        people.setdefault(file.parent.name, []).append(file)
    pairs = [(own[0], own[1]) for own in people.values() if len(own) > 1][:100]
    strangers = [(own[0], random.choice(files)) for own in list(people.values())[:100]]
    # With every score above the bar, any two pictures stand for an input and a sexual result.
    everything = PicturePolicy(clear=0, perhaps=0, slight=0, adult_from=0, described_from=0)
    ordinary = [(one, other) for one, other in zip(files[:300:2], scenes[:100], strict=False)]
    with PictureGuard() as usual, PictureGuard(policy=everything) as all_sexual:
        for name, guard, chosen in (
            ("an ordinary edit, all as it comes", usual, [(one, one) for one, _ in ordinary]),
            ("a face and an ordinary photograph", usual, ordinary),
            ("one person, all taken for sexual", all_sexual, pairs),
            ("two people, all taken for sexual", all_sexual, strangers),
        ):
            print(f"{name} ({len(chosen)}): {_verdicts(guard, chosen)}")
        print(f"a sexual prompt and a face ({len(pairs)}): {_prompted(usual, pairs)}")


def _verdicts(guard: PictureGuard, pairs: Sequence[tuple[Path, Path]]) -> dict[str, int]:
    decided = (guard.check([MadeHere(_pixels(one))], [_pixels(other)], intent="edit") for one, other in pairs)
    return dict(Counter(f"{each.verdict} {'+'.join(sorted(r.code for r in each.reasons))}" for each in decided))


def _prompted(guard: PictureGuard, pairs: Sequence[tuple[Path, Path]]) -> dict[str, int]:
    sexual = TextSigns(sexual=True)
    return dict(Counter(guard.check([_pixels(one)], intent="edit", text=sexual).verdict.value for one, _ in pairs))


def _speed(files: Sequence[Path], scenes: Sequence[Path]) -> None:
    cv2.setNumThreads(1)
    del scenes
    small = _pixels(files[0])
    large = np.asarray(cv2.resize(small, (1024, 1024), interpolation=cv2.INTER_CUBIC), dtype=np.uint8)
    content = files[0].read_bytes()
    face = face_templates(small)[0].detection
    policy = PicturePolicy(clear=0, perhaps=0, slight=0, adult_from=0, described_from=0)
    with PictureGuard() as usual, PictureGuard(policy=policy) as all_sexual:
        acts: dict[str, Callable[[], object]] = {
            "nudity of one picture": lambda: OpenNsfw().score(large),
            "faces of 250 pixels": lambda: find_faces(small),
            "faces of 1024 pixels": lambda: find_faces(large),
            "age of a face": lambda: ResNetAge().years(small, face),
            "template of a face": lambda: described(small, face, SFace()),
            "an ordinary request, two arrays of 1024": lambda: usual.check([large], [large]),
            "a request with all looks, two arrays of 1024": lambda: all_sexual.check([large], [large], intent="make"),
            "decoding a file of 250 pixels, seen from outside": lambda: usual.check([content], intent="make"),
        }
        for name, act in acts.items():
            print(f"{name}: {_milliseconds(act)}")


def _milliseconds(act: Callable[[], object]) -> str:
    act()
    used, passed = [], []
    for _ in range(12):
        began, clock = time.process_time(), time.perf_counter()
        act()
        used.append(1000 * (time.process_time() - began))
        passed.append(1000 * (time.perf_counter() - clock))
    return f"processor {statistics.median(used):.0f} ms, quickest {min(used):.0f}; by the clock {min(passed):.0f}"


def _share(passed: NDArray[np.bool_]) -> str:
    rate = Rate(wrong=int(passed.sum()), of=len(passed))
    low, high = rate.interval
    return f"{rate.wrong} of {rate.of} = {rate.share:.2%} ({low:.2%} to {high:.2%})"


def _pixels(file: Path) -> Pixels:
    return np.asarray(Image.open(file).convert("RGB"))


_MEASURES: dict[str, Callable[[Sequence[Path], Sequence[Path]], None]] = {
    "ages": _ages,
    "nudity": _nudity,
    "requests": _requests,
    "speed": _speed,
}

if __name__ == "__main__":
    main()
