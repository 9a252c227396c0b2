# SPDX-License-Identifier: Apache-2.0
"""The protected register: people as keyed digests of sounds and letter pairs, so that the file names nobody.

Each person has a salt. The keys by which a name is found are digests of its sound skeletons; the pairs of
letters that confirm it are digested under the person's own salt, so that equal pairs of two people differ
and counting them tells nothing. Without the key (32 random bytes, kept elsewhere) no guess can be tried.
With the key and the file guesses can be tried: the key is what must stay secret.
"""

import hmac
import io
import json
import secrets
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.guard.characters import fold
from verweer.guard.keys import KeyIndex, slipped
from verweer.guard.model import BadGuard
from verweer.guard.names import Match
from verweer.guard.sounds import joined_form, letters_only, rough_skeletons, skeletons, sound_form
from verweer.guard.windows import Window
from verweer.kernel import EvidenceError

KEY_SIZE = 32
_SOUND, _ROUGH = b"sound", b"rough"
_PAIRS = 32
_ALIKE = 0.66
_ALIKE_STRICT = 0.8
_ALIKE_LOOSE = 0.2
_SIZES_APART = 5


class WrongKey(BadGuard):
    """The key is not the one under which the register was made."""


class MalformedRegister(EvidenceError):
    """The file is no register of protected people; a person must look where it came from."""


Parts = tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint64], NDArray[np.uint16]]


class Register:
    """Enrolled people, searched by whoever has the key."""

    def __init__(self, key: bytes, parts: Parts) -> None:
        """Take the key and the four arrays in: sorted keys, their people, salts, pair digests of each person."""
        if len(key) != KEY_SIZE:
            message = f"The register's key must be {KEY_SIZE} bytes; give the key under which it was made."
            raise BadGuard(message)
        self._key = key
        self._keys, self._people, self._salts, self._pairs = parts
        self._index = KeyIndex(self._keys, self._people)

    def __len__(self) -> int:
        return len(self._salts)

    def matches(self, windows: Sequence[Window]) -> list[Match]:
        """Return the windows that are an enrolled person, one match a window at most."""
        if not windows or not len(self._keys):
            return []
        candidates: dict[int, set[int]] = {}
        for place, people in self._found([each.skeleton for each in windows], [e.is_whole for e in windows], _SOUND):
            candidates.setdefault(place, set()).update(people)
        foreign = [at for at, window in enumerate(windows) if window.rough]
        roughs = [windows[at].rough for at in foreign]
        for place, people in self._found(roughs, [True] * len(roughs), _ROUGH):
            candidates.setdefault(foreign[place], set()).update(people)
        decided = (
            (windows[at], next((each for each in people if self._is(each, windows[at])), None))
            for at, people in candidates.items()
        )
        return [Match(window, person) for window, person in decided if person is not None]

    def _found(self, bones: list[int], may_slip: list[bool], kind: bytes) -> Iterator[tuple[int, list[int]]]:
        keys, numbers = slipped(np.array(bones, dtype=np.uint64), np.array(may_slip, dtype=np.bool_))
        digests = {key: _digest(self._key, key, kind) for key in set(keys.tolist())}
        asked = np.array([digests[key] for key in keys.tolist()], dtype=np.uint64)
        places, firsts, ends = self._index.runs(asked)
        for at, first, end in zip(numbers[places].tolist(), firsts.tolist(), ends.tolist(), strict=True):
            yield at, self._people[first:end].tolist()

    def save(self, file: Path) -> None:
        """Write the register; the key is not in it, only a digest by which a wrong key is told."""
        content = io.BytesIO()
        np.savez(content, keys=self._keys, people=self._people, salts=self._salts, pairs=self._pairs)
        head = json.dumps({"register": 1, "check": _check(self._key)}).encode()
        file.write_bytes(head + b"\n" + content.getvalue())

    def _is(self, person: int, window: Window) -> bool:
        stored = set(self._pairs[person].tolist())
        salted = _salted(self._key, int(self._salts[person]))
        asked = {salted(pair) for pair in _pairs(window.form)}
        # How many pairs the name has is itself a digest, sought near the number that was asked.
        near = range(max(1, len(asked) - _SIZES_APART), len(asked) + _SIZES_APART + 1)
        size = next((size for size in near if salted(f"#{size}") in stored), 0)
        if not size:
            return False
        alike = 2 * len(asked & stored) / (len(asked) + size)
        bar = _ALIKE_LOOSE if window.rough else _ALIKE if window.is_whole else _ALIKE_STRICT
        return alike >= bar


