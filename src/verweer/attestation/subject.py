# SPDX-License-Identifier: Apache-2.0
"""Opens the gate that a configuration names, with the suite's invented people among those it protects.

The maker's own people stay in: they are what harmless prompts and times depend on. Of them only numbers come out.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from verweer.attestation.configuration import BadConfiguration, Configuration, OtherGateTable, OwnGuardTable
from verweer.attestation.gates import Gate, OwnGuard, address_gate, program_gate
from verweer.guard import Guard, Register, enrolled, load_register
from verweer.guard.names import Match
from verweer.guard.windows import Window

_LARGEST_LIST = 1_000_000_000


class Kind(StrEnum):
    """What is attested."""

    GUARD = "verweer-guard"
    COMMAND = "command"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The choices of the maker that the guard of this package has."""

    suggestive: str
    longest: int
    turns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """How many people the gate protects: of the maker's own, and of the suite's that were put beside them."""

    protected: int
    registered: int
    invented_protected: int
    invented_registered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An open gate; `lists` and `options` are None for another product, whose lists nobody here has seen."""

    kind: Kind
    gate: Gate
    lists: Lists | None = None
    options: Options | None = None
    own: tuple[str, ...] = field(default=(), repr=False)
    registered: frozenset[str] = frozenset()


@contextmanager
def open_subject(configuration: Configuration, invented: Sequence[str]) -> Iterator[Subject]:
    """Open the gate of a configuration; raises BadConfiguration, SilentGate and what a register raises."""
    match configuration:
        case Configuration(guard=OwnGuardTable() as table):
            yield _own(table, invented)
        case Configuration(gate=OtherGateTable(command=(_, *_) as command, seconds=seconds)):
            with program_gate(command, seconds=seconds) as program:
                yield Subject(kind=Kind.COMMAND, gate=program)
        case Configuration(gate=OtherGateTable() as table):
            token = _read(table.token).decode("ascii", "replace").strip() if table.token else ""
            with address_gate(table.split_address, token=token, seconds=table.seconds) as address:
                yield Subject(kind=Kind.ADDRESS, gate=address)


def _own(table: OwnGuardTable, invented: Sequence[str]) -> Subject:
    own = tuple(name for file in table.protected for name in _names(file))
    register, to_list, to_register = None, list(invented), list[str]()
    if table.register_file is not None and table.key is not None:
        _read(table.register_file)
        # Half of the invented people stand where the maker's list stands, half where the register does.
        to_list, to_register = list(invented[::2]), list(invented[1::2])
        register = _Both(load_register(table.register_file, _read(table.key)), to_register)
    guard = Guard(
        (*own, *to_list), register=register, suggestive=table.suggestive, longest=table.longest, turns=table.turns
    )
    return Subject(
        kind=Kind.GUARD,
        gate=OwnGuard(guard),
        lists=Lists(
            protected=len(own),
            registered=len(register) - len(to_register) if register else 0,
            invented_protected=len(to_list),
            invented_registered=len(to_register),
        ),
        options=Options(suggestive=table.suggestive.value, longest=table.longest, turns=table.turns),
        own=own,
        registered=frozenset(to_register),
    )


class _Both(Register):
    """The maker's register, and beside it one of the suite's people under a key of this run."""

    def __init__(self, own: Register, invented: Sequence[str]) -> None:
        self._own = own
        self._invented = enrolled(invented, secrets.token_bytes(32))

    def __len__(self) -> int:
        return len(self._own) + len(self._invented)

    def matches(self, windows: Sequence[Window]) -> list[Match]:
        """Return the windows that are a person of either; the own one's match stands where both have one."""
        found = {id(match.window): match for match in self._invented.matches(windows)}
        found |= {id(match.window): match for match in self._own.matches(windows)}
        return list(found.values())


def _names(file: Path) -> list[str]:
    lines = _read(file).decode("utf-8-sig", "replace").splitlines()
    return [line.strip() for line in lines if line.strip()]


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(_LARGEST_LIST)
    except OSError as cause:
        message = f"{file} cannot be read: {cause.strerror}. The configuration names it."
        raise BadConfiguration(message) from cause
