# SPDX-License-Identifier: Apache-2.0
"""How fast captures are, and what the browser's log costs: `./run python benchmarks/capture.py [TIMES]`.

The page is the one of tests/testnet/sites/volledig.py, which has everything that a browser can fetch.
Three figures: the whole command for one link, from start to a stamped and verified package; links a
minute with four at once; and one load of the page in a bare Chromium with and without its network log.
The small internet runs on the same cores.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.testnet import LINKS, Testnet, running_testnet_anywhere  # noqa: E402 - from the project's root

_AT_ONCE = 8
_EVERYTHING = ["--net-log-capture-mode=Everything"]


def main() -> None:
    """Measure and print."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as place, running_testnet_anywhere(Path(place)) as net:
        folder = Path(place)
        for mode in ("sealed", "digest-only"):
            one = [_captured(net, folder / f"{mode}-{number}", mode, 1) for number in range(times)]
            print(
                f"one link, {mode}: median {statistics.median(one):.1f} s of {times} ({min(one):.1f} to {max(one):.1f})"
            )
        together = _captured(net, folder / "together", "sealed", _AT_ONCE)
        print(f"{_AT_ONCE} links, four at once: {together:.1f} s, {_AT_ONCE / together * 60:.0f} a minute")
        for name, flags in (
            ("without a log", []),
            ("with its network log", [f"--log-net-log={folder}/log.json", *_EVERYTHING]),
        ):
            loads = [_loaded(net, flags) for _ in range(times)]
            wall, busy = (statistics.median(column) for column in zip(*loads, strict=True))
            print(
                f"Chromium {name}: {wall:.2f} s to the end of the page, {busy:.2f} s of processor (medians of {times})"
            )
        print(f"the log holds {(folder / 'log.json').stat().st_size / 1e6:.0f} MB")


def _captured(net: Testnet, folder: Path, mode: str, count: int) -> float:
    links = [f"{LINKS['everything']}?{number}" for number in range(count)]
    command = [sys.executable, "-m", "verweer.cli", "capture", *links, "--mode", mode, "--out", str(folder), "--json"]
    environment = {**os.environ, **net.environment(), "VERWEER_DATA": f"{folder}-data"}
    began = time.perf_counter()
    told = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True).stdout
    seconds = time.perf_counter() - began
    rows = json.loads(told)
    if [row["stamping"] for row in rows] != ["stamped-twice"] * count:
        sys.exit("a capture was not stamped twice; the figures would not compare")
    return seconds


def _loaded(net: Testnet, flags: list[str]) -> tuple[float, float]:
    """Load the page once, its large video too, and return the seconds that it took and those of the processors."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    hosts = f"--host-resolver-rules=MAP volledig.test {net.address('volledig.test')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", hosts, *flags])
        page = browser.new_page(ignore_https_errors=True)
        began = time.perf_counter()
        page.goto(LINKS["everything"])
        page.evaluate(
            "Promise.all([...document.querySelectorAll('video')].map(v => fetch(v.currentSrc).then(a => a.blob()).catch(() => null)))"
        )
        seconds = time.perf_counter() - began
        browser.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
