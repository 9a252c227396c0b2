# SPDX-License-Identifier: Apache-2.0
"""Lets downloads run to their end, so that their bytes reach the network log; the files themselves are thrown away.

A browser that refuses a download stops reading it after the first piece.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from verweer.visit.deeds import Deeds


class Downloads:
    """The downloads of one visit; a folder of its own holds them for as long as they run."""

    def __init__(self, browser: Browser, page: Page, folder: Path, deeds: Deeds) -> None:
        self._folder = folder
        self._deeds = deeds
        self._running: set[str] = set()
        self._browser = browser.new_browser_cdp_session()
        self._browser.on("Browser.downloadWillBegin", self._began)
        self._browser.on("Browser.downloadProgress", self._moved)
        folder.mkdir(parents=True, exist_ok=True)
        self._context = page.context.new_cdp_session(page).send("Target.getTargetInfo")["targetInfo"][
            "browserContextId"
        ]
        self._behave("allowAndName", downloadPath=str(folder.resolve()), eventsEnabled=True)

    @property
    def are_running(self) -> bool:
        """Return whether a download is still coming in."""
        return bool(self._running)

    def wait(self, page: Page, is_over: Callable[[], bool]) -> bool:
        """Wait until no download runs, and return whether all of them ended by themselves."""
        while self._running and not is_over():
            page.wait_for_timeout(50)
        return not self._running

    def end(self) -> None:
        """Stop what still runs and throw the files away."""
        for guid in tuple(self._running):
            self._told("Browser.cancelDownload", guid=guid, browserContextId=self._context)
        self._behave("deny")
        shutil.rmtree(self._folder, ignore_errors=True)

    def _behave(self, behavior: str, **more: str | bool) -> None:
        self._told("Browser.setDownloadBehavior", behavior=behavior, browserContextId=self._context, **more)

    def _told(self, method: str, **parameters: str | bool) -> None:
        try:
            self._browser.send(method, parameters)
        except BrowserError:
            return  # The browser is gone, and with it what should be stopped.

    def _began(self, event: Mapping[str, Any]) -> None:
        self._running.add(str(event["guid"]))
        self._deeds.add("download-begun")

    def _moved(self, event: Mapping[str, Any]) -> None:
        guid, state = str(event["guid"]), event["state"]
        if state == "inProgress" or guid not in self._running:
            return
        self._running.discard(guid)
        self._deeds.add(f"download-{state}", bytes=int(event.get("receivedBytes", 0)))
        (self._folder / Path(guid).name).unlink(missing_ok=True)
