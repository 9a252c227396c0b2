# SPDX-License-Identifier: Apache-2.0
"""What the directory says of one intermediary: a TOML file becomes an `Entry`, or an error that names the key.

One file, one entry; unknown keys are refused. Keys:

    id, name, kind      kind is a word of `PartyKind`
    legal_entity        as the firm calls itself
    country             ISO 3166-1, two letters
    domains             registrable domains of its own site
    hosts               further hosts it serves from (media, scripts, CNAME targets)
    networks            AS numbers, or networks such as "192.0.2.0/24"
    headers             "name" or "name: part of the value", in a reply that it served
    marks               words in logos and buttons that name it
    tlds                of a registry: the top-level domains it keeps
    size                very-large, large-or-medium, micro-or-small, or unknown
    representative      the legal representative in the Union (DSA art. 13)
    passes_name         whether the uploader is told who notified: yes, no or unknown
    always              true: it belongs to every case
    contacts            channel, address, purpose, languages, account (must one log in)
    terms               paraphrase (text, or nl and en) and link
    note                nl and en: what a person must know before using it
    source, verified, confidence
"""

import ipaddress
import tomllib
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainValidator, StringConstraints, ValidationError

from verweer.kernel import Bilingual, InputError
from verweer.parties.contacts import BadContact, contact
from verweer.parties.model import Channel, Contact, PartyKind, Purpose

LARGEST_ENTRY = 64_000
_HIGHEST_SYSTEM = 2**32 - 1  # RFC 6793
IpNetwork = ipaddress.IPv4Network | ipaddress.IPv6Network


class BadEntry(InputError):
    """A file of the directory does not say what an entry must say."""


class EntryConfidence(StrEnum):
    """How well an entry was checked."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    MIXED = "mixed"
    MEMORY = "memory"
    UNVERIFIED = "unverified"


class Size(StrEnum):
    """How large a service is, as far as the DSA asks."""

    VERY_LARGE = "very-large"
    ORDINARY = "large-or-medium"
    SMALL = "micro-or-small"
    UNKNOWN = "unknown"


class PassesName(StrEnum):
    """Whether the uploader is told who notified."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the intermediary's own terms say of intimate or synthetic imagery, in our words."""

    paraphrase: Bilingual
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One intermediary as the directory knows it; the module's docstring names the fields."""

    id: str
    name: str
    kind: PartyKind
    legal_entity: str = ""
    country: str | None = None
    domains: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    systems: frozenset[int] = frozenset()
    networks: tuple[IpNetwork, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    marks: tuple[str, ...] = ()
    tlds: tuple[str, ...] = ()
    size: Size = Size.UNKNOWN
    representative: str = ""
    passes_name: PassesName = PassesName.UNKNOWN
    always: bool = False
    contacts: tuple[Contact, ...] = ()
    terms: Terms | None = None
    note: Bilingual | None = None
    source: str = ""
    verified: date | None = None
    confidence: EntryConfidence = EntryConfidence.UNVERIFIED


_Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
_Host = Annotated[str, StringConstraints(pattern=r"^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$")]
_Tld = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,62}$")]
_Header = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,60}(: [\x21-\x7e][\x20-\x7e]{0,100})?$")]


def _network(value: object) -> int | IpNetwork:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _HIGHEST_SYSTEM:
        return value
    if isinstance(value, str):
        return ipaddress.ip_network(value)
    message = "is neither an AS number nor a network such as 192.0.2.0/24"
    raise ValueError(message)


