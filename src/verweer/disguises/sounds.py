# SPDX-License-Identifier: Apache-2.0
"""Words as they sound, written by the rules of five languages."""

from random import Random

from verweer.disguises._hiding import Hide, disguise


def _phonetic(*rules: tuple[str, str]) -> Hide:
    def hide(piece: str, random: Random) -> str:
        small = piece.lower()
        held: list[str] = []
        for written, sound in rules:
            if written in small and random.random() < 0.8:
                held.append(sound)
                small = small.replace(written, chr(0xE000 + len(held) - 1))
        for at, sound in enumerate(held):
            small = small.replace(chr(0xE000 + at), sound)
        return small

    return hide


disguise("phonetic nl")(
    _phonetic(
        ("ph", "f"),
        ("ck", "k"),
        ("c", "k"),
        ("x", "ks"),
        ("y", "ij"),
        ("sh", "sj"),
        ("ee", "ie"),
        ("u", "oe"),
        ("qu", "kw"),
        ("th", "t"),
    )
)
disguise("phonetic en")(
    _phonetic(
        ("sch", "sk"),
        ("ij", "y"),
        ("oe", "oo"),
        ("ie", "ee"),
        ("f", "ph"),
        ("k", "c"),
        ("aa", "ah"),
        ("j", "y"),
        ("ks", "x"),
    )
)
disguise("phonetic de")(
    _phonetic(
        ("sh", "sch"),
        ("c", "k"),
        ("v", "w"),
        ("z", "ts"),
        ("y", "ü"),
        ("oe", "u"),
        ("ij", "ei"),
        ("th", "t"),
        ("ck", "kk"),
    )
)
disguise("phonetic fr")(
    _phonetic(("k", "qu"), ("u", "ou"), ("sh", "ch"), ("f", "ph"), ("o", "au"), ("ij", "ay"), ("w", "v"))
)
disguise("phonetic es")(
    _phonetic(("v", "b"), ("z", "s"), ("ce", "se"), ("qu", "k"), ("ph", "f"), ("y", "i"), ("ll", "y"), ("th", "t"))
)
