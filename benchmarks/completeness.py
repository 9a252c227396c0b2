# SPDX-License-Identifier: Apache-2.0
"""How much of a page an archive holds, side by side: `./run python benchmarks/completeness.py`.

The page is the one of tests/testnet/sites/volledig.py: every body is known beforehand. Beside a
capture stands what most tools do: Playwright's `response.body()` for each response of the same
Chromium, with the same wait, scroll and play.
"""

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Response, sync_playwright
from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.testnet import LINKS, Testnet, running_testnet_anywhere  # noqa: E402 - from the project's root
from tests.testnet.sites.volledig import BODIES  # noqa: E402 - as above

WANTED = {path: hashlib.sha256(body).hexdigest() for path, body in BODIES.items()}
_UNPACKED = "/samengeperst.js"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as place, running_testnet_anywhere(Path(place)) as net:
        for name, measure in (("verweer capture", by_verweer), ("Playwright response.body()", by_playwright)):
            began = time.perf_counter()
            held = measure(net, Path(place))
            seconds = time.perf_counter() - began
            whole = [path for path, digest in WANTED.items() if digest in held.get(path, set())]
            lost = sorted(set(WANTED) - set(whole))
            print(
                f"{name:<28} {len(whole)}/{len(WANTED)} bodies the same, {seconds:.1f} s; lost: {', '.join(lost) or 'none'}"
            )


def by_verweer(net: Testnet, place: Path) -> dict[str, set[str]]:
    """Return the digests in a capture, the whole command included: stamped, signed, verified."""
    command = [sys.executable, "-m", "verweer.cli", "capture", LINKS["everything"], "--mode", "sealed", "--out", "out"]
    environment = {**os.environ, **net.environment(), "VERWEER_DATA": str(place / "data")}
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    held: dict[str, set[str]] = {}
    with zipfile.ZipFile(place / "out/evidence/1.wacz") as package, package.open("archive/data.warc.gz") as file:
        for record in ArchiveIterator(io.BytesIO(file.read())):
            if record.rec_type == "response":
                path = urlsplit(record.rec_headers.get_header("WARC-Target-URI")).path
                held.setdefault(path, set()).add(hashlib.sha256(record.content_stream().read()).hexdigest())
    return held


def by_playwright(net: Testnet, _place: Path) -> dict[str, set[str]]:
    """Return the digests of the bodies that Playwright gives."""
    seen: list[Response] = []
    held: dict[str, set[str]] = {}
    hosts = f"MAP volledig.test {net.address('volledig.test')}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", f"--host-resolver-rules={hosts}"]
        )
        page = browser.new_page(ignore_https_errors=True)
        page.on("response", lambda response: seen.append(response))  # noqa: PLW0108 - Playwright marks its handlers
        page.goto(LINKS["everything"])
        page.evaluate("document.querySelectorAll('video').forEach(v => v.play())")
        for _ in range(8):
            page.mouse.wheel(0, 900)
            page.wait_for_timeout(100)
        page.wait_for_timeout(4_000)
        for response in seen:
            try:
                body = response.body()
            except Error:
                continue
            held.setdefault(urlsplit(response.url).path, set()).add(hashlib.sha256(body).hexdigest())
        browser.close()
    # Playwright undoes brotli; what it gives is the script itself.
    plain = hashlib.sha256(BODIES[_UNPACKED][3:-1]).hexdigest()
    if plain in held.get(_UNPACKED, set()):
        held[_UNPACKED].add(WANTED[_UNPACKED])
    return held


if __name__ == "__main__":
    main()
