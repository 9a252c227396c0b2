# SPDX-License-Identifier: Apache-2.0
"""The sites of the small internet, as a visitor with httpx sees them."""

import hashlib
import io
from collections.abc import Callable

import av
import httpx
import pytest
from PIL import Image

from tests.testnet import LINKS, Testnet, pictures
from tests.testnet.pictures import jpeg
from tests.testnet.places import url
from verweer.kernel import Link

Visit = Callable[..., httpx.Response]

ANSWERS = {
    "video page": (200, "media.wolkopslag.test:8443/v/8842.mp4"),
    "forum thread": (200, "https://plaatbak.test:8443/i/k7Qx.jpg"),
    "social post": (200, "@zonnetje_x"),
    "social notice form": (200, 'name="good_faith"'),
    "search results": (200, "fenna duinker"),
    "generator": (200, "Made with Droombeeld AI"),
    "not found": (404, "Not found"),
    "gone": (410, "Gone"),
    "login wall": (401, 'type="password"'),
    "captcha": (403, "human"),
    "not in this country": (451, "country"),
    "web socket": (200, "new WebSocket"),
    "dialogs": (200, "beforeunload"),
    "many parts": (200, "/part/1999.png"),
    "international name": (200, "Müllers"),
    "slow": (200, "part 5"),
}
MOVED = {
    "redirect to loopback": "http://127.0.0.1:8088/",
    "redirect to metadata": "http://169.254.169.254/latest/meta-data/",
    "redirect loop": "/loop",
    "social login wall": "/login?next=%2Fbesloten%2F17",
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_link_shows_its_page(name: str, visit: Visit) -> None:
    status, words = ANSWERS[name]

    reply = visit(LINKS[name])

    assert (reply.status_code, words in reply.text) == (status, True)


@pytest.mark.parametrize("name", MOVED)
def test_a_link_moves_its_visitor(name: str, visit: Visit) -> None:
    assert visit(LINKS[name]).headers["location"] == MOVED[name]


@pytest.mark.parametrize("name", LINKS)
def test_every_link_is_one_that_verweer_can_read(name: str) -> None:
    assert Link.parse(LINKS[name]).url == LINKS[name]


def test_the_video_site_bears_the_marks_of_its_cdn(visit: Visit) -> None:
    headers = visit(LINKS["video page"]).headers

    assert headers["server"] == "snelcdn"
    assert headers["x-snelcdn-ray"].endswith("-AMS")


def test_the_video_page_shows_who_earns(visit: Visit) -> None:
    text = visit(LINKS["video page"]).text

    for mark in ('alt="Visa"', 'alt="Mastercard"', "betaal.kluispay.test", "pub-4471120", "Ik ben 18 jaar of ouder"):
        assert mark in text


def test_a_part_of_the_video_can_be_asked_for(visit: Visit) -> None:
    whole = visit(LINKS["video file"]).content

    part = visit(LINKS["video file"], headers={"range": "bytes=100-199"})
    tail = visit(LINKS["video file"], headers={"range": "bytes=-10"})
    beyond = visit(LINKS["video file"], headers={"range": "bytes=99999999-"})

    assert (part.status_code, part.content) == (206, whole[100:200])
    assert part.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert tail.content == whole[-10:]
    assert beyond.status_code == 416


def test_the_video_is_six_seconds_of_moving_pictures_without_sound(visit: Visit) -> None:
    content = visit(LINKS["video file"]).content

    with av.open(io.BytesIO(content)) as container:
        frames = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
        codec, seconds = container.streams.video[0].codec_context.name, container.duration / av.time_base
        tracks = len(container.streams)

    assert (codec, round(seconds), tracks, frames[0].shape) == ("h264", 6, 1, (240, 320))
    assert abs(frames[0].astype(int) - frames[-1]).mean() > 10
    assert content.index(b"moov") < content.index(b"mdat")


def test_pages_are_zipped_for_those_who_can_unzip(visit: Visit) -> None:
    zipped = visit(LINKS["forum thread"], headers={"accept-encoding": "gzip"})
    plain = visit(LINKS["forum thread"], headers={"accept-encoding": "identity"})

    assert zipped.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert zipped.text == plain.text


def test_a_slow_page_comes_in_chunks(visit: Visit) -> None:
    assert visit(LINKS["slow"]).headers["transfer-encoding"] == "chunked"


def test_copies_of_a_picture_differ_in_bytes_and_show_the_same() -> None:
    copies = [make("vuurtoren") for make in (pictures.picture, pictures.recoded, pictures.resized, pictures.captioned)]
    shown = [Image.open(io.BytesIO(copy)).convert("L").resize((16, 12)).crop((0, 0, 16, 11)) for copy in copies]

    assert len({hashlib.sha256(copy).hexdigest() for copy in copies}) == len(copies)
    for other in shown[1:]:
        distance = sum(abs(a - b) for a, b in zip(shown[0].tobytes(), other.tobytes(), strict=True)) / (16 * 11)
        assert distance < 4


def test_a_drawing_is_the_same_whenever_it_is_made() -> None:
    again = jpeg(pictures.drawn.__wrapped__(0), quality=92)

    assert again == pictures.picture("vuurtoren")


def test_a_huge_picture_is_small_on_the_wire(visit: Visit) -> None:
    content = visit(LINKS["huge picture"]).content

    assert len(content) < 300_000
    assert content[16:24] == (30_000).to_bytes(4, "big") * 2


def test_a_gzip_bomb_is_small_on_the_wire(testnet: Testnet) -> None:
    there = f"http://{testnet.address('raar.test')}:8080/bomb.gz"

    with httpx.stream("GET", there, headers={"host": "raar.test:8080"}, trust_env=False, timeout=20) as reply:
        raw = sum(len(piece) for piece in reply.iter_raw())

    assert reply.headers["content-encoding"] == "gzip"
    assert raw < 300_000


def test_an_endless_stream_states_five_gigabytes_and_can_be_left(testnet: Testnet) -> None:
    there = f"http://{testnet.address('raar.test')}:8080/stream"

    with httpx.stream("GET", there, headers={"host": "raar.test:8080"}, trust_env=False) as reply:
        first = next(reply.iter_raw())

    assert first
    assert reply.headers["content-length"] == "5000000000"


def test_a_page_that_never_finishes_sends_its_first_half(testnet: Testnet) -> None:
    there = f"http://{testnet.address('raar.test')}:8080/never"

    with httpx.stream("GET", there, headers={"host": "raar.test:8080"}, trust_env=False, timeout=0.5) as reply:
        pieces = reply.iter_raw()
        first = next(pieces)
        with pytest.raises(httpx.ReadTimeout):
            next(pieces)

    assert b"first half" in first


def test_a_notice_sent_by_the_form_gets_a_number(visit: Visit) -> None:
    reply = visit(LINKS["social notice form"], method="POST", body=b"url=x&explanation=y&good_faith=yes")

    assert "VK-" in reply.text


def test_what_was_asked_is_on_record(testnet: Testnet, visit: Visit) -> None:
    before = len(testnet.requests.to("plaatbak.test"))

    visit(LINKS["image"])

    assert [request.path for request in testnet.requests.to("plaatbak.test")[before:]] == ["/i/k7Qx.jpg"]


def test_a_host_can_be_out_of_order(testnet: Testnet, visit: Visit) -> None:
    testnet.outages.add("zoekwijzer.test")
    try:
        assert visit(url("zoekwijzer.test")).status_code == 503
    finally:
        testnet.outages.discard("zoekwijzer.test")

    assert visit(url("zoekwijzer.test")).status_code == 200
