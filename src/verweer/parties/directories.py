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
        ours = files("verweer.parties").joinpath("directory")
        read = [parse_entry(file.read_bytes(), file=file.name) for file in _toml(ours.iterdir())]
        if extra is not None:
            read += [parse_entry(file.read_bytes(), file=file.name) for file in _toml(list(extra.iterdir()))]
        return cls({entry.id: entry for entry in read})

    @classmethod
    def read_all(cls, extra: Path | None) -> tuple[Self, tuple[BadEntry, ...]]:
        """Return every entry that can be read, and what is wrong with the others."""
        ours = files("verweer.parties").joinpath("directory")
        entries: dict[str, Entry] = {}
        faults: list[BadEntry] = []
        for file in (*_toml(ours.iterdir()), *(_toml(list(extra.iterdir())) if extra else ())):
            try:
                entry = parse_entry(file.read_bytes(), file=file.name)
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
        told = dict(headers)
        return self._first(
            lambda entry: any(name in told and part in told[name].lower() for name, part in entry.headers)
        )

    def of_mark(self, text: str) -> Entry | None:
        """Return who a name, logo text or button belongs to."""
        said = text.casefold()
        return self._first(lambda entry: any(_stands_in(word, said) for word in (entry.name, *entry.marks)))

    def of_tld(self, domain: str) -> Entry | None:
        """Return the registry of a domain."""
        return self._first(lambda entry: any(domain.endswith(f".{tld}") for tld in entry.tlds))

    def always(self) -> tuple[Entry, ...]:
        """Return those that belong to every case."""
        return tuple(entry for entry in self.entries.values() if entry.always)

    def _first(self, fits: Callable[[Entry], bool]) -> Entry | None:
        return next((entry for entry in self.entries.values() if fits(entry)), None)


def _stands_in(word: str, said: str) -> bool:
    """Return whether a word or name stands in a text by itself, not inside another word."""
    return re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", said) is not None


def _toml(folder: Iterable[Traversable]) -> list[Traversable]:
    return sorted((file for file in folder if file.name.endswith(".toml")), key=lambda file: file.name)
