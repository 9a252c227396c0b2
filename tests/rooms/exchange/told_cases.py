# SPDX-License-Identifier: Apache-2.0
"""Small invented cases as they are told to programs of others, keyed by what is odd about each."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from verweer.egress import Answer
from verweer.evidence import Certificate, Connection
from verweer.exchange import CaseTold, EventTold, FileTold, Gathering, ItemTold, NameTold, StampTold
from verweer.kernel import Digest

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
PACKAGE = Digest.of(b"package")
WARC = Digest.of(b"warc")


def log_of(*events: str) -> bytes:
    lines: list[bytes] = []
    for number, event in enumerate(events, start=1):
        previous = Digest.of(lines[-1]).hex if lines else "0" * 64
        entry = {"sequence": number, "at": "2026-11-25T09:30:00Z", "event": event, "actor": "verweer"}
        lines.append(json.dumps({**entry, "previous": previous}).encode())
    return b"".join(line + b"\n" for line in lines)


def events_of(log: bytes) -> tuple[EventTold, ...]:
    lines = log.split(b"\n")[:-1]
    return tuple(
        EventTold(
            sequence=number,
            at=NOW,
            event=json.loads(line)["event"],
            details=(("actor", "verweer"),),
            digest=Digest.of(line),
            previous=json.loads(line)["previous"],
        )
        for number, line in enumerate(lines, start=1)
    )


def case(log: bytes = log_of("step-begun", "link-visited"), **told: object) -> CaseTold:
    file = FileTold(
        path="custody.jsonl", digest=Digest.of(log), byte_length=len(log), mime="application/jsonl", text=log.decode()
    )
    bare = CaseTold(id="8cb9e5687d97", opened=NOW, version="0.1.0", log=file, events=events_of(log))
    return replace(bare, **told)  # type: ignore[arg-type]  # the tests name fields


def file(path: str, content: bytes) -> FileTold:
    return FileTold(path=path, digest=Digest.of(content), byte_length=len(content), mime="application/octet-stream")


def capture(number: int = 1, **told: object) -> Gathering:
    package = FileTold(path=f"evidence/{number}.wacz", digest=PACKAGE, byte_length=227_213, mime="application/wacz")
    token = file(f"evidence/{number}.wacz.authority.tsr", b"token")
    inner = file("evidence/archive-authority.tsr", b"inner token")
    whole = Gathering(
        number=number,
        kind="capture",
        what="A visit by a browser, with everything that it received.",
        began=NOW,
        ended=NOW,
        url="https://www.flitsvideo.test:8443/watch/8842?a=1&b=%C3%A9",
        browser="Chromium 156.0.8078.79",
        package=package,
        inside=(FileTold(path="archive/data.warc.gz", digest=WARC, byte_length=9, mime="application/warc"), inner),
        beside=(file(f"screenshots/{number}.jpg", b"blurred"),),
        stamps=(
            StampTold(authority="authority", over=PACKAGE, token=token, at=NOW),
            StampTold(authority="authority", over=WARC, token=inner, at=None),
        ),
        answers=(
            Answer(
                name="www.flitsvideo.test",
                addresses=("203.0.113.7", "2001:db8::7"),
                aliases=("edge.test",),
                ttl=60,
                server="192.0.2.53",
                at=NOW,
            ),
        ),
        connections=(
            Connection(
                host="www.flitsvideo.test",
                address="2001:db8::7",
                port=8443,
                tls_version="TLS 1.3",
                cipher="0x1302",
                chain=(
                    Certificate(
                        subject="CN=flitsvideo.test", issuer="CN=Root", not_before=NOW, not_after=NOW, digest=PACKAGE
                    ),
                ),
                verified=True,
            ),
            Connection(host="plain.test", address="203.0.113.8", port=80),
        ),
        events=events_of(log_of("visit-begun", "passed-age-gate", "visit-ended")),
    )
    return replace(whole, **told)  # type: ignore[arg-type]  # the tests name fields


ITEM = ItemTold(
    name="item-1",
    kind="picture",
    digests=(Digest.of(b"one"), Digest.of(b"two")),
    urls=("https://media.test/1.jpg", "http://[2001:db8::9]:8080/2.jpg"),
)

CASES = {
    "a case without anything yet": case(log=b""),
    "one whole capture": case(gatherings=(capture(),)),
    "two captures of the same bytes": case(gatherings=(capture(1), capture(2)), items=(ITEM,)),
    "a visit that brought in nothing": case(
        gatherings=(
            Gathering(
                number=3,
                kind="capture",
                what="A visit.",
                failure="The name does not exist.",
                began=NOW,
                url="http://no.test/",
            ),
        )
    ),
    "something that was handed in": case(
        gatherings=(
            Gathering(number=1, kind="handed-in", what="A mail.", began=NOW, package=file("handed-in/1.eml", b"mail")),
        )
    ),
    "names that were asked for, in odd letters": case(
        names=(NameTold(name='Ünï "quoted" \u202e <b>', part="the person depicted"),),
        gatherings=(capture(title="Titel & <script>"),),
    ),
}
