# SPDX-License-Identifier: Apache-2.0
"""Faces beside the people who enrolled themselves, exactly, and only to say whom a person should look at.

There is no open face search: what is asked is one face or a few, what is searched is the list of
people who enrolled themselves, and the answer is a list of candidates for human review. A candidate
is no match. No function here takes a folder, and none compares enrolled people with each other.

All templates lie in one float32 table, so that several questions are one product of matrices, and one
question is read through once, in the order of a few milliseconds for 10^5; no approximate index is needed.

The file: "VWFE", format (now 1), mark of the network (8), count of templates (8), bytes of references
(8), the references (UTF-8, a line each), the qualities (a byte each), the numbers (float32), SHA-256
of all before it. Little-endian. It is written beside the old one and then put in its place.
"""

import hashlib
import os
import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from verweer.faces import DIMENSIONS, HIGHEST_QUALITY, NetworkMark, OtherNetwork, Template, Threshold
from verweer.kernel import EvidenceError, InputError

MOST_CANDIDATES = 50
_MAGIC = b"VWFE"
_FORMAT = 1
_HEAD = struct.Struct("<4sI8sQQ")
_DIGEST_BYTES = 32
_REFERENCE = re.compile(r"[\w.:@-]{1,64}")
_FIRST_ROWS = 64
_ROWS_AT_ONCE = 1 << 16
_ROWS_FOR_ONE = 64
_Floats = NDArray[np.float32]


class MalformedPerson(InputError):
    """A reference to an enrolled person is not one."""


