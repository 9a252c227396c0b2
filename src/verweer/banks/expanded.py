# SPDX-License-Identifier: Apache-2.0
"""A small set of hashes made ready for an archive to stream past it: few lookups for each hash of the archive.

In each of 16 bands every new hash is listed under its own key and under all keys a flip or
so away, so that a hash of the archive looks into one bucket of each band. Beside its number
stands a check, bits of the next band, by which nearly all pairs are passed over without
being compared (`index` says why that loses none). What does not fit (a wide radius, very
many hashes) is compared pair by pair, with the same result.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verweer.banks import search_plain
from verweer.banks.bands import keys_of, layout_of, masks_of
from verweer.banks.index import words_of
from verweer.banks.search_plain import Found

BANDS, WIDTH = 16, 16
_MOST_ENTRIES = 1 << 26
_NUMBER_BITS = 32
_AT_ONCE = 1 << 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Expanded:
    """New hashes (n by 4 words) and, for each band, where each key's list begins; no bands: compare each pair.

    The lower `shift` bits of an entry of `ids` are a new hash's number, the others the same bits of its
    next band.
    """

    radius: int
    words: NDArray[np.uint64]
    flips: NDArray[np.int64]
    starts: NDArray[np.uint32]
    ids: NDArray[np.uint32]
    shift: int = _NUMBER_BITS - WIDTH


def expanded(hashes: NDArray[np.uint8], radius: int) -> Expanded:
    """Return new hashes (n by 32) made ready for a radius."""
    words = words_of(hashes)
    flips = np.array([(radius + 1 + band) // BANDS - 1 for band in range(BANDS)], np.int64)
    masks = [masks_of(WIDTH, int(flip)) if flip < 4 else None for flip in flips]  # noqa: PLR2004 - 2,517 keys each
    entries = sum(_MOST_ENTRIES if mask is None else len(mask) * len(words) for mask in masks)
    if entries >= _MOST_ENTRIES:
        return Expanded(
            radius=radius, words=words, flips=flips[:0], starts=np.zeros(1, np.uint32), ids=np.empty(0, np.uint32)
        )
    starts = np.zeros(BANDS * (1 << WIDTH) + 1, np.uint32)
    shift = max(_NUMBER_BITS - WIDTH, (len(words) - 1).bit_length())
    keys = [keys_of(words, first_bit, WIDTH) for first_bit in layout_of(BANDS).first_bits]
    lists = []
    for band, mask in enumerate(masks):
        met = (keys[band][:, None] ^ (np.empty(0, np.uint32) if mask is None else mask)).ravel()
        begin = band << WIDTH
        starts[begin + 1 : begin + (1 << WIDTH) + 1] = starts[begin] + np.cumsum(np.bincount(met, minlength=1 << WIDTH))
        numbers = (np.argsort(met, kind="stable") // max(1, len(met) // max(1, len(words)))).astype(np.uint32)
        # A key has 16 bits, of which the lowest are left out where the number needs their place.
        checks = keys[(band + 1) % BANDS] >> np.uint32(shift - (_NUMBER_BITS - WIDTH))
        lists.append(numbers | (checks[numbers] << np.uint32(shift)))
    return Expanded(radius=radius, words=words, flips=flips, starts=starts, ids=np.concatenate(lists), shift=shift)


def passing_plain(new: Expanded, words: NDArray[np.uint64]) -> Found:
    """Return row of the archive, row of the new hashes and distance of each pair within the radius, in no promised order."""
    if not len(new.flips):
        new_row, row, apart = search_plain.near_rows(words, new.words, new.radius)
        return row, new_row, apart
    found = [_passing(new, words[start : start + _AT_ONCE], start) for start in range(0, max(1, len(words)), _AT_ONCE)]
    return (
        np.concatenate([row for row, _, _ in found]),
        np.concatenate([new_row for _, new_row, _ in found]),
        np.concatenate([apart for _, _, apart in found]),
    )


def _passing(new: Expanded, words: NDArray[np.uint64], start: int) -> Found:
    pairs = []
    for band, first_bit in enumerate(layout_of(BANDS).first_bits):
        keys = (band << WIDTH) + keys_of(words, first_bit, WIDTH).astype(np.int64)
        begins, ends = new.starts[keys].astype(np.int64), new.starts[keys + 1].astype(np.int64)
        rows = np.repeat(np.arange(len(words)), ends - begins)
        places = search_plain.ranges(begins, ends)
        ids = (new.ids[places] & np.uint32((1 << new.shift) - 1)).astype(np.int64)
        apart = np.bitwise_count(words[rows] ^ new.words[ids]).sum(axis=1, dtype=np.uint16)
        near = apart <= new.radius
        pairs.append(np.stack([rows[near], ids[near], apart[near].astype(np.int64)]))
    row, new_row, apart = np.unique(np.concatenate(pairs, axis=1), axis=1)
    return (row + start).astype(np.uint32), new_row.astype(np.uint32), apart.astype(np.uint16)
