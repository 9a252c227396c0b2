# SPDX-License-Identifier: Apache-2.0
"""PDQ beside the reference on folders of photographs: `./run python benchmarks/fingerprint.py [FOLDER…]`.

Twice: from the same decoded pixels, and from JPEG bytes (pictures of other kinds are saved as
JPEG first). All take turns, so that noise hits each; a ratio is that of medians over rounds.
Without a folder, drawings are made.
"""

import io
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

import numba
import numpy as np
import pdqhash
from numpy.typing import NDArray
from PIL import Image

from verweer.fingerprints import Eight, pdq_dihedral, pdq_of_pixels
from verweer.fingerprints.pdq_fast import samples_of_luma
from verweer.media.pictures import read_pixels

Pixels = NDArray[np.uint8]
_Given = TypeVar("_Given")
_ROUNDS = 5
_MOST = 400


def main() -> None:
    """Measure and print."""
    pictures = _photographs([Path(word) for word in sys.argv[1:]]) if len(sys.argv) > 1 else _drawings()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, numba {numba.__version__}")
    print(f"Pillow {version('pillow')}, pdqhash {version('pdqhash')}; {len(pictures)} pictures")
    _compare(pictures)
    timed = pictures[:: max(1, len(pictures) // _MOST)][:_MOST]
    _print(
        f"from decoded pixels ({len(timed)})",
        _in_turn(
            timed,
            {
                "pdqhash": pdqhash.compute,
                "NumPy": pdq_of_pixels,
                "numba": lambda pixels: pdq_of_pixels(pixels, sampled=samples_of_luma),
                "pdqhash, eight": pdqhash.compute_dihedral,
                "NumPy, eight": pdq_dihedral,
                "numba, eight": lambda pixels: pdq_dihedral(pixels, sampled=samples_of_luma),
            },
        ),
    )
    with tempfile.TemporaryDirectory() as folder:
        _print(
            f"from JPEG ({len(timed)})",
            _in_turn(
                _saved(timed, Path(folder)),
                {
                    "pdqhash": lambda path: pdqhash.compute(np.asarray(Image.open(path).convert("RGB"))),
                    "NumPy": lambda path: pdq_of_pixels(read_pixels(path)[0]),
                    "numba": lambda path: pdq_of_pixels(read_pixels(path)[0], sampled=samples_of_luma),
                },
            ),
        )


def _photographs(folders: Sequence[Path]) -> list[Pixels]:
    files = [file for folder in folders for file in sorted(folder.rglob("*"))]
    pictures = [file for file in files if file.suffix.lower() in {".jpg", ".jpeg", ".png", ".webp"}]
    return [np.asarray(Image.open(file).convert("RGB")) for file in pictures]


def _drawings() -> list[Pixels]:
    random = np.random.default_rng(7)
    small = [random.integers(0, 256, (24, 32, 3), dtype=np.uint8) for _ in range(60)]
    return [np.asarray(Image.fromarray(each).resize((640, 480))) for each in small]


def _saved(pictures: Sequence[Pixels], folder: Path) -> list[Path]:
    paths = [folder / f"{number}.jpg" for number in range(len(pictures))]
    for path, pixels in zip(paths, pictures, strict=True):
        stream = io.BytesIO()
        Image.fromarray(pixels).save(stream, "JPEG", quality=85)
        path.write_bytes(stream.getvalue())
    return paths


def _compare(pictures: Sequence[Pixels]) -> None:
    """Print how many pictures are identical to the reference in all bits and quality, all eight, both ways."""
    theirs = [_reference(pixels) for pixels in pictures]
    for name, program in {
        "NumPy": pdq_dihedral,
        "numba": lambda pixels: pdq_dihedral(pixels, sampled=samples_of_luma),
    }.items():
        ours = [_as_bytes(*program(pixels)) for pixels in pictures]
        whole = sum(one == other for one, other in zip(ours, theirs, strict=True))
        bits = [_apart(one[0], other[0]) for one, other in zip(ours, theirs, strict=True)]
        print(
            f"{name}: all eight hashes and quality identical: {whole} of {len(pictures)}; most bits apart {max(bits)}"
        )


def _reference(pixels: Pixels) -> tuple[tuple[bytes, ...], int]:
    eight, quality = pdqhash.compute_dihedral(pixels)
    return tuple(np.packbits(bits).tobytes() for bits in eight), int(quality)


def _as_bytes(eight: Eight, quality: int) -> tuple[tuple[bytes, ...], int]:
    return tuple(each.bits for each in eight), quality


def _apart(ours: Sequence[bytes], theirs: Sequence[bytes]) -> int:
    pairs = zip(ours, theirs, strict=True)
    return max((int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count() for one, other in pairs)


def _in_turn(inputs: Sequence[_Given], programs: Mapping[str, Callable[[_Given], object]]) -> dict[str, list[float]]:
    """Return the milliseconds a picture of each program in each round."""
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for program in programs.values():
        program(inputs[0])
    for _ in range(_ROUNDS):
        for name, program in programs.items():
            began = time.perf_counter()
            for given in inputs:
                program(given)
            taken[name].append((time.perf_counter() - began) * 1_000 / len(inputs))
    return taken


def _print(title: str, taken: Mapping[str, Sequence[float]]) -> None:
    print(f"{title}, ms a picture, medians of {_ROUNDS} rounds")
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        peer = medians["pdqhash, eight" if "eight" in name else "pdqhash"]
        print(f"  {name:<16}{median:>9.2f}   {peer / median:>6.1f} times as fast as the peer")


if __name__ == "__main__":
    main()