class DamagedEnrolment(EvidenceError):
    """A file of enrolled people is not whole."""


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """A reference to somebody who enrolled themselves: 1 to 64 letters, digits or `._:@-`, never a name."""

    reference: str

    def __post_init__(self) -> None:
        """Refuse anything else."""
        if not _REFERENCE.fullmatch(self.reference):
            message = "A reference to an enrolled person is 1 to 64 letters, digits or the marks . _ : @ -"
            raise MalformedPerson(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An enrolled person whom a human reviewer should compare with the asked face; never a match by itself."""

    person: Person
    similarity: float
    threshold: Threshold


class EnrolledPeople:
    """The templates of people who enrolled themselves, all of one network; not for several threads at once."""

    def __init__(self, network: NetworkMark) -> None:
        self.network = network
        self._people: list[Person] = []
        self._numbers: _Floats = np.empty((_FIRST_ROWS, DIMENSIONS), dtype=np.float32)
        self._qualities = bytearray()

    def __len__(self) -> int:
        """Return the count of templates."""
        return len(self._people)

    @property
    def everyone(self) -> frozenset[Person]:
        """Return who is enrolled."""
        return frozenset(self._people)

    def enrol(self, person: Person, template: Template) -> None:
        """Add a template of a person, who may have several; raises OtherNetwork."""
        self._check_network(template)
        if len(self) == len(self._numbers):
            grown = np.empty((2 * len(self), DIMENSIONS), dtype=np.float32)
            grown[: len(self)] = self._numbers
            self._numbers = grown
        self._numbers[len(self)] = template.numbers
        self._people.append(person)
        self._qualities.append(template.quality)

    def remove(self, person: Person) -> int:
        """Forget all templates of a person, and return how many there were."""
        kept = [place for place, each in enumerate(self._people) if each != person]
        gone = len(self) - len(kept)
        if gone:
            numbers = np.empty((max(_FIRST_ROWS, len(kept)), DIMENSIONS), dtype=np.float32)
            numbers[: len(kept)] = self._numbers[kept]
            self._numbers[:] = 0  # Nothing of the person stays in memory that is given back.
            self._numbers = numbers
            self._people = [self._people[place] for place in kept]
            self._qualities = bytearray(self._qualities[place] for place in kept)
        return gone

    def candidates(self, asked: Template, threshold: Threshold) -> tuple[Candidate, ...]:
        """Return whom to look at for one face, the most similar first, at most 50; raises OtherNetwork."""
        return self.candidates_of_each([asked], threshold)[0]

    def candidates_of_each(self, asked: Sequence[Template], threshold: Threshold) -> list[tuple[Candidate, ...]]:
        """Return the candidates for each of several faces, as of a video; raises OtherNetwork."""
        for template in asked:
            self._check_network(template)
        if not asked:
            return []
        questions = np.stack([template.numbers for template in asked], axis=1)
        best: list[dict[Person, float]] = [{} for _ in asked]
        for start in range(0, len(self), _ROWS_AT_ONCE):
            similar = _similar(self._numbers[start : min(start + _ROWS_AT_ONCE, len(self))], questions)
            for place, question in np.argwhere(similar >= np.float32(threshold.cosine)):
                person, found = self._people[start + place], min(1.0, float(similar[place, question]))
                best[question][person] = max(found, best[question].get(person, -1.0))
        return [_listed(each, threshold) for each in best]

    def save(self, path: Path) -> None:
        """Write all to a file that only its owner may read, replacing an older one at once or not at all."""
        references = "".join(f"{person.reference}\n" for person in self._people).encode()
        head = _HEAD.pack(_MAGIC, _FORMAT, self.network.bytes, len(self), len(references))
        parts = (
            head,
            references,
            bytes(self._qualities),
            self._numbers[: len(self)].astype("<f4").tobytes(),
        )
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        digest = hashlib.sha256()
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                for part in parts:
                    digest.update(part)
                    file.write(part)
                file.write(digest.digest())
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)

    @classmethod
    def load(cls, path: Path, network: NetworkMark) -> Self:
        """Return what a file holds; raises DamagedEnrolment, OtherNetwork."""
        untrusted = path.read_bytes()
        content = memoryview(untrusted)[:-_DIGEST_BYTES]
        if len(content) < _HEAD.size or hashlib.sha256(content).digest() != untrusted[-_DIGEST_BYTES:]:
            raise DamagedEnrolment(_DAMAGED)
        magic, form, mark, count, length = _HEAD.unpack_from(content)
        expected = _HEAD.size + length + count + 4 * DIMENSIONS * count
        if (magic, form) != (_MAGIC, _FORMAT) or len(content) != expected:
            raise DamagedEnrolment(_DAMAGED)
        if mark != network.bytes:
            message = "These people were enrolled with another network; enrol them again with the present one."
            raise OtherNetwork(message)
        return cls._filled(network, content[_HEAD.size :], count, length)

    @classmethod
    def _filled(cls, network: NetworkMark, body: memoryview, count: int, length: int) -> Self:
        enrolled = cls(network)
        people = [Person(line) for line in bytes(body[:length]).decode().splitlines()]
        qualities = bytearray(body[length : length + count])
        numbers = np.frombuffer(body[length + count :], "<f4").reshape(count, DIMENSIONS)
        if len(people) != count or max(qualities, default=0) > HIGHEST_QUALITY or not np.isfinite(numbers).all():
            raise DamagedEnrolment(_DAMAGED)
        enrolled._people, enrolled._qualities = people, qualities
        enrolled._numbers = np.empty((max(_FIRST_ROWS, count), DIMENSIONS), dtype=np.float32)
        enrolled._numbers[:count] = numbers
        return enrolled

    def _check_network(self, template: Template) -> None:
        if template.network != self.network:
            message = "This face template was made by another network than those enrolled; make it again."
            raise OtherNetwork(message)


_DAMAGED = "The file of enrolled people is damaged or of another version; restore it from a backup."


def _similar(numbers: _Floats, questions: _Floats) -> _Floats:
    """Return each product of a row and a column."""
    if questions.shape[1] == 1:
        # The table is read once, by one thread: BLAS would wake others for it and wait for them, so it gets few rows at a time.
        whole = len(numbers) // _ROWS_FOR_ONE * _ROWS_FOR_ONE
        many = np.matmul(numbers[:whole].reshape(-1, _ROWS_FOR_ONE, DIMENSIONS), questions)
        return np.concatenate([many.reshape(-1, 1), numbers[whole:] @ questions])
    return numbers @ questions


def _listed(best: dict[Person, float], threshold: Threshold) -> tuple[Candidate, ...]:
    ordered = sorted(best.items(), key=lambda each: (-each[1], each[0]))[:MOST_CANDIDATES]
    return tuple(Candidate(person=person, similarity=found, threshold=threshold) for person, found in ordered)
