# SPDX-License-Identifier: Apache-2.0
"""One honest file of each kind that a person can hand in, and the hostile ones."""

import io
import json
import tempfile
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image
from pillow_heif import register_heif_opener
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.testnet.pictures import drawn, picture
from tests.testnet.videos import video
from verweer.intake import Kind
from verweer.proof import InstallationKey, Package, write_wacz

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GPS = 0x8825
PLACE_TAKEN = {1: "N", 2: (52.0, 5.0, 30.0), 3: "E", 4: (4.0, 18.0, 0.0)}
MAIL = b"""From: iemand@post.example\r
To: noor@post.example\r
Date: Tue, 24 Nov 2026 09:00:00 +0100\r
Message-ID: <1@post.example>\r
Subject: kijk\r
Content-Type: text/plain; charset=utf-8\r
\r
Dit staat op https://www.filmpjes.example/kijk/4711\r
"""
MHTML = b"""From: <Saved by a browser>\r
Snapshot-Content-Location: https://www.filmpjes.example/kijk/4711\r
Subject: Filmpje\r
Date: Tue, 24 Nov 2026 09:00:00 +0100\r
MIME-Version: 1.0\r
Content-Type: multipart/related; type="text/html"; boundary="----b"\r
\r
------b\r
Content-Type: text/html\r
Content-Location: https://www.filmpjes.example/kijk/4711\r
\r
<h1>Filmpje</h1>\r
------b--\r
"""
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n40\n%%EOF\n"


@cache
def honest() -> dict[Kind, bytes]:
    """Return one file of each kind."""
    return {
        Kind.WACZ: wacz(),
        Kind.WARC: warc(),
        Kind.MHTML: MHTML,
        Kind.PDF: PDF,
        Kind.PNG: drawing("PNG"),
        Kind.JPEG: photo(),
        Kind.WEBP: drawing("WEBP"),
        Kind.HEIC: drawing("HEIF"),
        Kind.MP4: video(),
        Kind.MOV: moving("mov", "libx264"),
        Kind.WEBM: moving("webm", "libvpx"),
        Kind.MAIL: MAIL,
    }


def drawing(form: str, seed: int = 3) -> bytes:
    register_heif_opener()
    out = io.BytesIO()
    drawn(seed).resize((480, 360)).save(out, form)
    return out.getvalue()


def photo() -> bytes:
    """Return a photo that says where it was taken."""
    facts = Image.Exif()
    facts[GPS] = PLACE_TAKEN
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture("markt"))) as shown:
        shown.save(out, "JPEG", quality=80, exif=facts)
    return out.getvalue()


def moving(form: str, codec: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"video.{form}"
        with av.open(str(file), "w", format=form) as container:
            track = container.add_stream(codec, rate=5)
            track.width, track.height, track.pix_fmt = 160, 120, "yuv420p"
            scenery = np.asarray(drawn(5, 160, 120))
            for _ in range(10):
                container.mux(track.encode(av.VideoFrame.from_ndarray(scenery, format="rgb24")))
            container.mux(track.encode(None))
        return file.read_bytes()


def warc(body: bytes = b"<h1>page</h1>", *, times: int = 1) -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for number in range(times):
        headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            f"https://site.test/{number}", "response", payload=io.BytesIO(body), http_headers=headers
        )
        writer.write_record(record)
        record.raw_stream.close()
    return out.getvalue()


@cache
def wacz() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data.warc.gz").write_bytes(warc())
        described = Package(
            title="page", page_url="https://site.test/0", visited=NOW, text="page", extras={}, provenance={}
        )
        key = InstallationKey.load_or_create(folder / "key.pem")
        write_wacz(folder / "1.wacz", folder / "data.warc.gz", described, sign=key.sign_anonymously, created=NOW)
        return (folder / "1.wacz").read_bytes()


def repacked(**changes: bytes | None) -> bytes:
    """Return the package with entries changed, added or left out; names are written with _ for / and . as they come."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wacz())) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = changes.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """Return a package in form that grows to some ten gigabytes."""
    once = io.BytesIO()
    with zipfile.ZipFile(once, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", json.dumps({"resources": []}))
        with archive.open("archive/data.warc.gz", "w") as entry:
            for _ in range(8):
                entry.write(bytes(1 << 20))
    content = bytearray(once.getvalue())
    # The list of files lies: it says that the entry grows to 10 GB less a bit, as such bombs do.
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (0xFFFFFFFE).to_bytes(4, "little")
    return bytes(content)


def crowded_mail(parts: int) -> bytes:
    head = MAIL.split(b"Content-Type")[0] + b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    return head + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * parts + b"--b--\r\n"


def nested_mail(depth: int) -> bytes:
    head = MAIL.split(b"Content-Type")[0]
    for level in range(depth):
        head += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    return head + b"Content-Type: text/plain\r\n\r\nx\r\n"
