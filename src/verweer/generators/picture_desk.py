# SPDX-License-Identifier: Apache-2.0
"""Judges the pictures of a request: few at a time, in bounded time, each file decoded in a confined process.

All that it takes is loaded before the first question, which otherwise would wait seconds for it. Nothing of a
picture is kept: bytes come as JSON, go on in memory, and are gone with the answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from queue import SimpleQueue
from time import monotonic

import cv2
import numpy as np

from verweer.faces import installed_age_signal
from verweer.faces.networks import AGE, OPEN_NSFW, SFACE, YUNET, checked_bytes, library, opened
from verweer.generators.admission import Admission, Bounds
from verweer.generators.documents import PictureState, parse_pictures
from verweer.generators.lists import Lists
from verweer.generators.picturing import ask_about_pictures
from verweer.generators.problems import refuse
from verweer.guard import Decision, PictureGuard
from verweer.guard.confined import Reader
from verweer.guard.picture_policy import PICTURE_POLICY
from verweer.guard.pictures import UnknownAge

SECONDS = 20.0  # of one request, from the moment that it is no longer waiting
_DECODING_SECONDS = 10.0
_NEEDED = (YUNET, SFACE, OPEN_NSFW)


def require_networks() -> None:
    """Raise FacesNotInstalled or ForeignNetwork when pictures could not be judged here."""
    for name in ("onnx", "onnxruntime"):
        library(name)
    for each in _NEEDED:
        checked_bytes(each)


class PictureDesk:
    """Judges pictures, as many requests at once as its admission lets in."""

    named = "images"
    counted = "pictures at work"

    def __init__(self, bounds: Bounds, *, seconds: float = SECONDS) -> None:
        """Load the networks and start the confined processes; raises FacesNotInstalled, ForeignNetwork."""
        self.admission = Admission(bounds)
        self._seconds = seconds
        self._ages = installed_age_signal()
        for network in (*_NEEDED, *([AGE] if self._ages else ())):
            opened(network)
        dot = cv2.imencode(".png", np.zeros((1, 1, 3), np.uint8))[1].tobytes()
        self._readers = SimpleQueue[Reader]()  # one for each thread, so that a slow file holds up nobody else's
        for _ in range(bounds.at_work):
            reader = Reader(seconds=_DECODING_SECONDS)
            reader.pixels(dot)
            self._readers.put(reader)

    @property
    def state(self) -> PictureState:
        """Return by which rules pictures are judged, and by what ages are guessed."""
        return PictureState(policy=PICTURE_POLICY, ages=(self._ages or UnknownAge()).version)

    async def decided(self, lists: Lists, untrusted: bytes) -> tuple[Decision, ...]:
        """Return the one decision on a body."""
        return tuple(await self.admission.answered(partial(self._judged, lists), [[untrusted]]))

    def close(self) -> None:
        """End the confined processes, once nothing is under way."""
        self.admission.close()
        while not self._readers.empty():
            self._readers.get().close()

    def _judged(self, lists: Lists, untrusted: bytes) -> Decision:
        in_time = partial(_require_time, monotonic() + self._seconds)
        asked = parse_pictures(untrusted)
        with self._reader() as reader:
            pictures = PictureGuard(enrolled=lists.people.faces, ages=self._ages, reader=reader, each_step=in_time)
            return ask_about_pictures(lists.guard, pictures, asked)

    @contextmanager
    def _reader(self) -> Iterator[Reader]:
        reader = self._readers.get()
        try:
            yield reader
        finally:
            self._readers.put(reader)


def _require_time(until: float) -> None:
    if monotonic() > until:
        refuse("too-costly")
