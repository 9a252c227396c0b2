# SPDX-License-Identifier: Apache-2.0
"""How an evasion is put on the list, and what several of them need."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

Hide = Callable[[str, Random], str]
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disguise:
    """A way to hide words, and what it may be laid on.

    `whole` takes the prompt at once, `names_only` only a name; `any_full_name` says that a name stays known
    as one without a list. `culture` is of the people who are so written; "not zh" leaves those out.
    """

    name: str
    family: str
    hide: Hide
    whole: bool = False
    names_only: bool = False
    any_full_name: bool = False
    culture: str = ""


LISTED: dict[str, Disguise] = {}


def disguise(
    name: str, *, whole: bool = False, names_only: bool = False, any_full_name: bool = False, culture: str = ""
) -> Callable[[Hide], Hide]:
    """Put a function on the list; it takes a piece of text and a source of chance and returns the piece hidden.

    It must not look at how a guard works. Raises ValueError for a name that is taken.
    """

    def keep(hide: Hide) -> Hide:
        if name in LISTED:
            message = f"There are two disguises of the name {name!r}."
            raise ValueError(message)
        LISTED[name] = Disguise(
            name=name,
            family=hide.__module__.rpartition(".")[2].replace("_", " "),
            hide=hide,
            whole=whole,
            names_only=names_only,
            any_full_name=any_full_name,
            culture=culture,
        )
        return hide

    return keep


def some(piece: str, random: Random, share: float, change: Callable[[str], str]) -> str:
    """Return the piece with a share of the characters changed that can be, one at least."""
    places = [at for at, char in enumerate(piece) if change(char) != char]
    chosen = set(random.sample(places, max(1, round(share * len(places))))) if places else set[int]()
    return "".join(change(char) if at in chosen else char for at, char in enumerate(piece))


def each_word(piece: str, change: Callable[[str], str], shortest: int = 4) -> str:
    """Return the piece with each word changed that is long enough."""
    return " ".join(change(word) if len(word) >= shortest else word for word in piece.split(" "))


def mapped(table: dict[str, str]) -> Callable[[str], str]:
    """Return what changes a character by a table, which knows small letters at least."""
    return lambda char: table.get(char, table.get(char.lower(), char))


def shifted(first_small: int, first_capital: int) -> dict[str, str]:
    """Return a table to an alphabet that starts elsewhere in Unicode."""
    small = {letter: chr(first_small + at) for at, letter in enumerate(LETTERS)}
    return small | {letter.upper(): chr(first_capital + at) for at, letter in enumerate(LETTERS)}


def alphabet(written: str) -> dict[str, str]:
    """Return a table from the 26 letters to what is written for each, in their order, with spaces between."""
    return dict(zip(LETTERS, written.split(), strict=True))


def bare(piece: str) -> str:
    """Return the piece in small letters without accents."""
    plain = "".join(char for char in unicodedata.normalize("NFD", piece.lower()) if not unicodedata.combining(char))
    return plain.replace("\u0131", "i").replace("\u0142", "l")


def spoken(piece: str) -> str:
    """Return letters as other scripts write them down: by sound, so no consonant twice."""
    small = bare(piece).replace("th", "t").replace("ph", "f")
    return "".join(char for at, char in enumerate(small) if char in "aeiou" or small[at - 1 : at] != char)
