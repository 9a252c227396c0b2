# SPDX-License-Identifier: Apache-2.0
"""All intermediaries that are known: ours, and those that the organisation adds in a folder of its own."""

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

from verweer.parties.domains import registrable_domain
from verweer.parties.entries import BadEntry, Entry, parse_entry
from verweer.parties.model import PartyKind


@dataclass(frozen=True, slots=True)
class Directory:
    """The entries by id; an organisation's entry takes the place of ours with the same id."""

    entries: Mapping[str, Entry]

    @classmethod
    def load(cls, extra: Path | None) -> Self:
        """Return our entries with those of a folder; raises BadEntry naming the file."""
        ours = _read(files("verweer.parties").joinpath("directory"))
        return cls(ours if extra is None else ours | _read(extra))

    @classmethod
    def read_all(cls, extra: Path | None) -> tuple[Self, tuple[BadEntry, ...]]:
        """Return every entry that can be read, and what is wrong with the others."""
        entries: dict[str, Entry] = {}
        faults: list[BadEntry] = []
        folders = [files("verweer.parties").joinpath("directory"), *([extra] if extra else [])]
        for file in (file for folder in folders for file in _toml(folder)):
            try:
                entry = parse_entry(_content(file), file=file.name)
            except BadEntry as fault:
                faults.append(fault)
            else:
                entries[entry.id] = entry
        return cls(entries), tuple(faults)

    def of_host(self, host: str) -> Entry | None:
        """Return who a host belongs to, by its own name or else by its domain."""
        domain = registrable_domain(host)
        named = self._first(
            lambda entry: host in entry.hosts or any(host.endswith(f".{known}") for known in entry.hosts)
        )
        return named or self._first(lambda entry: domain in entry.domains or host in entry.domains)

    def of_network(self, address: str, system: int | None, kind: PartyKind) -> Entry | None:
        """Return the entry of a kind that an address lies in, by AS number or by network."""
        place = ipaddress.ip_address(address)
        return self._first(
            lambda entry: (
                entry.kind is kind and (system in entry.systems or any(place in network for network in entry.networks))
            )
        )

    def of_headers(self, headers: Iterable[tuple[str, str]]) -> Entry | None:
        """Return the CDN that signed a reply with its headers."""
        told = tuple(headers)
        return self._first(
            lambda entry: any(
                name == known and part.lower() in value.lower() for known, part in entry.headers for name, value in told
            )
        )

    def of_marks(self, text: str) -> tuple[Entry, ...]:
        """Return everyone whom a name, logo text or button names in whole words."""
        return tuple(
            entry for entry in self.entries.values() if any(_names(text, mark) for mark in (entry.name, *entry.marks))
        )

    def of_tld(self, domain: str) -> Entry | None:
        """Return the registry of a domain."""
        return self._first(lambda entry: any(domain.endswith(f".{tld}") for tld in entry.tlds))

    def always(self) -> tuple[Entry, ...]:
        """Return those that belong to every case."""
        return tuple(entry for entry in self.entries.values() if entry.always)

    def _first(self, fits: Callable[[Entry], bool]) -> Entry | None:
        return next((entry for entry in self.entries.values() if fits(entry)), None)


def _names(text: str, mark: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text, re.IGNORECASE) is not None


def _read(folder: Traversable) -> dict[str, Entry]:
    """Return the entries of one folder by id; no two files may claim the same one."""
    found: dict[str, Entry] = {}
    for file in _toml(folder):
        entry = parse_entry(_content(file), file=file.name)
        if entry.id in found:
            message = f"The directory file {file.name} has the id {entry.id} of another file; give it an id of its own."
            raise BadEntry(message)
        found[entry.id] = entry
    return found


def _toml(folder: Traversable) -> list[Traversable]:
    try:
        return sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    except OSError as cause:
        message = f"The directory folder {folder} cannot be read; name another in VERWEER_DIRECTORY."
        raise BadEntry(message) from cause


def _content(file: Traversable) -> bytes:
    try:
        return file.read_bytes()
    except OSError as cause:
        message = f"The directory file {file.name} cannot be read; correct it or remove the file."
        raise BadEntry(message) from cause
