# SPDX-License-Identifier: Apache-2.0
"""How much of a page an archive holds, side by side: `./run python benchmarks/completeness.py [--warcprox PROGRAM] [--runs N] [--http1]`.

The page is the one of tests/testnet/sites/volledig.py: every body is known beforehand, and the sites tell what
was sent to them. Beside a capture stand what most tools do, with the same Chromium, the same scrolling and
playing: Playwright's `response.body()` for each response, and warcprox, a proxy that opens the TLS. It is
under the GPL and no part of this project, so it is only called as a program, from a folder of its own:

    uv venv /tmp/warcprox && uv pip install --python /tmp/warcprox/bin/python warcprox
"""

import argparse
import contextlib
import hashlib
import io
import ipaddress
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error, Request, Response, WebSocket, sync_playwright
from warcio.archiveiterator import ArchiveIterator

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.testnet import LINKS, Testnet, running_testnet_anywhere  # noqa: E402 - from the project's root
from tests.testnet.listening import Listeners  # noqa: E402 - as above
from tests.testnet.net import HTTP_1, HTTP_2  # noqa: E402 - as above
from tests.testnet.sites.volledig import BODIES, HOST, SECURE_HOST, SHOWN_FROM_MEMORY  # noqa: E402 - as above
from verweer.egress import Egress, running_guard  # noqa: E402 - as above
from verweer.visit.deeds import Deeds  # noqa: E402 - as above
from verweer.visit.playing import Players  # noqa: E402 - as above
from verweer.visit.scrolling import scroll_through  # noqa: E402 - as above

_UNPACKED = "/samengeperst.js"
_SOCKETS = ("/praten", "/praten-in-kader", "/praten-in-werker")


@dataclass(slots=True)
class Held:
    """What an archive holds: of each path the digests of what was received and sent, sockets, and what the page made."""

    received: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sent: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    said: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)


Measure = Callable[[Testnet, Path], Held]


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser()
    words.add_argument("--warcprox", type=Path)
    words.add_argument("--runs", type=int, default=1)
    words.add_argument("--http1", action="store_true", help="the sites offer HTTP/1.1 only, not HTTP/2")
    chosen = words.parse_args()
    ways: list[tuple[str, Measure]] = [("verweer capture", by_verweer)] * chosen.runs
    ways.append(("Playwright response.body()", by_playwright))
    if chosen.warcprox:
        ways.append(("warcprox", lambda net, place: by_warcprox(net, place, chosen.warcprox)))
    seconds = defaultdict(list)
    with (
        tempfile.TemporaryDirectory() as place,
        running_testnet_anywhere(Path(place), speaks=HTTP_1 if chosen.http1 else HTTP_2) as net,
    ):
        for number, (name, measure) in enumerate(ways):
            net.requests.clear()
            folder = Path(place) / f"run{number}"
            folder.mkdir()
            began = time.perf_counter()
            held = measure(net, folder)
            seconds[name].append(time.perf_counter() - began)
            _tell(name, seconds[name][-1], held, net)
    print(
        f"median of verweer capture: {statistics.median(seconds['verweer capture']):.1f} s, load {os.getloadavg()[0]:.1f}"
    )


def _tell(name: str, seconds: float, held: Held, net: Testnet) -> None:
    seen = [each for host in (HOST, SECURE_HOST) for each in net.requests.to(host)]
    posted = {each.path: each.body for each in seen if each.method == "POST"}
    columns = {
        "received": _lost({path: _digest(body) for path, body in BODIES.items()}, held.received),
        "sent": _lost({path: _digest(body) for path, body in posted.items()}, held.sent),
        "said": [path for path in _SOCKETS if path not in held.said],
        "made": [kind for body, kind in SHOWN_FROM_MEMORY.items() if _digest(body) not in held.made],
    }
    totals = {"received": len(BODIES), "sent": len(posted), "said": len(_SOCKETS), "made": len(SHOWN_FROM_MEMORY)}
    told = ", ".join(f"{totals[each] - len(lost)}/{totals[each]} {each}" for each, lost in columns.items())
    lost = "; ".join(f"{each}: {' '.join(paths)}" for each, paths in columns.items() if paths)
    print(f"{name:<27} {told}, {seconds:.1f} s; lost: {lost or 'none'}", flush=True)


def _lost(wanted: dict[str, str], held: dict[str, set[str]]) -> list[str]:
    return sorted(path for path, digest in wanted.items() if digest not in held.get(path, set()))


def by_verweer(net: Testnet, place: Path) -> Held:
    """Return what a capture holds, the whole command included: stamped, signed, verified."""
    command = [sys.executable, "-m", "verweer.cli", "capture", LINKS["everything"], "--mode", "sealed", "--out", "out"]
    environment = {**os.environ, **net.environment(), "VERWEER_DATA": str(place / "data")}
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)
    with zipfile.ZipFile(place / "out/evidence/1.wacz") as package:
        return _of_warcs([package.read("archive/data.warc.gz")])


