# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001 - letters that look like others are what this is about
"""Letters of other alphabets that have the same shape."""

from random import Random

from verweer.disguises._hiding import disguise, mapped, some


@disguise("Cyrillic look-alikes")
def cyrillic_shapes(piece: str, random: Random) -> str:
    return some(piece, random, 0.6, mapped(dict(zip("aceopxyijs", "асеорхуіјѕ", strict=True))))


@disguise("Greek look-alikes")
def greek_shapes(piece: str, random: Random) -> str:
    return some(piece, random, 0.6, mapped(dict(zip("aeionvkptu", "αειοηνκρτυ", strict=True))))


@disguise("other look-alikes")
def other_shapes(piece: str, random: Random) -> str:
    return some(piece, random, 0.6, mapped(dict(zip("ahnouesilr", "ɑһոօսҽꜱıⅼʀ", strict=True))))
