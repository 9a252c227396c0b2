# SPDX-License-Identifier: Apache-2.0
"""PDQ beside the reference on a folder of photographs: `./run python benchmarks/fingerprint.py [FOLDER]`.

Both get the same decoded pixels in turn; decoding is not counted. Without a folder,
drawings are made.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from verweer.fingerprints import Pdq, pdq_of_pixels

Pixels = NDArray[np.uint8]
_ROUNDS = 5


def main() -> None:
    """Measure and print."""
    pictures = _photographs(Path(sys.argv[1])) if len(sys.argv) > 1 else _drawings()
    ours = [pdq_of_pixels(pixels) for pixels in pictures]
    theirs = [_reference(pixels) for pixels in pictures]
    same = sum(one == other for one, other in zip(ours, theirs, strict=True))
    fast, slow = _in_turn(pictures, pdq_of_pixels, pdqhash.compute)
    print(f"Python {platform.python_version()}, numpy {np.__version__}, pdqhash {version('pdqhash')}")
    print(f"{len(pictures)} pictures, identical in all 256 bits and quality: {same}")
    print(
        f"verweer {fast:.2f} ms a picture, pdqhash {slow:.2f} ms; ratio {slow / fast:.1f} (medians of {_ROUNDS} rounds)"
    )


def _photographs(folder: Path) -> list[Pixels]:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in {".jpg", ".jpeg", ".png"})
    return [np.asarray(Image.open(file).convert("RGB")) for file in files]


def _drawings() -> list[Pixels]:
    random = np.random.default_rng(7)
    small = [random.integers(0, 256, (24, 32, 3), dtype=np.uint8) for _ in range(60)]
    return [np.asarray(Image.fromarray(each).resize((640, 480))) for each in small]


def _reference(pixels: Pixels) -> tuple[Pdq, int]:
    bits, quality = pdqhash.compute(pixels)
    return Pdq(np.packbits(bits).tobytes()), int(quality)


def _in_turn(pictures: Sequence[Pixels], *programs: Callable[[Pixels], Any]) -> list[float]:
    """Return the median milliseconds a picture of each program; they take turns, so that noise hits both."""
    taken: list[list[float]] = [[] for _ in programs]
    for _ in range(_ROUNDS):
        for program, times in zip(programs, taken, strict=True):
            began = time.perf_counter()
            for pixels in pictures:
                program(pixels)
            times.append((time.perf_counter() - began) * 1_000 / len(pictures))
    return [statistics.median(times) for times in taken]


if __name__ == "__main__":
    main()
