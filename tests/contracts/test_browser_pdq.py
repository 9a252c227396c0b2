# SPDX-License-Identifier: Apache-2.0
"""The browser's PDQ gives the server's bits, in a real Chromium, for every kind of picture that both can read."""

import io
import json
import subprocess
import sys
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from playwright.sync_api import Page, sync_playwright

import verweer.fingerprints
from tests.testnet.pictures import drawn
from tests.testnet.videos import video
from verweer.fingerprints import WAYS, Fingerprint, Pdq, Variants, pdq_dihedral
from verweer.fingerprints.reading import read_fingerprint, read_variants
from verweer.matching import distance

pytestmark = pytest.mark.slow
FOLDER = Path(verweer.fingerprints.__file__).parent / "browser"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def noise(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(height).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(FOLDER))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            tab = browser.new_page()
            tab.goto(f"http://127.0.0.1:{server.server_port}/proof.html")
            yield tab
            browser.close()
        server.shutdown()


def rows_of(page: Page, *files: Path) -> list[list[str]]:
    page.set_input_files("#files", [])
    page.set_input_files("#files", [str(file) for file in files])
    page.wait_for_function(f"document.querySelector('[role=status]').textContent === 'Done: {len(files)} files.'")
    return page.eval_on_selector_all("tbody tr", "rows => rows.map(row => [...row.cells].map(cell => cell.innerText))")


