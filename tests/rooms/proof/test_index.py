# SPDX-License-Identifier: Apache-2.0
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from verweer.proof import index_lines, surt

KEYS = {
    "host parts are turned around": ("http://example.org/", "org,example)/"),
    "www, letter case and the last slash do not count": ("https://WWW.example.org/A/b/", "org,example)/a/b"),
    "parameters stand in order": ("https://example.org/?b=2&a=1", "org,example)/?a=1&b=2"),
    "a port of its own is kept": ("http://www2.example.org:8080/x/", "org,example:8080)/x"),
    "the usual port is not": ("https://example.org:443/x", "org,example)/x"),
    "escapes are written one way": ("https://example.org/a%20b/%C3%A9?q=%2541", "org,example)/a%20b/%c3%a9?q=a"),
    "dots in a path are walked": ("http://a.b.nl/dir//x/../y?", "nl,b,a)/dir/y"),
    "an address in numbers": ("http://127.0.0.1/x", "1,0,0,127)/x"),
    "an address in IPv6": ("https://[::1]/x", "::1)/x"),
    "a session's number does not count": (
        "https://example.org/a?PHPSESSID=0123456789abcdef0123456789abcdef&x=1",
        "org,example)/a?x=1",
    ),
    "what is no web address stays": ("dns:example.org", "dns:example.org"),
}


@pytest.mark.parametrize(("url", "key"), KEYS.values(), ids=KEYS)
def test_the_key_of_an_address(url: str, key: str) -> None:
    assert surt(url) == key


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_key_is_one_word_whatever_a_page_asks_for(path: str, query: str) -> None:
    key = surt(f"https://example.org/{path.replace('?', '').replace('#', '')}?{query.replace('#', '')}")

    assert key.startswith("org,example)/")
    assert len(key.split()) == 1


def test_each_line_leads_to_its_record(tmp_path: Path) -> None:
    warc = tmp_path / "data.warc.gz"
    with warc.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        writer.write_record(writer.create_warcinfo_record("data.warc.gz", {}))
        for url in ("https://b.example/", "https://a.example/film?x=1"):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            record = writer.create_warc_record(url, "response", payload=io.BytesIO(url.encode()), http_headers=headers)
            writer.write_record(record)
            record.raw_stream.close()

    lines = index_lines(warc).decode().splitlines()
    keys, told = [line.split(" ", 2)[0] for line in lines], [json.loads(line.split(" ", 2)[2]) for line in lines]

    assert keys == ["example,a)/film?x=1", "example,b)/"]
    assert [(one["mime"], one["status"], one["filename"]) for one in told] == [("text/html", "200", "data.warc.gz")] * 2
    assert all(one["digest"].startswith("sha1:") for one in told)
    ends = sorted(int(one["offset"]) + int(one["length"]) for one in told)
    assert ends[-1] == warc.stat().st_size


def test_a_part_never_stands_for_the_whole(tmp_path: Path) -> None:
    warc = tmp_path / "data.warc.gz"
    film, cut = "https://a.example/film", "https://a.example/cut"
    received = [
        (film, "206 Partial Content", b"part", {}),
        (film, "200 OK", b"half", {"WARC-Truncated": "disconnect"}),
        (film, "200 OK", b"the whole", {}),
        (cut, "206 Partial Content", b"all there is", {}),
        ("https://a.example/gone", "404 Not Found", b"gone", {}),
    ]
    with warc.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, status, body, extra in received:
            headers = StatusAndHeaders(status, [("Content-Type", "video/mp4")], protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers, warc_headers_dict=extra
            )
            writer.write_record(record)
            record.raw_stream.close()

    told = [json.loads(line.split(" ", 2)[2]) for line in index_lines(warc).decode().splitlines()]

    assert [(one["url"], one["status"]) for one in told] == [
        (cut, "206"),
        (film, "200"),
        ("https://a.example/gone", "404"),
    ]
