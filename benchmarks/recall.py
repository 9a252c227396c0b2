# SPDX-License-Identifier: Apache-2.0
"""How many edited copies are recognised: `./run python benchmarks/recall.py FOLDER… [--pictures N] [--set tuning]`.

Any folders of pictures will do. Which pictures belong to the tuning set and which to the reporting
set is decided by the digest of their names, and the chances of edits differ too, so what was tuned
on is never what is reported. Beside us in the same run: PDQ at 31 bits, and PDQ turned in all eight
ways. All other pictures of the folders are stored as well: each of them that is called a copy is a
false match (but for the second picture in collages, and pictures that are stored twice).
"""

import argparse
import hashlib
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pdqhash
from edits import EDITS
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from plots import write_bars

from verweer.banks import Bank, Hits, open_bank
from verweer.banks.model import Opinion
from verweer.fingerprints import Rows, Space, pdq_of_pixels
from verweer.fingerprints.asking import prints_of
from verweer.fingerprints.reporting import Ladder, stored_rows
from verweer.matching.recognising import Stored, recognise
from verweer.matching.thresholds import Verdict, our_thresholds

_SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
_FOUND = {Verdict.SAME, Verdict.EDITED_COPY}
_RADIUS = 31
_LEAST_SIDE = 200
WAYS = ("PDQ", "PDQ in eight ways", "ours, hashes only", "ours")


Told = dict[str, tuple[list[bool], list[int], float]]
_state: dict[str, Any] = {}


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser()
    words.add_argument("folders", nargs="+", type=Path)
    words.add_argument(
        "--pictures", type=int, default=300, help="how many are edited, as many of each folder; all are stored"
    )
    words.add_argument("--drawings", type=int, default=20, help="how many drawings made by code are edited as well")
    words.add_argument("--set", choices=("tuning", "reporting"), default="reporting")
    words.add_argument("--ladder", action="store_true", help="store crops too")
    words.add_argument("--json", type=Path)
    words.add_argument("--plot", type=Path, help="an SVG file of the shares that are found")
    words.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = words.parse_args()
    began = time.perf_counter()
    ladder = Ladder.CROPS if chosen.ladder else Ladder.NONE
    every = {folder: _pictures(folder) for folder in chosen.folders}
    edited = _spread([_of_set(paths, chosen.set) for paths in every.values()], chosen.pictures)
    names = [*edited, *(path for paths in every.values() for path in paths if path not in set(edited))]
    with Pool(chosen.jobs, _alone) as pool:
        stored = pool.map(_stored, [(path, ladder) for path in [*names, *range(chosen.drawings)]], chunksize=8)
    first_drawing = len(names)
    numbers = [*range(len(edited)), *range(first_drawing, first_drawing + chosen.drawings)]
    sources: list[Path | int] = [*names, *range(chosen.drawings)]
    with tempfile.TemporaryDirectory() as place, Bank.create(Path(place) / "bank") as bank:
        bank.add_many((str(number), each[1]) for number, each in enumerate(stored))
        bank.compact()
        told = _all_measured(Path(place) / "bank", [each[0] for each in stored], sources, numbers, chosen)
    _tell(told, [str(source) for source in sources], numbers, chosen, time.perf_counter() - began)


def _pictures(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _SUFFIXES]


def _of_set(paths: list[Path], name: str) -> list[Path]:
    of_set = [
        path for path in paths if (hashlib.sha256(path.name.encode()).digest()[0] % 2 == 0) == (name == "reporting")
    ]
    random.Random(1).shuffle(of_set)
    return of_set


def _spread(folders: list[list[Path]], most: int) -> list[Path]:
    """Return at most so many pictures, from each folder in turn, so that a large folder does not crowd out a small one."""
    turns = zip_longest(*folders)
    return [path for turn in turns for path in turn if path is not None][:most]


def _all_measured(
    bank: Path, hashes: list[bytes], sources: list[Path | int], numbers: list[int], chosen: argparse.Namespace
) -> list[Told]:
    with Pool(chosen.jobs, _begin, (bank, hashes, sources, chosen.set)) as pool:
        told = []
        for done, each in enumerate(pool.imap(_measured, numbers), 1):
            told.append(each)
            print(f"\r{done} of {len(numbers)} pictures", end="", file=sys.stderr, flush=True)
    return told


def _alone() -> None:
    cv2.setNumThreads(1)


def _begin(bank: Path, hashes: list[bytes], sources: list[Path | int], which: str) -> None:
    _alone()
    whole = np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 32)
    _state.update(bank=open_bank(bank), sources=sources, whole=whole, which=which)


def _search(space: Space, hashes: NDArray[np.uint8], radius: int) -> Hits:
    return _state["bank"].search(space, hashes, radius=radius)


def _patches_of(items: Sequence[int]) -> Mapping[int, Rows]:
    return _state["bank"].patches_of(items)


_STORED = Stored(search=_search, patches_of=_patches_of, opinion_of=lambda _: Opinion.NONE)