def enrolled(names: Iterable[str], key: bytes) -> Register:
    """Return the register of these names under a key; one person may be given under several names."""
    letters = [letters_only(fold(name).text) for name in names]
    forms = [joined_form(sound_form(each)) for each in letters]
    bones = skeletons("\n".join(forms)) if forms else []
    roughs = rough_skeletons("\n".join(letters)) if letters else []
    keys, owners = slipped(np.array(bones, dtype=np.uint64), np.ones(len(bones), dtype=np.bool_))
    rows = sorted(
        {(_digest(key, each, _SOUND), person) for each, person in zip(keys.tolist(), owners.tolist(), strict=True)}
        | {(_digest(key, each, _ROUGH), person) for person, each in enumerate(roughs)}
    )
    salts = [secrets.randbits(64) for _ in forms]
    pairs = [_stored_pairs(form, _salted(key, salt)) for form, salt in zip(forms, salts, strict=True)]
    return Register(
        key,
        (
            np.array([digest for digest, _ in rows], dtype=np.uint64),
            np.array([person for _, person in rows], dtype=np.uint32),
            np.array(salts, dtype=np.uint64),
            np.array(pairs, dtype=np.uint16).reshape(-1, _PAIRS),
        ),
    )


def load_register(file: Path, key: bytes) -> Register:
    """Return the register in a file; raises WrongKey, or MalformedRegister when the file is something else."""
    head, _, content = file.read_bytes().partition(b"\n")
    try:
        told = json.loads(head)
        check = str(told["check"])
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            parts = (arrays["keys"], arrays["people"], arrays["salts"], arrays["pairs"])
    except (ValueError, KeyError, TypeError, OSError, EOFError, RecursionError, zipfile.BadZipFile) as cause:
        message = f"{file.name} is no register of protected people; make it anew with `enrolled`."
        raise MalformedRegister(message) from cause
    if not _is_whole(parts):
        message = f"{file.name} is a damaged register of protected people; fetch it again."
        raise MalformedRegister(message)
    if not hmac.compare_digest(check, _check(key)):
        message = "The key is not the one of this register; give the key under which it was made."
        raise WrongKey(message)
    return Register(key, parts)


def _is_whole(parts: Parts) -> bool:
    keys, people, salts, pairs = parts
    kinds = [array.dtype.str for array in parts]
    if kinds != ["<u8", "<u4", "<u8", "<u2"]:
        return False
    shapes = keys.ndim == people.ndim == salts.ndim == 1 and keys.shape == people.shape
    return shapes and pairs.shape == (len(salts), _PAIRS) and (not len(people) or int(people.max()) < len(salts))


def _digest(key: bytes, skeleton: int, kind: bytes) -> int:
    return int.from_bytes(blake2b(skeleton.to_bytes(8, "big"), key=key, digest_size=8, person=kind).digest(), "big")


def _check(key: bytes) -> str:
    return blake2b(b"", key=key, digest_size=16, person=b"check").hexdigest()


def _salted(key: bytes, salt: int) -> Callable[[str], int]:
    def digest(pair: str) -> int:
        made = blake2b(pair.encode(), key=key, digest_size=2, salt=salt.to_bytes(8, "big"), person=b"pair")
        return int.from_bytes(made.digest(), "big")

    return digest


def _pairs(form: str) -> Iterator[str]:
    marked = f"^{form}$"
    return (marked[at : at + 2] for at in range(len(marked) - 1))


def _stored_pairs(form: str, salted: Callable[[str], int]) -> list[int]:
    """Return the digests of a name's pairs and of their number, filled up with chance, in no order."""
    pairs = sorted(set(_pairs(form)))[: _PAIRS - 1]
    digests = {salted(pair) for pair in pairs} | {salted(f"#{len(pairs)}")}
    filled = sorted(digests) + [secrets.randbits(16) for _ in range(_PAIRS - len(digests))]
    return sorted(filled)
