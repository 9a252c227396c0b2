# SPDX-License-Identifier: Apache-2.0
"""The names of a segment's items as arrays: from number to name and back without reading them all.

`names/numbers` (sorted), `names/ends` (one more, where each name's text begins and ends),
`names/text` (UTF-8), `names/digests` (BLAKE2b of each name, 8 bytes, sorted) and
`names/places` (which number each digest belongs to, as a place in the first).
"""

from collections.abc import Mapping
from hashlib import blake2b
from itertools import pairwise

import numpy as np

from verweer.banks.segment import Array


def name_arrays(names: Mapping[int, str]) -> dict[str, Array]:
    """Return the arrays that tell these names."""
    numbers = np.fromiter(sorted(names), np.uint32, len(names))
    texts = [names[number].encode() for number in numbers.tolist()]
    ends = np.zeros(len(texts) + 1, np.uint64)
    np.cumsum([len(text) for text in texts], out=ends[1:])
    digests = np.array([_digest(text) for text in texts], np.uint64)
    places = np.argsort(digests, kind="stable").astype(np.uint32)
    return {
        "names/numbers": numbers,
        "names/ends": ends,
        "names/text": np.frombuffer(b"".join(texts), np.uint8),
        "names/digests": digests[places],
        "names/places": places,
    }


def name_of(arrays: Mapping[str, Array], number: int) -> str | None:
    """Return the name of an item, or None when it is not among these."""
    numbers = arrays["names/numbers"]
    place = int(np.searchsorted(numbers, np.uint32(number)))
    if place == len(numbers) or numbers[place] != number:
        return None
    return _text(arrays, place).decode()


def number_of(arrays: Mapping[str, Array], name: str) -> int | None:
    """Return the number of an item, or None when it is not among these."""
    text, digests = name.encode(), arrays["names/digests"]
    digest = np.uint64(_digest(text))
    first, last = (int(np.searchsorted(digests, digest, side=side)) for side in ("left", "right"))
    for place in arrays["names/places"][first:last].tolist():
        if _text(arrays, place) == text:
            return int(arrays["names/numbers"][place])
    return None


def all_names(arrays: Mapping[str, Array]) -> dict[int, str]:
    """Return every name."""
    ends, text = arrays["names/ends"].tolist(), arrays["names/text"].tobytes()
    names = (text[begin:end].decode() for begin, end in pairwise(ends))
    return dict(zip(arrays["names/numbers"].tolist(), names, strict=True))


def _text(arrays: Mapping[str, Array], place: int) -> bytes:
    begin, end = arrays["names/ends"][place : place + 2].tolist()
    return arrays["names/text"][begin:end].tobytes()


def _digest(text: bytes) -> int:
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
