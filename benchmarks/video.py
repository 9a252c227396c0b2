# SPDX-License-Identifier: Apache-2.0
"""Video beside vpdq and beside decoding alone: `python benchmarks/video.py FOLDER [--peer PYTHON] [--only speed|recall]`.

FOLDER holds photographs; the videos are camera moves over them with grain and hard cuts.
PYTHON is the interpreter of an environment in which `vpdq` is installed; it needs FFmpeg's
headers to be built, so it never enters the lock. Without it only our own figures are printed.
All run on one thread, except vpdq, which hashes with as many as there are cores: its
processor seconds are what is compared.
"""

import argparse
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import av
import cv2
import numpy as np
from filming import SHOTS, Image, pictures, scenes, write
from numpy.typing import NDArray

from verweer.banks import MATCH_RADIUS, Hits
from verweer.fingerprints import Space
from verweer.fingerprints.frames import stored_frames, video_rows
from verweer.fingerprints.questions import ASKED_EVERY, VideoQuery, query_frames, undone_of
from verweer.fingerprints.rows import Rows
from verweer.matching.runs import Run, longest_runs
from verweer.media.videos import Film

_PEER = """
import json, sys, time, vpdq
for line in sys.stdin:
    path, every = json.loads(line)
    began = time.process_time()
    found = vpdq.computeHash(path, seconds_per_hash=every)
    spent = time.process_time() - began
    print(json.dumps([spent, [[f.hex, f.quality] for f in found]]), flush=True)
"""
CODECS = {
    "h264 854x480": (854, 480, 30, 24, "libx264", {"preset": "veryfast", "crf": "23"}),
    "h264 1920x1080": (1920, 1080, 30, 8, "libx264", {"preset": "veryfast", "crf": "25"}),
    "vp9 854x480": (854, 480, 30, 16, "libvpx-vp9", {"crf": "36", "b": "0", "deadline": "realtime", "cpu-used": "6"}),
    "av1 854x480": (854, 480, 30, 16, "libsvtav1", {"preset": "11", "crf": "40"}),
}
WIDTH, HEIGHT, RATE = 640, 360, 15
SECONDS, SEGMENT, CLIP = 180, 20, 10
STARTS = (15.37, 75.37, 135.37)  # off the grid on which frames are stored


