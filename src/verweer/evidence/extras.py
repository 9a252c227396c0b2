# SPDX-License-Identifier: Apache-2.0
"""Our own files in a package: the network facts, the page as it stood, the timestamps over the archive."""

import json
from collections.abc import Mapping, Sequence

from verweer.egress import Guard
from verweer.evidence.model import Captured, Certificate, ClockReading, Connection
from verweer.evidence.modes import without_inline_pictures
from verweer.kernel import rfc3339
from verweer.proof import Stamp
from verweer.visit.visitor import Visit

_NO_PAGE = b"<!-- no page was shown -->"


def page_files(seen: Visit, *, pictures_kept: bool) -> Mapping[str, bytes]:
    """Return the page's final DOM, without pictures inside it unless they are kept, and its screenshot."""
    markup = seen.markup if pictures_kept else without_inline_pictures(seen.markup)
    files = {"page.html": markup.encode("utf-8", "replace") or _NO_PAGE}
    return {**files, "screenshot.png": seen.screenshot} if seen.screenshot else files


def gate_files(seen: Visit) -> Mapping[str, bytes]:
    """Return the pictures before and after each gate that was pressed."""
    return dict(seen.gate_pictures)


def stamp_files(stamps: Sequence[Stamp]) -> Mapping[str, bytes]:
    """Return each timestamp over the archive with the question that it answers."""
    files = {}
    for stamp in stamps:
        files[f"archive-{stamp.authority}.tsr"] = stamp.token
        files[f"archive-{stamp.authority}.tsq"] = stamp.query
    return files


def certificates_file(connections: Sequence[Connection]) -> bytes:
    """Return each certificate that was served, once, as PEM; network.json names them by their digests."""
    held = {each.digest: each.pem for connection in connections for each in connection.chain}
    return "".join(held.values()).encode() or b"no connection was secured\n"


def network_file(
    seen: Visit,
    guard: Guard,
    connections: Sequence[Connection],
    outcome: Captured,
    clocks: Sequence[ClockReading],
    public_address: str | None,
) -> bytes:
    """Return the network facts of the visit as JSON; `public_address` is what the operator told."""
    network = {
        "outcome": {"lacks": list(outcome.lacks), "walls": list(outcome.walls)},
        "connections": [_connection(each) for each in connections],
        "refused": [{"host": refused.host, "reason": refused.reason} for refused in guard.refusals()],
        "bytes-received": guard.bytes_received,
        "requests": seen.requests,
        "clocks": [_clock(each) for each in clocks],
        "exit-address": _exit(guard.exit_address(), public_address),
    }
    return json.dumps(network, indent=2).encode()


def _connection(connection: Connection) -> Mapping[str, object]:
    return {
        "host": connection.host,
        "port": connection.port,
        "address": connection.address,
        "tls": connection.tls_version,
        "cipher": connection.cipher,
        "http": connection.http,
        "chain-leads-to-a-trusted-root": connection.verified,
        "certificate-fault": connection.fault,
        "chain": [_certificate(each) for each in connection.chain],
    }


def _certificate(certificate: Certificate) -> Mapping[str, str]:
    return {
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "not-before": rfc3339(certificate.not_before),
        "not-after": rfc3339(certificate.not_after),
        "sha256": certificate.digest.hex,
    }


def _clock(reading: ClockReading) -> Mapping[str, object]:
    return {
        "authority": reading.authority,
        "asked": rfc3339(reading.asked),
        "theirs": rfc3339(reading.theirs),
        "answered": rfc3339(reading.answered),
        "ours-is-behind-by-seconds": round(reading.offset_seconds, 1),
    }


def _exit(seen: str | None, told: str | None) -> Mapping[str, str] | None:
    if seen is not None:
        return {"address": seen, "known-by": "the address of our own connections"}
    return {"address": told, "known-by": "the operator"} if told else None