def _opened(source: Path | int) -> Image.Image:
    if isinstance(source, int):
        return drawing(source)
    picture = Image.open(source).convert("RGB")
    grown = _LEAST_SIDE / min(picture.size)
    return picture.resize((round(picture.width * grown), round(picture.height * grown))) if grown > 1 else picture


def drawing(seed: int) -> Image.Image:
    """Return a drawing of shapes on a plain ground, as a comic or an avatar has them."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (720, 540), tuple(chance.randint(120, 255) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(14):
        x, y, side = chance.randint(-60, 700), chance.randint(-60, 520), chance.randint(30, 240)
        colour = tuple(chance.randint(0, 255) for _ in range(3))
        shape = chance.choice((draw.ellipse, draw.rectangle))
        shape(
            (x, y, x + side, y + round(side * chance.uniform(0.4, 1.6))),
            fill=colour,
            outline="black",
            width=chance.randint(2, 6),
        )
        draw.line([(chance.randint(0, 720), chance.randint(0, 540)) for _ in range(3)], fill="black", width=3)
    return picture


def _stored(asked: tuple[Path | int, Ladder]) -> tuple[bytes, dict[Space, object]]:
    pixels = np.asarray(_opened(asked[0]))
    return pdq_of_pixels(pixels)[0].bits, dict(stored_rows(pixels, asked[1]))


def _measured(number: int) -> Told:
    """Return for each edit: found by each way, which others were called a copy, and the seconds for our prints."""
    sources, whole, bank = _state["sources"], _state["whole"], _state["bank"]
    picture = _opened(sources[number])
    beside = (number + 1) % len(sources)
    other = _opened(sources[beside])
    alike = set(np.flatnonzero(np.bitwise_count(whole ^ whole[number]).sum(axis=1) <= _RADIUS).tolist()) | {beside}
    alike |= set(np.flatnonzero(np.bitwise_count(whole ^ whole[beside]).sum(axis=1) <= _RADIUS).tolist())
    hashes_only = tuple(row for row in our_thresholds() if row.kind == "pdq")
    told = {}
    for place, (name, edit) in enumerate(EDITS.items()):
        chance = random.Random(f"{_state['which']}{number}{place}")
        pixels = np.asarray(edit(picture, chance, other))
        bits, _ = pdqhash.compute(pixels)
        eight, _ = pdqhash.compute_dihedral(pixels)
        far = [int(np.bitwise_count(np.packbits(each) ^ whole[number]).sum()) for each in (bits, *eight)]
        began = time.perf_counter()
        prints = prints_of(pixels)
        seconds = time.perf_counter() - began
        copies = {
            int(bank.name_of(each.item))
            for each in recognise(prints, _STORED, our_thresholds())
            if each.decision.verdict in _FOUND
        }
        plain = {
            int(bank.name_of(each.item))
            for each in recognise(prints, _STORED, hashes_only)
            if each.decision.verdict in _FOUND
        }
        found = [far[0] <= _RADIUS, min(far) <= _RADIUS, number in plain, number in copies]
        told[name] = (found, sorted(copies - alike), seconds)
    return told


def _tell(told: list[Told], names: list[str], numbers: list[int], chosen: argparse.Namespace, seconds: float) -> None:
    rows: dict[str, list[float]] = {}
    for name in EDITS:
        rows[name] = np.mean([each[name][0] for each in told], axis=0).tolist()
    false = [
        (edit, names[number], names[other])
        for number, each in zip(numbers, told, strict=True)
        for edit in EDITS
        for other in each[edit][1]
    ]
    stored = len(names)
    pairs = len(told) * len(EDITS) * (stored - 1)
    print("| edit | " + " | ".join(WAYS) + " |\n|---|" + "---|" * len(WAYS))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{share:.3f}" for share in row) + " |")
    mean = np.mean(list(rows.values()), axis=0).tolist()
    print(f"| **mean of {len(EDITS)}** | " + " | ".join(f"**{share:.4f}**" for share in mean) + " |")
    print(
        f"\n{len(told)} pictures edited ({chosen.set} set), {stored} stored, {pairs:,} pairs, {len(false)} false matches"
    )
    for (asked, other), count in Counter(each[1:] for each in false).most_common():
        print(f"{count} times: {asked} was taken for {other}; look whether they are one picture")
    prints = np.median([each[name][2] for each in told for name in EDITS]) * 1000
    print(f"prints of a picture: median {prints:.1f} ms; {seconds:.0f} s in all, load {os.getloadavg()[0]:.1f}")
    if chosen.plot:
        shares = {name: (row[1], row[2], row[3]) for name, row in rows.items()}
        write_bars(
            chosen.plot, shares, WAYS[1:], title=f"Found of {len(told)} pictures, each edited in {len(EDITS)} ways"
        )
    if chosen.json:
        missed = {
            name: [
                source
                for source, each in zip((names[number] for number in numbers), told, strict=True)
                if not each[name][0][-1]
            ]
            for name in EDITS
        }
        figures = {"rows": rows, "mean": mean, "false": false, "pairs": pairs, "ways": WAYS, "missed": missed}
        chosen.json.write_text(json.dumps(figures))


if __name__ == "__main__":
    main()
