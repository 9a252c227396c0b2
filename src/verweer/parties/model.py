# SPDX-License-Identifier: Apache-2.0
"""What a party is: someone behind a link who can end it, how we know, and how to reach them.

The registrant and the administrative contact of a domain are never parties:
they may be the perpetrator.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from verweer.kernel import Bilingual, Digest


class PartyKind(StrEnum):
    """The role in which a party can act; the same words as the addressees of remedies.

    The first block can stand behind a link; the second is addressed without being found there.
    """

    PLATFORM = "platform"
    PLATFORM_MICRO = "platform_micro"
    PLATFORM_VLOP = "platform_vlop"
    HOSTING = "hosting"
    SEARCH_ENGINE = "search_engine"
    CDN = "cdn"
    REGISTRAR = "registrar"
    REGISTRY = "registry"
    PAYMENT = "payment_psp"
    CARD_SCHEME = "card_scheme"
    AD_NETWORK = "ad_network"
    GENERATOR = "genai_provider"
    APP_STORE = "app_store"
    DNS_OPERATOR = "dns_operator"
    MAIL_HOST = "mail_host"
    CERTIFICATE_AUTHORITY = "certificate_authority"
    MESSAGING = "messaging"
    PUBLISHER = "publisher"
    UPLOADER = "uploader"

    HASH_BANK = "hash_bank"
    SUPPORT = "support_org"
    TRUSTED_FLAGGER = "trusted_flagger"
    POLICE = "police"
    PROSECUTOR = "prosecutor"
    CIVIL_COURT = "court_civil"
    CRIMINAL_COURT = "court_criminal"
    APPEAL_COURT = "court_appeal"
    DPA = "dpa"
    DSC = "dsc"
    COMMISSION = "commission"
    DISPUTE_BODY = "ods_body"
    SAFETY_REGULATOR = "online_safety_regulator"
    FINANCIAL_SUPERVISOR = "fin_supervisor"
    AI_AUTHORITY = "ai_msa"
    COMPENSATION_FUND = "compensation_fund"
    ACCESS_PROVIDER = "isp_access"
    LEGISLATOR = "legislator"


class Power(StrEnum):
    """What a party can do about a link."""

    REMOVE = "remove"
    DISABLE = "disable"
    SUSPEND = "suspend"
    DELIST = "delist"
    CUT_INCOME = "cut-income"
    IDENTIFY = "identify"
    SANCTION = "sanction"
    BLOCK_COPIES = "block-copies"


class Certainty(StrEnum):
    """How sure we are that this party plays this role for this link."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Channel(StrEnum):
    """How a party is reached."""

    EMAIL = "email"
    FORM = "form"
    PHONE = "phone"


class Purpose(StrEnum):
    """What a contact is for."""

    NOTICE = "notice"
    DSA_POINT = "dsa-contact-point"
    PRIVACY = "privacy"
    POLICE = "law-enforcement"
    HELP = "help"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One way to reach a party; `source` says where it was read.

    `account` tells whether one must log in to use it; None when that is not known.
    """

    channel: Channel
    address: str
    source: str
    purpose: Purpose = Purpose.NOTICE
    languages: tuple[str, ...] = ()
    account: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One hop of the trace: what was seen, where, when; `raw` is the digest of the stored reply."""

    hop: str
    seen: Bilingual
    source: str
    at: datetime
    raw: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Someone who can act, for which of the case's links, and why we think so.

    `key` is stable within a case (kind and lower-case identity), so that one party behind
    five links is one party with five links. `verified` is the date on which a directory
    entry was last checked, or on which the contacts were read from their owner (RDAP);
    None means never, and every page that shows it must say so. `files` are addresses of
    pictures and videos that this party serves for the links: which of them shows the
    person is told by the case's items. `legal_entity` is the firm as a letter names it.
    """

    key: str
    kind: PartyKind
    name: str
    links: tuple[str, ...]
    reasons: tuple[Reason, ...]
    certainty: Certainty
    powers: frozenset[Power]
    contacts: tuple[Contact, ...] = ()
    country: str | None = None
    masked: bool = False
    """True for a site behind a reverse proxy: the real host is unknown."""
    note: Bilingual | None = None
    verified: str | None = None
    files: tuple[str, ...] = ()
    legal_entity: str = ""
    listed: bool = False
    """True for an entry of the directory: a known intermediary, whether or not a contact of it is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawReply:
    """A reply as it came in, to be stored as evidence under its digest."""

    source: str
    at: datetime
    media_type: str
    content: bytes

    @property
    def digest(self) -> Digest:
        """Return the name under which it is stored."""
        return Digest.of(self.content)


class MarkKind(StrEnum):
    """What a mark is."""

    ANALYTICS = "analytics"
    PUBLISHER = "publisher"
    CRYPTO = "crypto"
    SUBSCRIPTION = "subscription"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something on a page that ties it to an owner or to money."""

    kind: MarkKind
    value: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Sites that most likely have one owner, and the marks that tie them; a clue and no proof."""

    sites: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All parties behind a case, the raw replies, and what could not be found out."""

    parties: tuple[Party, ...]
    replies: tuple[RawReply, ...]
    gaps: tuple[Bilingual, ...] = ()
    marks: tuple[Mark, ...] = ()
    owners: tuple[Owner, ...] = ()