_Network = Annotated[int | IpNetwork, PlainValidator(_network)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _BothLanguages(_Strict):
    nl: _Text
    en: _Text

    def value(self) -> Bilingual:
        return Bilingual(nl=self.nl, en=self.en)


class _Contact(_Strict):
    channel: Channel
    address: _Text
    purpose: Purpose = Purpose.NOTICE
    languages: tuple[Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")], ...] = ()
    account: bool | None = None


class _Terms(_Strict):
    paraphrase: _BothLanguages | _Text
    link: _Text

    def value(self) -> Terms:
        said = self.paraphrase
        both = Bilingual(nl=said, en=said) if isinstance(said, str) else said.value()
        return Terms(paraphrase=both, link=contact(Channel.FORM, self.link, source="").address)


class _Entry(_Strict):
    id: _Id
    name: _Text
    kind: PartyKind
    legal_entity: Literal[""] | _Text = ""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None
    domains: tuple[_Host, ...] = ()
    hosts: tuple[_Host, ...] = ()
    networks: tuple[_Network, ...] = ()
    headers: tuple[_Header, ...] = ()
    marks: tuple[_Text, ...] = ()
    tlds: tuple[_Tld, ...] = ()
    size: Size = Size.UNKNOWN
    representative: Literal[""] | _Text = ""
    passes_name: PassesName = PassesName.UNKNOWN
    always: bool = False
    contacts: tuple[_Contact, ...] = ()
    terms: _Terms | None = None
    note: _BothLanguages | None = None
    source: _Text
    verified: date | None = None
    confidence: EntryConfidence


def parse_entry(untrusted_content: bytes, *, file: str) -> Entry:
    """Return the entry that a file of the directory holds.

    Raises BadEntry, naming the file and the key.
    """
    if len(untrusted_content) > LARGEST_ENTRY:
        raise _bad(file, f"is larger than {LARGEST_ENTRY} bytes")
    try:
        table = tomllib.loads(untrusted_content.decode("utf-8"))
        return _entry(_Entry.model_validate(table))
    except UnicodeDecodeError as cause:
        raise _bad(file, "is not UTF-8 text") from cause
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        raise _bad(file, f"is not TOML: {str(cause)[:200]}") from cause
    except ValidationError as cause:
        raise _bad(file, _first_fault(cause)) from cause
    except BadContact as cause:
        raise _bad(file, f"has a wrong contact: {cause}") from cause


def _entry(read: _Entry) -> Entry:
    return Entry(
        id=read.id,
        name=read.name,
        kind=read.kind,
        legal_entity=read.legal_entity,
        country=read.country,
        domains=read.domains,
        hosts=read.hosts,
        systems=frozenset(item for item in read.networks if isinstance(item, int)),
        networks=tuple(item for item in read.networks if not isinstance(item, int)),
        headers=tuple((name, part) for name, _, part in (header.partition(": ") for header in read.headers)),
        marks=read.marks,
        tlds=read.tlds,
        always=read.always,
        size=read.size,
        representative=read.representative,
        passes_name=read.passes_name,
        contacts=tuple(_contact(item, read) for item in read.contacts),
        terms=read.terms.value() if read.terms else None,
        note=read.note.value() if read.note else None,
        source=read.source,
        verified=read.verified,
        confidence=read.confidence,
    )


def _contact(item: _Contact, read: _Entry) -> Contact:
    checked = contact(item.channel, item.address, source=_source(read))
    return replace(checked, purpose=item.purpose, languages=item.languages, account=item.account)


def _source(read: _Entry) -> str:
    return f"directory:{read.id} ({read.source})"


def _first_fault(cause: ValidationError) -> str:
    fault = cause.errors(include_url=False, include_context=False)[0]
    key = ".".join(str(part) for part in fault["loc"]) or "the file"
    if fault["type"] == "extra_forbidden":
        return f"has a key that entries do not know: {key[:100]}"
    if fault["type"] == "enum":
        return f"is wrong at {key[:100]}: {str(fault['input'])[:40]!r} is none of the words in docs/directory.md"
    return f"is wrong at {key[:100]}: {fault['msg'][:200]}"


def _bad(file: str, fault: str) -> BadEntry:
    return BadEntry(f"The directory file {file} {fault}; correct it or remove the file.")
