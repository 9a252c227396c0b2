# SPDX-License-Identifier: Apache-2.0
"""What was said over web sockets, as it stands in a package."""

import base64
import json
from collections.abc import Sequence

from verweer.evidence.modes import carries_a_picture
from verweer.kernel import Digest, rfc3339
from verweer.visit.sockets import SocketFrame


def frame_lines(frames: Sequence[SocketFrame], *, pictures_kept: bool) -> dict[str, bytes]:
    """Return for each socket its messages as JSON lines; what may hold a picture by its digest, unless kept."""
    lines: dict[str, list[str]] = {}
    for frame in frames:
        told: dict[str, str | int] = {"at": rfc3339(frame.at), "from": "page" if frame.by_page else "site"}
        if not pictures_kept and (not frame.is_text or carries_a_picture(frame.content)):
            told |= {"bytes": len(frame.content), "sha256": Digest.of(frame.content).hex}
        elif frame.is_text:
            told["text"] = frame.content.decode("utf-8", "replace")
        else:
            told["base64"] = base64.b64encode(frame.content).decode()
        lines.setdefault(frame.url, []).append(json.dumps(told, ensure_ascii=False) + "\n")
    return {url: "".join(texts).encode() for url, texts in lines.items()}
