# SPDX-License-Identifier: Apache-2.0
"""Our own files in a package: the network facts, the page as it stood, the timestamps over the archive."""

import json
from collections.abc import Mapping, Sequence

from verweer.evidence.browser import Visit
from verweer.evidence.guard import Guard
from verweer.evidence.model import Captured, Connection
from verweer.evidence.modes import without_inline_pictures
from verweer.proof import Stamp

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


def network_file(seen: Visit, guard: Guard, connections: Sequence[Connection], outcome: Captured) -> bytes:
    """Return the network facts of the visit as JSON."""
    network = {
        "outcome": {"lacks": list(outcome.lacks), "walls": list(outcome.walls)},
        "connections": [_connection(each) for each in connections],
        "refused": [{"host": refused.host, "reason": refused.reason} for refused in guard.refusals()],
        "bytes-received": guard.bytes_received,
        "requests": seen.requests,
    }
    return json.dumps(network, indent=2).encode()


def _connection(connection: Connection) -> Mapping[str, object]:
    return {
        "host": connection.host,
        "port": connection.port,
        "address": connection.address,
        "tls": connection.tls_version,
        "cipher": connection.cipher,
        "chain-leads-to-a-trusted-root": connection.verified,
        "certificate-fault": connection.fault,
        "chain": [certificate.subject for certificate in connection.chain],
    }
