# SPDX-License-Identifier: Apache-2.0
"""What asking about one picture costs, part by part: `./run python benchmarks/queries.py FOLDER [--pictures N]`.

Each photograph is put on a phone's screen of 720 by 1560 (1.12 megapixels), the dearest common case.
One thread; medians, and the quickest tenth, which a busy machine disturbs less.
"""

import argparse
import os
import random
import time
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
from edits import EDITS
from PIL import Image

from verweer.fingerprints.asking import prints_of
from verweer.fingerprints.keypoints import working_picture
from verweer.fingerprints.patches import ASKED_SIDE, patches_asked
from verweer.fingerprints.rectangles import WHOLE, coefficients_of, reduced
from verweer.fingerprints.regions import TILES, find_regions
from verweer.fingerprints.reporting import luma_of, stored_rows
from verweer.fingerprints.straightening import straightened


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser()
    words.add_argument("folder", type=Path)
    words.add_argument("--pictures", type=int, default=60)
    chosen = words.parse_args()
    cv2.setNumThreads(1)
    spent: dict[str, list[float]] = defaultdict(list)
    for number, path in enumerate(sorted(chosen.folder.rglob("*.jpg"))[: chosen.pictures]):
        picture = Image.open(path).convert("RGB")
        pixels = np.asarray(EDITS["phone screenshot, light"](picture, random.Random(number), picture))
        luma = luma_of(pixels)
        seen = reduced(luma)
        parts = find_regions(seen)
        for name, work in {
            "find rectangles": lambda seen=seen: find_regions(seen),
            "hash rectangles and tiles": lambda seen=seen, parts=parts: coefficients_of(seen, [WHOLE, *parts, *TILES]),
            "small turns undone": lambda seen=seen: straightened(working_picture(seen, ASKED_SIDE)),
            "patches and mirrored patches": lambda seen=seen: patches_asked(seen),
            "all that is asked": lambda pixels=pixels: prints_of(pixels),
            "all that is stored, without crops": lambda pixels=pixels: stored_rows(pixels),
        }.items():
            began = time.perf_counter()
            work()
            spent[name].append(1000 * (time.perf_counter() - began))
    print(f"| 1.12 megapixels, {chosen.pictures} pictures | median ms | quickest tenth ms |\n|---|---|---|")
    for name, times in spent.items():
        print(f"| {name} | {np.median(times):.1f} | {np.percentile(times, 10):.1f} |")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
