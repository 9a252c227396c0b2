# SPDX-License-Identifier: Apache-2.0
"""Which Chromium is used, and the flags with which it is started.

Flags that keep it from calling its maker, that send every byte through the egress guard,
and that make it write its own network log (NetLog), from which the archive is made.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import sync_playwright

from verweer.kernel import Bilingual, InputError

_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_VERSION_SECONDS = 20
_FEATURES_OFF = (
    "OptimizationHints",
    "MediaRouter",
    "AutofillServerCommunication",
    "CertificateTransparencyComponentUpdater",
    "NetworkTimeServiceQuerying",
)
ERRANDS = "https://accounts.invalid/"
"""Where the browser is told to ask for its maker's accounts: a name that leads nowhere (RFC 6761 section 6.4)."""

SHARED_FLAGS = (
    "--proxy-bypass-list=<-loopback>",
    # Calls between browsers (WebRTC) speak UDP, which no SOCKS proxy carries: without this they pass the guard by.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--net-log-capture-mode=Everything",
    "--disable-quic",
    "--no-first-run",
    "--no-pings",
    # A capture tells nobody but the site that it is made: no updates, accounts, clock or counts at the browser's maker.
    f"--gaia-url={ERRANDS}",
    "--component-updater=url-source=https://update.invalid/",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-domain-reliability",
    "--disable-breakpad",
    f"--disable-features={','.join(_FEATURES_OFF)}",
    "--metrics-recording-only",
    "--safebrowsing-disable-auto-update",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
    "--disable-gpu",
    "--hide-scrollbars",
)
"""The flags that every capture has; they stand in its package."""


class NoChromium(InputError):
    """There is no Chromium on this machine."""


@dataclass(frozen=True, slots=True)
class Chromium:
    """A Chromium that answers: its program and its version as it tells it."""

    program: Path
    version: str


def find_chromium(chosen: Path | None) -> Path:
    """Return the program: the operator's choice, the system's, or Playwright's own; raises NoChromium."""
    if chosen is not None:
        return chosen
    for name in _NAMES:
        if program := shutil.which(name):
            return Path(program)
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
    if own.exists():
        return own
    raise NoChromium(
        Bilingual(
            nl="Er is geen Chromium op deze machine; installeer het, op Debian met: apt-get install chromium.",
            en="There is no Chromium on this machine; install it, on Debian with: apt-get install chromium.",
        )
    )


def examine_chromium(chosen: Path | None) -> Chromium:
    """Return the Chromium that captures will use, proven to start; raises NoChromium."""
    program = find_chromium(chosen)
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_VERSION_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as cause:
        message = f"{program} does not start; install Chromium anew, or name another one in VERWEER_CHROMIUM."
        raise NoChromium(message) from cause
    return Chromium(program, answer.stdout.strip())


def flags(*, guard: tuple[str, int], netlog: Path) -> list[str]:
    """Return the flags of one capture."""
    return [
        f"--proxy-server=socks5://{guard[0]}:{guard[1]}",
        # The guard alone asks for names; the browser must not, not even ahead of time.
        f"--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE {guard[0]}",
        f"--log-net-log={netlog}",
        *SHARED_FLAGS,
    ]
