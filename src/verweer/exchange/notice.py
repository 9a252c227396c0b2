# SPDX-License-Identifier: Apache-2.0
"""A notice of illegal content as a document for machines: the elements of Regulation (EU) 2022/2065 art. 16(2).

For platforms that take notices in at a desk of their own; the letter stays what counts.
notice.schema.json beside this module is its schema.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from verweer.kernel import rfc3339
from verweer.notices import Exhibit, Letter
from verweer.remedies import Facts, Track

SCHEMA = "urn:verweer:notice:1"


def notice_document(track: Track, letter: Letter, facts: Facts, *, exhibits: Sequence[Exhibit], now: datetime) -> bytes:
    """Return the notice of a track as JSON; the person's name is never in it."""
    document = {
        "schema": SCHEMA,
        "reference": track.id,
        "made": rfc3339(now),
        "language": letter.language,
        "legal_basis": "Regulation (EU) 2022/2065, Article 16",
        "addressee": track.party.name if track.party else "",
        "locations": list(track.links),
        "category": "intimate-image-without-consent",
        "material": facts.material,
        "grounds": [
            {"id": ground.id, "law": ground.law.en, "confidence": ground.confidence, "sources": list(ground.sources)}
            for ground in track.grounds
        ],
        "explanation": [text for part in letter.paragraphs for text in (part.text, *part.points) if text],
        "notifier": {"name": facts.sender.name, "email": facts.sender.email, "kind": facts.sender.kind},
        "good_faith": True,
        "name_may_be_passed_on": False,
        "evidence": [
            {"capture": each.number, "location": each.url, "captured": each.captured_at, "sha256": str(each.digest)}
            for each in exhibits
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