class Peer:
    """vpdq in its own interpreter."""

    def __init__(self, python: Path) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([str(python), "-c", _PEER], stdin=pipe, stdout=pipe, text=True)

    def hashes(self, path: Path, every: float) -> tuple[float, Image]:
        """Return the processor seconds and the hashes of good quality (n by 32)."""
        asking, answers = self._process.stdin, self._process.stdout
        if asking is None or answers is None:
            raise RuntimeError
        asking.write(json.dumps([str(path), every]) + "\n")
        asking.flush()
        spent, found = json.loads(answers.readline())
        good = b"".join(bytes.fromhex(text) for text, quality in found if quality >= 50)
        return spent, np.frombuffer(good, np.uint8).reshape(-1, 32)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--only", choices=["speed", "recall"])
    parser.add_argument("--sources", type=int, default=5)
    parser.add_argument("--edits", nargs="+", default=[""], help="only edits in whose name one of these stands")
    parser.add_argument("--films", type=Path, help="where the films are kept, and taken from if they are there")
    parser.add_argument("--starts", type=int, default=len(STARTS), help="copies of each video")
    parser.add_argument("--shots", type=int, nargs=2, default=SHOTS, help="frames of a shot, at least and at most")
    told = parser.parse_args()
    photographs = sorted(file for file in told.folder.rglob("*") if file.suffix.lower() in {".jpg", ".jpeg", ".png"})
    peer = Peer(told.peer) if told.peer else None
    print(f"PyAV {av.__version__}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        if told.only != "recall":
            measure_speed(told.films or Path(folder), photographs, peer)
        if told.only != "speed":
            measure_recall(Path(folder), photographs, peer, told)


def measure_speed(folder: Path, photographs: Sequence[Path], peer: Peer | None) -> None:
    """Print how many seconds of video a processor second does."""
    print(
        "x realtime per processor second: decode all | decode for 4/s | stored, 4/s | asked, 1/s | decode for 1/s"
        " | vpdq 4/s, 1/s, all"
    )
    for name, (width, height, rate, seconds, codec, options) in CODECS.items():
        path = folder / f"{name.replace(' ', '_')}.mp4"
        if not path.exists():
            write(path, scenes(photographs, width, height, rate * seconds, seed=1), codec, rate, options)
        stored_frames(path)  # numba and the page cache get warm
        programs: list[Callable[[], object]] = [
            lambda path=path: list(Film(path=path, every=1e9).samples()),
            lambda path=path: list(Film(path=path, every=0.25, swift=True).samples()),
            lambda path=path: stored_frames(path),
            lambda path=path: query_frames(path),
            lambda path=path: list(Film(path=path, every=ASKED_EVERY, swift=True).samples()),
        ]
        took = [min(spent(program) for _ in range(2)) for program in programs]
        theirs = [peer.hashes(path, every)[0] for every in (0.25, 1.0, 0.0)] if peer else []
        print(
            f"{name:15}",
            *(f"{seconds / each:6.1f}" for each in took),
            "|",
            *(f"{seconds / each:6.1f}" for each in theirs),
        )
        ratios = f"stored/decode {took[1] / took[2]:.2f}; asked/decode {took[4] / took[3]:.2f}"
        if theirs:
            ratios += (
                f"; stored/vpdq at 4 a second {theirs[0] / took[2]:.1f}; asked/vpdq at 1 {theirs[1] / took[3]:.1f}"
            )
            ratios += f"; stored/vpdq of all frames {theirs[2] / took[2]:.1f}"
            ratios += f"; if hashing cost nothing {theirs[0] / took[1]:.1f} and {theirs[1] / took[4]:.1f}"
        print(" " * 15, ratios, flush=True)


def spent(program: Callable[[], object]) -> float:
    """Return the processor seconds of a program."""
    began = time.process_time()
    program()
    return time.process_time() - began


# --- Recall -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Edit:
    """A way to change a copy: picture by picture, in time, and in how well it is encoded."""

    change: Callable[[Image, int], Image] = lambda image, _: image
    seconds: int = SEGMENT
    pace: float = 1.0
    intro: int = 0
    quality: int = 23


def bordered(image: Image, _: int) -> Image:
    return cv2.copyMakeBorder(image, 60, 60, 80, 80, cv2.BORDER_CONSTANT, value=(255, 255, 255))


def letterboxed(image: Image, _: int) -> Image:
    return cv2.copyMakeBorder(image, 390, 388, 0, 0, cv2.BORDER_CONSTANT, value=(0, 0, 0))


def cropped(share: float) -> Callable[[Image, int], Image]:
    down, across = int(HEIGHT * share / 2), int(WIDTH * share / 2)
    return lambda image, _: np.ascontiguousarray(image[down : HEIGHT - down, across : WIDTH - across])


EDITS = {
    "re-encode crf 34": Edit(quality=34),
    "scale to 240p": Edit(lambda image, _: cv2.resize(image, (426, 240), interpolation=cv2.INTER_AREA)),
    "crop 5 %": Edit(cropped(0.05)),
    "crop 10 %": Edit(cropped(0.10)),
    "10 % off the left": Edit(lambda image, _: np.ascontiguousarray(image[:, WIDTH // 10 :])),
    "10 % off the bottom": Edit(lambda image, _: np.ascontiguousarray(image[: -(HEIGHT // 10)])),
    "17 % off the top": Edit(lambda image, _: np.ascontiguousarray(image[HEIGHT * 17 // 100 :])),
    "10 % off a side, wide again": Edit(lambda image, _: cv2.resize(image[:, WIDTH // 10 :], (WIDTH, HEIGHT))),
    "10 % off a corner": Edit(lambda image, _: np.ascontiguousarray(image[HEIGHT // 10 :, : -(WIDTH // 10)])),
    "left gone, mirrored": Edit(lambda image, _: np.ascontiguousarray(image[:, WIDTH // 10 :][:, ::-1])),
    "white border": Edit(bordered),
    "letterbox 9:16": Edit(letterboxed),
    "mirror": Edit(lambda image, _: np.ascontiguousarray(image[:, ::-1])),
    "mirror, border": Edit(lambda image, number: bordered(image[:, ::-1], number)),
    "speed 1.25": Edit(pace=1.25),
    "10 s clip": Edit(seconds=CLIP),
    "10 s of another first": Edit(intro=10),
}


@dataclass(frozen=True)
class Bench:
    """What copies are made of and sought in."""

    folder: Path
    sources: Sequence[Path]
    other: Path
    bank: Sequence[Rows]
    theirs: Sequence[Image]
    peer: Peer | None


@dataclass(frozen=True)
class Result:
    """Of one copy: found, placed right, wrong videos found; the same by vpdq's rule; and what was undone."""

    found: bool
    placed: bool
    wrong: int
    their_found: bool
    their_wrong: int
    undone: str


def measure_recall(folder: Path, photographs: Sequence[Path], peer: Peer | None, told: argparse.Namespace) -> None:
    """Print for each edit which share of the copies was found, and in how many the run lies where it should."""
    h264 = {"preset": "veryfast", "crf": "23"}
    count, shots = told.sources, tuple(told.shots)
    paths = [(told.films or folder) / f"source{number}.mp4" for number in range(count)]
    other = (told.films or folder) / "other.mp4"
    for number, path in enumerate([*paths, other]):
        length, seed = (RATE * 40, 999) if path == other else (RATE * SECONDS, 100 + number)
        if not path.exists():
            write(path, scenes(photographs, WIDTH, HEIGHT, length, seed=seed, shots=shots), "libx264", RATE, h264)
    bank = [video_rows(stored_frames(path).frames)[Space.PDQ] for path in paths]
    theirs = [peer.hashes(path, 1.0)[1] for path in paths] if peer else []
    bench = Bench(folder, paths, other, bank, theirs, peer)
    print(f"{count} videos of {SECONDS} s, {sum(map(len, bank))} stored hashes; load {os.getloadavg()[0]:.1f}")
    print("edit | found | found and both intervals within 1.5 s | wrong videos | vpdq found, wrong | undone")
    for name, edit in {**EDITS, "picture in picture": None}.items():
        if not any(each in name for each in told.edits):
            continue
        results = [tried(bench, source, start, edit) for source in range(count) for start in STARTS[: told.starts]]
        columns = ("found", "placed", "wrong", "their_found", "their_wrong")
        means = [f"{np.mean([getattr(each, column) for each in results]):.2f}" for column in columns]
        undone = sorted({each.undone for each in results if each.undone})
        print(f"{name:20}", *means[:3], "|", *means[3:], "|", ", ".join(undone), flush=True)


def tried(bench: Bench, source: int, start: float, edit: Edit | None) -> Result:
    """Make one copy and look for it."""
    path = bench.folder / "copy.mp4"
    told = edit or Edit()
    frames: Iterable[Image] = pictures(bench.sources[source], start, told.seconds)
    if edit is None:
        beneath = pictures(bench.other, 2, told.seconds)
        frames = (inset(*both) for both in zip(frames, beneath, strict=False))
    else:
        frames = (edit.change(image, number) for number, image in enumerate(frames))
    if told.intro:
        frames = chain(pictures(bench.other, 20, told.intro), frames)
    write(path, frames, "libx264", RATE * told.pace, {"preset": "veryfast", "crf": str(told.quality)})
    query = query_frames(path)
    runs = longest_runs(search(query, bench.bank), query)
    run = next((run for run in runs if run.item == source), None)
    asked = bench.peer.hashes(path, 1.0)[1] if bench.peer else np.zeros((0, 32), np.uint8)
    their = [share(asked, each) >= 0.8 for each in bench.theirs] or [False] * len(bench.sources)
    undone = undone_of(run.code) if run else None
    return Result(
        found=run is not None,
        placed=run is not None and off(run, told, start) <= 1.5,
        wrong=len(runs) - (run is not None),
        their_found=their[source],
        their_wrong=sum(their) - their[source],
        undone=f"{undone.view.name.lower()}/{undone.way}" if undone else "",
    )


def off(run: Run, told: Edit, start: float) -> float:
    """Return by how many seconds the ends of a run are off; the last asked frame lies up to a second before the end."""
    length = told.seconds / told.pace
    return max(
        abs(run.asked.start - told.intro),
        abs(run.asked.end - told.intro - length + 1),
        abs(run.stored.start - start),
        abs(run.stored.end - start - told.seconds + 1),
    )


def inset(image: Image, beneath: Image) -> Image:
    """Return a picture with another at two fifths of its size in a corner."""
    both = beneath.copy()
    small = cv2.resize(image, (256, 144), interpolation=cv2.INTER_AREA)
    both[30:174, 350:606] = small
    return both


def share(asked: Image, stored: Image) -> float:
    """Return which share of the asked frames has a stored frame within the radius: vpdq's rule."""
    if not len(asked):
        return 0.0
    return float((distances(asked, stored).min(axis=1) <= MATCH_RADIUS).mean())


def search(query: VideoQuery, bank: Sequence[Rows]) -> Hits:
    """Compare all with all, as a bank would find them."""
    parts = []
    for item, rows in enumerate(bank):
        for first in range(0, len(query.hashes), 512):
            far = distances(query.hashes[first : first + 512], rows.hashes)
            asked, stored = np.nonzero(far <= MATCH_RADIUS)
            parts.append((asked + first, np.full(len(asked), item), rows.details[stored], far[asked, stored]))
    asked, items, details, far = (np.concatenate([part[k] for part in parts]) for k in range(4))
    order = np.lexsort((details, far, items, asked))
    return Hits(
        query=asked[order].astype(np.uint32),
        item=items[order].astype(np.uint32),
        detail=details[order].astype(np.uint64),
        distance=far[order],
    )


def distances(first: Image, second: Image) -> NDArray[np.uint16]:
    """Return the distance of each of the first hashes to each of the second."""
    one, two = (np.ascontiguousarray(each).view(np.uint64) for each in (first, second))
    far = np.zeros((len(one), len(two)), np.uint16)
    for word in range(4):
        far += np.bitwise_count(one[:, None, word] ^ two[None, :, word])
    return far


if __name__ == "__main__":
    main()
