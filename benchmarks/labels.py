# SPDX-License-Identifier: Apache-2.0
"""What labels cost and what the watermark bears: `./run python benchmarks/labels.py FOLDER [--json FILE]`.

FOLDER holds ordinary photographs. Measured are signing and reading (no watermark), hiding and finding the
watermark, its bits that are wrong after each change (before mending) and whether it is found, PSNR and SSIM
of the marked copy, and how often a mark is "found" in pictures and pieces of pictures that bear none.
"""

import argparse
import io
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.rooms.guard.makers import new_maker  # noqa: E402 - from the project's root
from verweer.guard import watermark  # noqa: E402
from verweer.guard.codes import encode  # noqa: E402
from verweer.guard.labels import label  # noqa: E402
from verweer.guard.manifests import Making, read_manifest  # noqa: E402

Change = Callable[[Image.Image], Image.Image]
_CUT = (1.0, 0.896, 0.9, 0.904)  # scales at which bits are counted; a cut picture is read at the best of them


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pictures", type=int, default=60)
    parser.add_argument("--unmarked", type=int, default=0, help="pieces of unmarked pictures to look into")
    parser.add_argument("--every", type=int, default=50, help="which of these pieces are looked into at all scales")
    parser.add_argument("--seed", type=int, default=8, help="of the choice of pieces")
    parser.add_argument("--seconds", type=float, default=3600, help="stop after this long and tell what was reached")
    parser.add_argument("--json", type=Path)
    told = parser.parse_args()
    files = sorted(told.folder.glob("*.jpg"))
    chosen = files[:: max(1, len(files) // told.pictures)][: told.pictures]
    result: dict[str, object] = {"pictures": len(chosen), **_signing(chosen)}
    until = time.monotonic() + told.seconds
    result |= _unmarked(files, told, until) if told.unmarked else _marking(chosen, until)
    print(json.dumps(result, indent=1))
    if told.json:
        told.json.write_text(json.dumps(result, indent=1))


def _signing(files: list[Path]) -> dict[str, object]:
    maker, roots = new_maker()
    making = Making(tool="benchmark", version="1", at=datetime.now(UTC))
    signing, reading, grown = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            content = file.read_bytes()
            began = time.perf_counter()
            labelled = label(content, maker=maker, making=making, payload=None)
            signing.append(time.perf_counter() - began)
            grown.append(len(labelled) - len(content))
            out = Path(folder) / "labelled.jpg"
            out.write_bytes(labelled)
            began = time.perf_counter()
            read_manifest(out, "image/jpeg", roots)
            reading.append(time.perf_counter() - began)
    return {
        "sign, ms": _milliseconds(signing),
        "read, ms": _milliseconds(reading),
        "added, bytes": statistics.median(grown),
    }


def _marking(files: list[Path], until: float) -> dict[str, object]:
    mark = watermark.WaveMark()
    chance = random.Random(7)
    encoding, decoding, psnr, ssim = [], [], [], []
    rows: dict[str, list[tuple[bool, float]]] = {name: [] for name in CHANGES}
    for file in files:
        if time.monotonic() > until:
            break
        pixels = np.asarray(Image.open(file).convert("RGB"))
        payload = chance.getrandbits(32)
        began = time.perf_counter()
        marked = mark.embed(pixels, payload)
        encoding.append(time.perf_counter() - began)
        psnr.append(10 * np.log10(255**2 / np.mean((marked.astype(float) - pixels) ** 2)))
        ssim.append(_ssim(pixels, marked))
        expected = np.array(encode(payload))
        for name, change in CHANGES.items():
            changed = np.asarray(change(Image.fromarray(marked)))
            began = time.perf_counter()
            found = mark.find(changed)
            decoding.append(time.perf_counter() - began)
            scales = _CUT if "cut" in name else _CUT[:1]
            errors = min(float(np.mean((watermark.soft_bits(changed, one) > 0) != expected)) for one in scales)
            rows[name].append((found is not None and found.payload == payload, errors))
    return {
        "PSNR, dB": [round(float(each), 1) for each in (np.mean(psnr), min(psnr), max(psnr))],
        "SSIM": [round(float(each), 4) for each in (np.mean(ssim), min(ssim))],
        "hide, ms": _milliseconds(encoding),
        "find, ms": _milliseconds(decoding),
        "changes": {
            name: {
                "found": sum(found for found, _ in row),
                "of": len(row),
                "bit error": round(statistics.fmean(wrong for _, wrong in row), 4),
            }
            for name, row in rows.items()
        },
    }


def _unmarked(files: list[Path], told: argparse.Namespace, until: float) -> dict[str, object]:
    mark = watermark.WaveMark()
    chance = random.Random(told.seed)
    looked = searched = 0
    found = {"at their own scale": 0, "at all scales": 0}
    while looked < told.unmarked and time.monotonic() < until:
        picture = Image.open(files[looked % len(files)]).convert("RGB")
        side = chance.randint(140, min(picture.size))
        left, top = chance.randint(0, picture.width - side), chance.randint(0, picture.height - side)
        piece = np.asarray(picture.crop((left, top, left + side, top + side)))
        if looked % told.every:
            found["at their own scale"] += watermark.found_at_own_scale(piece) is not None
        else:
            searched += 1
            found["at all scales"] += mark.find(piece) is not None
        looked += 1
    return {"seed": told.seed, "pieces": looked, "of these at all scales": searched, "found": found}


def _milliseconds(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "median": round(statistics.median(seconds) * 1e3, 1),
        "p95": round(ordered[len(ordered) * 95 // 100] * 1e3, 1),
    }


def _ssim(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mean structural similarity of brightness, in windows of 7 by 7 (Wang and others, 2004)."""
    left, right = (np.asarray(Image.fromarray(each).convert("L"), dtype=np.float32) for each in (one, other))
    blurred = watermark.blurred
    mean_left, mean_right = blurred(left, 3), blurred(right, 3)
    spread_left, spread_right = blurred(left**2, 3) - mean_left**2, blurred(right**2, 3) - mean_right**2
    shared = blurred(left * right, 3) - mean_left * mean_right
    small, smaller = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_left * mean_right + small) * (2 * shared + smaller)
    below = (mean_left**2 + mean_right**2 + small) * (spread_left + spread_right + smaller)
    return float(np.mean(above / below))


def _saved(kind: str, quality: int) -> Change:
    def change(picture: Image.Image) -> Image.Image:
        stream = io.BytesIO()
        picture.save(stream, kind, quality=quality)
        return Image.open(stream).convert("RGB")

    return change


def _half(picture: Image.Image) -> Image.Image:
    return picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.LANCZOS)


def _cut(picture: Image.Image) -> Image.Image:
    width, height = round(picture.width * 0.9), round(picture.height * 0.9)
    left, top = round(picture.width * 0.05), round(picture.height * 0.05)
    return picture.crop((left, top, left + width, top + height))


def _wide(picture: Image.Image) -> Image.Image:
    return picture.resize((640, round(640 * picture.height / picture.width)), Image.Resampling.LANCZOS)


CHANGES: dict[str, Change] = {
    "none": lambda picture: picture,
    "JPEG 90": _saved("JPEG", 90),
    "JPEG 70": _saved("JPEG", 70),
    "JPEG 50": _saved("JPEG", 50),
    "JPEG 30": _saved("JPEG", 30),
    "WebP 75": _saved("WEBP", 75),
    "half size": _half,
    "half size, JPEG 75": lambda picture: _saved("JPEG", 75)(_half(picture)),
    "10 % of each side cut off": _cut,
    "10 % cut off, JPEG 50": lambda picture: _saved("JPEG", 50)(_cut(picture)),
    "30 % brighter": lambda picture: picture.point(lambda value: min(255, round(value * 1.3))),
    "640 wide, JPEG 75": lambda picture: _saved("JPEG", 75)(_wide(picture)),
    # These two are beyond what it bears.
    "turned 2 degrees": lambda picture: picture.rotate(2, Image.Resampling.BICUBIC),
    "mirrored": lambda picture: picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
}


if __name__ == "__main__":
    main()
