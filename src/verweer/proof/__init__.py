# SPDX-License-Identifier: Apache-2.0
"""Files in; what they prove out: packages, signatures, timestamps, custody and seals, made and judged offline.

Needs no browser, no database and no network, so that whoever only checks evidence installs little.
"""

from verweer.proof.custody import Actor, BrokenCustody, Copy, Custody, Head, line_digests, verify_custody, verify_events
from verweer.proof.identity import BadIdentity, SigningIdentity, load_identity
from verweer.proof.index import index_lines, surt
from verweer.proof.judging import judge, judge_package
from verweer.proof.listing import LIST, list_files, write_list
from verweer.proof.logs import judge_log, stamps_of
from verweer.proof.model import Judged
from verweer.proof.naming import NamedSignature, sign_in_name
from verweer.proof.package import BadPackage, VerifiedPackage, verify_contents, verify_package
from verweer.proof.receipts import BadReceipt, VerifiedReceipt, verify_receipt
from verweer.proof.roots import BUNDLED_ROOTS, load_roots
from verweer.proof.sealing import (
    BadRecipient,
    DamagedSeal,
    NotSealed,
    add_sealed,
    encrypt_file,
    encrypt_stream,
    holds,
    is_sealed,
    names_in,
    open_sealed,
    open_text,
    read_recipient,
    seal_folder,
    seal_more,
    seal_text,
    sealed_names,
    stream_sealed,
)
from verweer.proof.signing import BadKeyFile, BadSignature, InstallationKey, key_fingerprint
from verweer.proof.tokens import BadTimestamp, Stamp, check_timestamp, query_of, timestamp_query
from verweer.proof.wacz import Package, write_wacz

__all__ = [
    "BUNDLED_ROOTS",
    "LIST",
    "Actor",
    "BadIdentity",
    "BadKeyFile",
    "BadPackage",
    "BadReceipt",
    "BadRecipient",
    "BadSignature",
    "BadTimestamp",
    "BrokenCustody",
    "Copy",
    "Custody",
    "DamagedSeal",
    "Head",
    "InstallationKey",
    "Judged",
    "NamedSignature",
    "NotSealed",
    "Package",
    "SigningIdentity",
    "Stamp",
    "VerifiedPackage",
    "VerifiedReceipt",
    "add_sealed",
    "check_timestamp",
    "encrypt_file",
    "encrypt_stream",
    "holds",
    "index_lines",
    "is_sealed",
    "judge",
    "judge_log",
    "judge_package",
    "key_fingerprint",
    "line_digests",
    "list_files",
    "load_identity",
    "load_roots",
    "names_in",
    "open_sealed",
    "open_text",
    "query_of",
    "read_recipient",
    "seal_folder",
    "seal_more",
    "seal_text",
    "sealed_names",
    "sign_in_name",
    "stamps_of",
    "stream_sealed",
    "surt",
    "timestamp_query",
    "verify_contents",
    "verify_custody",
    "verify_events",
    "verify_package",
    "verify_receipt",
    "write_list",
    "write_wacz",
]
