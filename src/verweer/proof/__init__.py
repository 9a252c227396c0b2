# SPDX-License-Identifier: Apache-2.0
"""Files in; what they prove out: packages, signatures, timestamps, custody and seals, made and judged offline.

Needs no browser, no database and no network, so that whoever only checks evidence installs little.
"""

from verweer.proof.beside import Judged
from verweer.proof.custody import BrokenCustody, Custody, verify_custody, verify_events
from verweer.proof.index import index_lines, surt
from verweer.proof.judging import judge, judge_package
from verweer.proof.package import BadPackage, VerifiedPackage, verify_contents, verify_package
from verweer.proof.receipts import BadReceipt, VerifiedReceipt, verify_receipt
from verweer.proof.roots import BUNDLED_ROOTS, load_roots
from verweer.proof.sealing import (
    INDEX,
    DamagedSeal,
    NotSealed,
    holds,
    is_sealed,
    names_in,
    open_sealed,
    open_text,
    seal_folder,
    seal_more,
    seal_text,
    stream_sealed,
)
from verweer.proof.signing import BadKeyFile, BadSignature, InstallationKey, key_fingerprint
from verweer.proof.tokens import BadTimestamp, Stamp, check_timestamp, query_of, timestamp_query
from verweer.proof.wacz import Package, write_wacz

__all__ = [
    "BUNDLED_ROOTS",
    "INDEX",
    "BadKeyFile",
    "BadPackage",
    "BadReceipt",
    "BadSignature",
    "BadTimestamp",
    "BrokenCustody",
    "Custody",
    "DamagedSeal",
    "InstallationKey",
    "Judged",
    "NotSealed",
    "Package",
    "Stamp",
    "VerifiedPackage",
    "VerifiedReceipt",
    "check_timestamp",
    "holds",
    "index_lines",
    "is_sealed",
    "judge",
    "judge_package",
    "key_fingerprint",
    "load_roots",
    "names_in",
    "open_sealed",
    "open_text",
    "query_of",
    "seal_folder",
    "seal_more",
    "seal_text",
    "stream_sealed",
    "surt",
    "timestamp_query",
    "verify_contents",
    "verify_custody",
    "verify_events",
    "verify_package",
    "verify_receipt",
    "write_wacz",
]