def by_playwright(net: Testnet, _place: Path) -> Held:
    """Return what Playwright gives, downloads and sockets included."""
    held, seen = Held(), list[Response]()

    def socket_opened(opened: WebSocket) -> None:
        path = urlsplit(opened.url).path
        opened.on("framereceived", lambda _: held.said.add(path))

    rules = ", ".join(f"MAP {host} {net.address(host)}" for host in (HOST, SECURE_HOST))
    with _visited([f"--host-resolver-rules={rules}"], seen.append, socket_opened):
        for response in seen:
            with contextlib.suppress(Error):
                held.received[urlsplit(response.url).path].add(_digest(response.body()))
            _keep_sent(held, response.request)
    # Playwright undoes brotli; what it gives is the script itself.
    if _digest(BODIES[_UNPACKED][3:-1]) in held.received[_UNPACKED]:
        held.received[_UNPACKED].add(_digest(BODIES[_UNPACKED]))
    return held


def by_warcprox(net: Testnet, place: Path, program: Path) -> Held:
    """Return what warcprox writes, with the same browser going through it."""
    resolver, _, port = net.environment()["VERWEER_RESOLVER"].partition(":")
    egress = Egress(
        resolver=(resolver, int(port)),
        allowed_networks=(ipaddress.ip_network(net.environment()["VERWEER_ALLOW_NETWORKS"]),),
    )
    with (
        running_guard(egress) as guard,
        _relayed(guard.address) as way_out,
        _running_warcprox(program, place, way_out) as proxy,
        _visited([f"--proxy-server={proxy}", "--proxy-bypass-list=<-loopback>"], lambda _: None, lambda _: None),
    ):
        pass
    return _of_warcs(file.read_bytes() for file in (place / "warcs").glob("*.warc*"))


@contextlib.contextmanager
def _relayed(there: tuple[str, int]) -> Iterator[tuple[str, int]]:
    """Offer an address of 127.0.0.2 as well, since warcprox refuses whatever it reaches at 127.0.0.1."""
    here = ("127.0.0.2", _free_port())

    def carry(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(65_536):
                sink.sendall(piece)
            sink.shutdown(socket.SHUT_WR)

    def serve(connection: socket.socket) -> None:
        with socket.create_connection(there) as onward:
            back = threading.Thread(target=carry, args=(onward, connection), daemon=True)
            back.start()
            carry(connection, onward)
            back.join(60)

    with Listeners() as listeners:
        listeners.streams(*here, serve)
        yield here


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def _running_warcprox(program: Path, place: Path, socks: tuple[str, int]) -> Iterator[str]:
    port = _free_port()
    words = [program, "-p", str(port), "-b", "127.0.0.1", "-d", "warcs", "--stats-db-file", "/dev/null", "-q"]
    words += ["-j", "/dev/null", "--socks-proxy", f"{socks[0]}:{socks[1]}"]
    running = subprocess.Popen(words, cwd=place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(60)


@contextlib.contextmanager
def _visited(
    flags: list[str], answered: Callable[[Response], object], opened: Callable[[WebSocket], None]
) -> Iterator[None]:
    """Visit the page as a capture does, and hold the browser open."""
    with sync_playwright() as playwright:
        # As in a capture: Playwright's own list of features that are off denies service workers to frames.
        flags = ["--no-sandbox", "--disable-features=OptimizationHints", *flags]
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
        page = browser.new_context(ignore_https_errors=True).new_page()
        page.on("response", lambda response: answered(response) and None)
        page.on("websocket", lambda one: opened(one))  # noqa: PLW0108 - Playwright marks its handlers
        page.goto(LINKS["everything"])
        page.wait_for_timeout(1_500)
        players = Players(page=page, deeds=Deeds(), left=lambda: 20.0)
        players.start()
        scroll_through(page, left=3.0)
        players.wait()
        page.wait_for_timeout(2_000)
        yield
        browser.close()


def _keep_sent(held: Held, request: Request) -> None:
    with contextlib.suppress(Error):
        if body := request.post_data_buffer:
            held.sent[urlsplit(request.url).path].add(_digest(body))


def _of_warcs(files: Iterable[bytes]) -> Held:
    held = Held()
    for content in files:
        for record in ArchiveIterator(io.BytesIO(content)):
            url = record.rec_headers.get_header("WARC-Target-URI") or ""
            path, body = urlsplit(url).path, record.content_stream().read()
            match record.rec_type:
                case "response" | "revisit":
                    held.received[path].add(_digest(body))
                case "request" if body:
                    held.sent[path].add(_digest(body))
                case "metadata" if url.startswith("wss:"):
                    held.said.add(path)
                case "resource" if url.startswith("blob:"):
                    held.made.add(_digest(body))
                case _:
                    pass
    return held


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    main()
