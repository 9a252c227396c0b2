# SPDX-License-Identifier: Apache-2.0
"""Runs the small internet by hand until Ctrl-C: `python -m tests.testnet`."""

import argparse
import contextlib
import shlex
import signal
import sys
import tempfile
import threading
from pathlib import Path
from typing import NoReturn

from tests.testnet import PortTaken, Testnet, places, running_testnet

_UNAVAILABLE = 69


def main() -> int:
    """Start, say what to try, and wait."""
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):  # a shell's background job would ignore the first
        signal.signal(asked_to_stop, signal.default_int_handler)
    arguments = _arguments()
    try:
        _run(arguments)
    except PortTaken as cause:
        sys.stderr.write(f"{cause}\n")
        return _UNAVAILABLE
    except KeyboardInterrupt:
        sys.stdout.write("\nThe small internet has stopped.\n")
    return 0


def _run(arguments: argparse.Namespace) -> NoReturn:
    with contextlib.ExitStack() as stack:
        folder = arguments.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="testnet-")))
        net = stack.enter_context(running_testnet(folder, arguments.block))
        settings = "".join(f"export {name}={shlex.quote(value)}\n" for name, value in net.environment().items())
        if arguments.env:
            arguments.env.write_text(settings)
        sys.stdout.write(_welcome(net, settings))
        sys.stdout.flush()
        while True:
            threading.Event().wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run testnet", description="Run a small internet on loopback.")
    parser.add_argument("--folder", type=Path, help="where certificates are kept (default: a temporary folder)")
    parser.add_argument("--env", type=Path, help="write the settings to this file too")
    parser.add_argument(
        "--block", type=int, default=77, choices=range(1, 255), metavar="1-254", help="127.BLOCK.0.0/16"
    )
    return parser.parse_args()


def _welcome(net: Testnet, settings: str) -> str:
    sites = "".join(f"  {net.address(host):15} {host}\n" for host in places.SITES)
    links = "".join(f"  {name:28} {link}\n" for name, link in net.links.items())
    mail = f"http://{places.address(net.block, places.MAIL)}:{places.HTTP_PORT}/"
    return (
        f"A small internet runs in 127.{net.block}.0.0/16.\n\n"
        f"Sites (https {places.HTTPS_PORT}, http {places.HTTP_PORT}):\n{sites}\n"
        f"Settings for another terminal:\n\n{settings}\n"
        f"Links to try:\n{links}\n"
        f"Mail that was sent: {mail}\n"
        "Then: ./run verweer case new examples/testnet.toml --out DIR\n"
        "Ctrl-C stops it.\n"
    )


if __name__ == "__main__":
    sys.exit(main())