def encoded(kind: str, image: Image.Image, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def fading(image: Image.Image) -> Image.Image:
    """Return a drawing that is more transparent where it is darker, so that every step of both occurs."""
    return Image.fromarray(np.dstack([np.asarray(image), np.asarray(image.convert("L"))]))


def turned(kind: str, image: Image.Image, orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(kind, image, exif=exif)


def sixteen_bits(image: Image.Image) -> bytes:
    return encoded("PNG", Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257 - np.uint16(3)))


# With red and green swapped, so that a browser which applies it shows other colours.
STRANGE = (
    ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    .tobytes()
    .replace(b"rXYZ", b"----")
    .replace(b"gXYZ", b"rXYZ")
    .replace(b"----", b"gXYZ")
)
LOOKS: dict[str, Callable[[Image.Image], bytes]] = {
    "PNG": lambda image: encoded("PNG", image),
    "PNG with a colour profile": lambda image: encoded("PNG", image, icc_profile=STRANGE),
    "PNG with transparency": lambda image: encoded("PNG", fading(image)),
    "grey PNG with transparency": lambda image: encoded("PNG", fading(image).convert("LA")),
    "PNG with a palette": lambda image: encoded("PNG", image.quantize(64)),
    "grey PNG": lambda image: encoded("PNG", image.convert("L")),
    "PNG of 16 bits": sixteen_bits,
    "PNG that is turned": lambda image: turned("PNG", image, 6),
    "JPEG, best": lambda image: encoded("JPEG", image, quality=95, subsampling=0),
    "JPEG, ordinary": lambda image: encoded("JPEG", image, quality=80),
    "JPEG, coarse and in passes": lambda image: encoded("JPEG", image, quality=30, progressive=True),
    "JPEG with a colour profile": lambda image: encoded("JPEG", image, quality=80, icc_profile=STRANGE),
    "grey JPEG": lambda image: encoded("JPEG", image.convert("L"), quality=80),
    "JPEG in CMYK": lambda image: encoded("JPEG", image.convert("CMYK"), quality=90),
    "JPEG that is turned": lambda image: turned("JPEG", image, 8),
    "JPEG that is mirrored": lambda image: turned("JPEG", image, 5),
    "WebP": lambda image: encoded("WEBP", image, quality=80),
    "WebP with transparency": lambda image: encoded("WEBP", fading(image), quality=80),
    "AVIF": lambda image: encoded("AVIF", image, quality=80),
    "GIF": lambda image: encoded("GIF", image),
    "BMP": lambda image: encoded("BMP", image),
}


@pytest.mark.parametrize("look", LOOKS)
def test_all_eight_hashes_and_the_quality_are_the_server_s(look: str, page: Page, tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}" for seed in range(3)]
    for seed, file in enumerate(files):
        file.write_bytes(LOOKS[look](drawn(seed, 500 - 90 * seed, 300 + 77 * seed)))

    rows = rows_of(page, *files)

    for row, file in zip(rows, files, strict=True):
        found = read_variants(file)
        assert isinstance(found, Variants)
        assert row == [
            file.name,
            "0",
            str(found.fingerprint.frames[0].quality),
            "not compared",
            "\n".join(each.hex for each in found.eights[0]),
        ]


def test_the_page_tells_how_near_the_server_s_hashes_are(page: Page, tmp_path: Path) -> None:
    files = [tmp_path / f"{seed}.png" for seed in range(2)]
    for seed, file in enumerate(files):
        file.write_bytes(LOOKS["PNG"](drawn(seed, 300, 200)))
    command = [sys.executable, "-m", "verweer.cli", "fingerprint", *map(str, files), "--kinds", "dihedral", "--json"]
    first, second = subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()
    other = json.loads(second)
    other["hashes"][3]["hash"] = f"{int(other['hashes'][3]['hash'], 16) ^ 0b1011:064x}"
    told = tmp_path / "hashes.jsonl"
    told.write_text(f"{first}\n{json.dumps(other)}\n")

    page.set_input_files("#hashes", told)
    rows = rows_of(page, *files)
    page.set_input_files("#hashes", files[0])
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('cannot be read')")
    page.set_input_files("#hashes", [])

    assert [row[3] for row in rows] == ["identical", "at most 3 bits apart"]


def test_a_colour_profile_would_be_seen_if_it_were_applied(page: Page, tmp_path: Path) -> None:
    (tmp_path / "strange.png").write_bytes(LOOKS["PNG with a colour profile"](drawn(0, 300, 200)))
    rows_of(page, tmp_path / "strange.png")

    differing = page.evaluate(
        """async () => {
            const file = document.querySelector("input").files[0];
            const drawnWith = async (options) => {
                const bitmap = await createImageBitmap(file, options);
                const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
                context.drawImage(bitmap, 0, 0);
                return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
            };
            const [one, other] = [await drawnWith({colorSpaceConversion: "none"}), await drawnWith({})];
            return one.filter((value, place) => value !== other[place]).length;
        }"""
    )

    assert differing > 10_000


def test_the_frames_of_a_video_are_near_the_server_s(page: Page, tmp_path: Path) -> None:
    (tmp_path / "video.mp4").write_bytes(video())

    rows = rows_of(page, tmp_path / "video.mp4")
    found = read_fingerprint(tmp_path / "video.mp4")

    assert isinstance(found, Fingerprint)
    by_second = {frame.second: frame.pdq for frame in found.frames}
    assert [row[1] for row in rows] == [str(second) for second in range(6)]
    for row in rows:
        assert distance(Pdq(bytes.fromhex(row[4].split()[0])), by_second[float(row[1])]) <= 16


def test_a_file_that_is_no_picture_is_told_and_the_next_is_read(page: Page, tmp_path: Path) -> None:
    (tmp_path / "words.jpg").write_bytes(b"dit is geen foto")
    (tmp_path / "good.png").write_bytes(LOOKS["PNG"](drawn(0, 300, 200)))

    rows = rows_of(page, tmp_path / "words.jpg", tmp_path / "good.png")

    assert rows[0][4].startswith("cannot be read: ")
    assert len(rows[1][4].split()) == len(WAYS)


def test_pixels_that_do_not_fit_are_refused(page: Page) -> None:
    told = page.evaluate(
        """async () => {
            const {pdqOfPixels} = await import("./pdq.js");
            try { return pdqOfPixels({data: new Uint8Array(8), width: 3, height: 1}).hash; }
            catch (error) { return error.message; }
        }"""
    )

    assert told == "Pixels are four bytes each: red, green, blue and how opaque."


ROWS, COLUMNS = np.mgrid[0:150, 0:210]
RAW: dict[str, NDArray[np.uint8]] = {
    **{f"noise of {shape}": noise(*shape) for shape in ((1, 1), (4, 90), (5, 5), (64, 64), (65, 129), (700, 71))},
    # Where the reference's own rounding decides.
    "one colour": np.full((150, 210, 3), 90, np.uint8),
    "a gradient": np.stack([COLUMNS] * 3, axis=2).astype(np.uint8),
    "a chess board": np.stack([(ROWS // 20 + COLUMNS // 20) % 2 * 255] * 3, axis=2).astype(np.uint8),
    "a disc": np.stack([((COLUMNS - 105) ** 2 + (ROWS - 75) ** 2 < 2_500) * 255] * 3, axis=2).astype(np.uint8),
}


@pytest.mark.parametrize("pixels", RAW.values(), ids=RAW)
def test_raw_pixels_of_any_shape_have_the_server_s_hashes(pixels: NDArray[np.uint8], page: Page) -> None:
    height, width, _ = pixels.shape
    opaque = np.dstack([pixels, np.full((height, width), 255, np.uint8)])

    found = page.evaluate(
        """async ([text, width, height]) => {
            const {dihedralOfPixels, pdqOfPixels} = await import("./pdq.js");
            const data = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
            const {hash, quality} = pdqOfPixels({data, width, height});
            return {...dihedralOfPixels({data, width, height}), one: [hash, quality]};
        }""",
        [b64encode(opaque.tobytes()).decode(), width, height],
    )

    eight, quality = pdq_dihedral(pixels)
    assert found == {
        "hashes": [each.hex for each in eight],
        "quality": quality,
        "one": [eight[0].hex, quality],
    }
