# SPDX-License-Identifier: Apache-2.0
"""`verweer fingerprint` tells the hashes of files, folders, lists and archives, in their order, and what it could not read."""

import hashlib
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.testnet.pictures import drawn, jpeg
from tests.testnet.videos import video
from verweer.exchange.vpdq import read_vpdq
from verweer.fingerprints import WAYS, pdq_dihedral
from verweer.fingerprints.patches import patches_stored
from verweer.fingerprints.reporting import luma_of

GOOD = jpeg(drawn(1, 200, 160), quality=90)
OTHER = jpeg(drawn(2, 200, 160), quality=90)
PLAIN = jpeg(Image.new("RGB", (200, 160), "teal"), quality=90)
EIGHT = [each.hex for each in pdq_dihedral(np.asarray(Image.open(io.BytesIO(GOOD))))[0]]


def run(*words: object, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "verweer.cli", "fingerprint", "--processes", "2", *(str(word) for word in words)]
    return subprocess.run(command, input=given, capture_output=True, check=False, timeout=120)


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "deeper").mkdir()
    (tmp_path / "good.jpg").write_bytes(GOOD)
    (tmp_path / "deeper" / "other.jpg").write_bytes(OTHER)
    return tmp_path


def test_every_kind_of_a_picture_is_told(folder: Path) -> None:
    done = run(folder / "good.jpg", "--json", "--kinds", "pdq,dihedral,md5,sha256")

    assert done.returncode == 0
    assert rows(done) == [
        {
            "file": f"{folder}/good.jpg",
            "type": "picture",
            "bytes": len(GOOD),
            "width": 200,
            "height": 160,
            "hashes": [
                {"kind": "pdq", "hash": EIGHT[0], "quality": 100, "second": 0.0},
                *(
                    {"kind": "dihedral", "hash": each, "quality": 100, "second": 0.0, "way": way}
                    for way, each in zip(WAYS, EIGHT, strict=True)
                ),
                {"kind": "md5", "hash": hashlib.md5(GOOD, usedforsecurity=False).hexdigest()},
                {"kind": "sha256", "hash": hashlib.sha256(GOOD).hexdigest()},
            ],
        }
    ]


def test_for_people_each_hash_is_a_line(folder: Path) -> None:
    done = run(folder / "good.jpg", "--kinds", "pdq,md5")

    lines = [line.split() for line in done.stdout.decode().splitlines()]
    assert lines == [
        ["pdq", EIGHT[0], "100", f"{folder}/good.jpg"],
        ["md5", hashlib.md5(GOOD, usedforsecurity=False).hexdigest(), f"{folder}/good.jpg"],
    ]
    assert done.stderr.startswith(b"1 file in ")
    assert done.stderr.endswith(b"0 gave no fingerprint.\n")


def test_patches_are_told_with_their_places_and_are_those_that_a_bank_stores(folder: Path) -> None:
    done = run(folder / "good.jpg", "--json", "--kinds", "patch256")

    expected = patches_stored(luma_of(np.asarray(Image.open(io.BytesIO(GOOD)))))
    (row,) = rows(done)
    assert [each["hash"] for each in row["hashes"]] == [each.tobytes().hex() for each in expected.hashes]
    for name, column, apart in (("x", "x", 2e-4), ("y", "y", 2e-4), ("angle", "angle", 2e-3)):
        told = np.array([each[name] for each in row["hashes"]])
        assert np.allclose(told, getattr(expected, column) % (2 * np.pi), atol=apart), name
    assert np.allclose([each["size"] for each in row["hashes"]], expected.sigma, rtol=1e-3)


def test_a_folder_a_list_and_an_archive_are_read_in_the_order_in_which_they_are_named(folder: Path) -> None:
    with tarfile.open(folder / "all.tar", "w") as archive:
        archive.add(folder / "good.jpg", arcname="../../in-archive.jpg")

    listed = f"{folder}/deeper/other.jpg\n{folder}/good.jpg\n".encode()
    done = run(folder / "all.tar", "-", folder / "deeper", "--json", given=listed)

    assert [row["file"] for row in rows(done)] == [
        f"{folder}/all.tar/../../in-archive.jpg",
        f"{folder}/deeper/other.jpg",
        f"{folder}/good.jpg",
        f"{folder}/deeper/other.jpg",
    ]
    hashes = [row["hashes"] for row in rows(done)]
    assert hashes[0] == hashes[2]
    assert hashes[1] == hashes[3] != hashes[0]


def test_a_list_may_be_parted_by_zeros(folder: Path) -> None:
    (folder / "two\nlines.jpg").write_bytes(GOOD)

    done = run("-", "--json", given=f"{folder}/two\nlines.jpg\0{folder}/good.jpg\0".encode())

    assert [row["file"] for row in rows(done)] == [f"{folder}/two\nlines.jpg", f"{folder}/good.jpg"]


def moving(count: int) -> bytes:
    stream = io.BytesIO()
    first, *others = (drawn(seed, 100, 80) for seed in range(count))
    first.save(stream, "GIF", save_all=True, append_images=others, duration=1_000)
    return stream.getvalue()


BAD = {
    "zero bytes": (b"", "Empty"),
    "truncated": (GOOD[:1_500], "of 160 lines could be read"),
    "words named .jpg": (b"dit is geen foto", "Neither picture nor video"),
    "one colour": (PLAIN, "Too plain"),
    "an archive of another kind": (b"PK\x03\x04", "This kind of archive"),
}


def test_what_cannot_be_read_is_told_and_the_next_is_read(folder: Path) -> None:
    files = []
    for name, (content, _) in BAD.items():
        files += [folder / name, folder / "good.jpg"]
        (folder / name).write_bytes(content)

    plain, as_json = run(*files), run(*files, "--json")

    assert (plain.returncode, as_json.returncode) == (65, 65)
    assert b"5 gave no fingerprint" in plain.stderr
    told = rows(as_json)
    for (_, words), bad, good in zip(BAD.values(), told[::2], told[1::2], strict=True):
        assert words in plain.stderr.decode()
        assert words in str(bad["problem"])
        assert bad["hashes"] == []
        assert good["hashes"] != []


def test_a_file_without_fingerprint_still_has_the_digests_of_its_bytes(folder: Path) -> None:
    (folder / "plain.jpg").write_bytes(PLAIN)

    (row,) = rows(run(folder / "plain.jpg", "--json", "--kinds", "dihedral,sha256"))

    assert row["hashes"] == [{"kind": "sha256", "hash": hashlib.sha256(PLAIN).hexdigest()}]


def seconds(row: dict[str, object]) -> Sequence[float]:
    hashes = row["hashes"]
    assert isinstance(hashes, list)
    return [hashed["second"] for hashed in hashes]


def test_a_video_and_an_animation_have_a_hash_for_each_sampled_frame(folder: Path) -> None:
    (folder / "video.mp4").write_bytes(video())
    (folder / "moving.gif").write_bytes(moving(4))

    of_video, of_animation = rows(run(folder / "video.mp4", folder / "moving.gif", "--json"))

    assert (of_video["type"], of_video["seconds"]) == ("video", 6.0)
    assert set(range(6)) <= {round(second) for second in seconds(of_video)}
    assert of_animation["type"] == "video"
    assert set(seconds(of_animation)) >= {0.0, 1.0, 2.0, 3.0}


def test_frames_of_a_video_are_told_as_vpdq_programs_read_them_and_a_picture_has_none(folder: Path) -> None:
    (folder / "clip.mp4").write_bytes(video())

    done = run(folder / "clip.mp4", folder / "good.jpg", "--json", "--kinds", "pdq,vpdq")

    moved, still = rows(done)
    texts = [each["hash"] for each in moved["hashes"] if each["kind"] == "vpdq"]
    frames = [each for each in moved["hashes"] if each["kind"] == "pdq"]
    assert [(frame.pdq.hex, frame.quality, frame.second) for frame in read_vpdq(json.dumps(texts).encode())] == [
        (each["hash"], each["quality"], round(each["second"], 3)) for each in frames
    ]
    assert len(texts) > 1
    assert [each["kind"] for each in still["hashes"]] == ["pdq"]


def test_a_video_that_breaks_off_says_until_which_second_it_was_read(folder: Path) -> None:
    content = video()
    (folder / "cut.mp4").write_bytes(content[: len(content) // 2])

    done = run(folder / "cut.mp4", "--json", "--language", "nl")

    (row,) = rows(done)
    assert done.returncode == 0
    note = str(row["note"])
    assert note.startswith(f"Breekt af: {len(content) // 2} van ten minste {len(content)} bytes zijn er.")
    assert note.endswith(f"De laatste gelezen seconde is {seconds(row)[-1]:g}.")


def test_a_name_in_an_archive_cannot_move_the_cursor(folder: Path) -> None:
    with tarfile.open(folder / "evil.tar", "w") as archive:
        archive.add(folder / "good.jpg", arcname="\x1b[2J.jpg")

    done = run(folder / "evil.tar")

    assert b"\x1b" not in done.stdout
    assert rb"\x1b[2J.jpg" in done.stdout


def test_a_word_that_is_no_kind_is_refused(folder: Path) -> None:
    done = run(folder / "good.jpg", "--kinds", "pdq,phash")

    assert done.returncode == 64
    assert b"'phash' is no kind; the kinds are pdq, dihedral, vpdq, patch256, md5, sha256." in done.stderr


def test_many_files_keep_their_order_whichever_is_ready_first(folder: Path) -> None:
    names = [f"{number}.jpg" for number in range(30)]
    for number, name in enumerate(names):
        side = 900 if number % 3 == 0 else 80  # the first of three takes longest
        (folder / name).write_bytes(jpeg(drawn(number, side, side), quality=80))

    done = run(*(folder / name for name in names), "--json")

    assert [row["file"] for row in rows(done)] == [str(folder / name) for name in names]
    assert len({str(row["hashes"]) for row in rows(done)}) == 30
