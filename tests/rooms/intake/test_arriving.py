# SPDX-License-Identifier: Apache-2.0
"""A file arrives: its very bytes are kept, its structure is looked at within bounds, and nothing hostile gets further."""

import os
import resource
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rooms.intake.samples import (
    MAIL,
    MHTML,
    PDF,
    bomb,
    crowded_mail,
    drawing,
    honest,
    nested_mail,
    repacked,
    warc,
)
from tests.testnet.videos import video
from verweer.intake import AlreadyHere, Arrived, Desk, Kind, Refusal, Refused, Soundness, take_in
from verweer.intake.looking import look_into
from verweer.kernel import Digest

KEEPS = Desk(keeps_images=True, our_key="")
WITHOUT_IMAGES = Desk(keeps_images=False, our_key="")


def never(_: Digest) -> bool:
    return False


def arrived(folder: Path, content: bytes, *, desk: Desk = KEEPS, name: str = "foto.bin") -> tuple[Arrived, Path]:
    source, into = folder / name, folder / "into"
    source.write_bytes(content)
    into.mkdir(exist_ok=True)
    took = take_in(source, into, desk, is_known=never)
    assert isinstance(took, Arrived)
    assert source.read_bytes() == content
    return took, into


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_kept_as_it_came_and_found_sound(kind: Kind, tmp_path: Path) -> None:
    content = honest()[kind]

    took, into = arrived(tmp_path, content)

    assert took.file.kind is kind
    assert (into / took.file.name).read_bytes() == content
    assert took.file.name.startswith("original.")
    assert (took.file.sha256, took.file.bytes) == (Digest.of(content), len(content))
    assert took.looked.soundness is Soundness.SOUND
    assert took.looked.not_checked
    assert (took.fingerprint is not None) == took.file.media_type.startswith(("image/", "video/"))


@pytest.mark.parametrize("kind", Kind)
def test_where_no_images_are_kept_only_words_are(kind: Kind, tmp_path: Path) -> None:
    took, into = arrived(tmp_path, honest()[kind], desk=WITHOUT_IMAGES)

    kept = [file.name for file in into.iterdir()]
    assert kept == ([took.file.name] if kind in {Kind.MAIL, Kind.MHTML} else [])
    assert took.file.sha256 == Digest.of(honest()[kind])
    assert (took.fingerprint is not None) == took.file.media_type.startswith(("image/", "video/"))


WITH_A_PICTURE = {
    "an attachment": MAIL.replace(b"text/plain; charset=utf-8", b"image/png"),
    "a named attachment": MAIL.replace(
        b"charset=utf-8", b'charset=utf-8\r\nContent-Disposition: attachment; filename="1"'
    ),
    "a picture in a header": b"Face: iVBORw0KGgoAAAANSUhEUgAA\r\n" + MAIL,
    "a picture inside the text": MAIL + b'<img src="data:image/png;base64,iVBORw0KGgoAAAA">',
    "a picture in text in disguise": MAIL.replace(
        b"charset=utf-8", b"charset=utf-8\r\nContent-Transfer-Encoding: base64"
    ).split(b"Dit staat")[0]
    + b"iVBO\r\nRw0K\r\nGgoAAAANSUhEUgAA\r\n",
    "a picture before the first part": MHTML.replace(b"\r\n\r\n------b", b"\r\n\r\n\xff\xd8\xff picture\r\n------b", 1),
}


@pytest.mark.parametrize("content", WITH_A_PICTURE.values(), ids=WITH_A_PICTURE)
def test_a_mail_or_page_that_may_hold_a_picture_is_not_kept_either(content: bytes, tmp_path: Path) -> None:
    took, into = arrived(tmp_path, content, desk=WITHOUT_IMAGES)

    assert took.file.name == ""
    assert list(into.iterdir()) == []


HOSTILE: dict[str, tuple[bytes, Soundness, str]] = {
    "a bomb in the form of a package": (bomb(), Soundness.NOT_LOOKED, "too large"),
    "a package with a changed description": (repacked(**{"datapackage.json": b"{}"}), Soundness.UNSOUND, "signed"),
    "a package with 60,000 brackets for a signature": (
        repacked(**{"datapackage-digest.json": b"[" * 60_000}),
        Soundness.UNSOUND,
        "not sound",
    ),
    "a package with a body of its own": (
        repacked(**{"archive/data.warc.gz": warc(b"other")}),
        Soundness.UNSOUND,
        "not",
    ),
    "a package that nobody signed": (repacked(**{"datapackage-digest.json": None}), Soundness.SOUND, "Nobody signed"),
    "a web archive that breaks off": (warc(times=30)[:-20], Soundness.UNSOUND, "breaks off"),
    "a web archive of one line without end": (b"WARC/1.1" + b"x" * 3_000_000, Soundness.UNSOUND, "breaks off"),
    "a mail of 3,000 parts": (crowded_mail(3_000), Soundness.SOUND, "Parts read: 3001"),
    "a mail of 300,000 parts": (crowded_mail(300_000), Soundness.NOT_LOOKED, "too many"),
    "a mail 3,000 parts deep": (nested_mail(3_000), Soundness.UNSOUND, "not closed"),
    "a PDF that breaks off": (PDF[:-20], Soundness.UNSOUND, "breaks off"),
    "a picture that breaks off": (drawing("PNG")[:-400], Soundness.UNSOUND, "breaks off"),
    "a video that breaks off": (video()[:-5_000], Soundness.UNSOUND, "breaks off"),
    "a video of nothing but its head": (video()[:300], Soundness.UNSOUND, "No fingerprint"),
    "boxes that stand still": (b"\0\0\0\x18ftypisom" + bytes(12) + b"\0\0\0\x01free" + bytes(8), Soundness.UNSOUND, ""),
}


@pytest.mark.parametrize(("content", "soundness", "words"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_sound_is_kept_and_told(content: bytes, soundness: Soundness, words: str, tmp_path: Path) -> None:
    began = time.monotonic()

    took, into = arrived(tmp_path, content)

    assert took.looked.soundness is soundness
    assert words in " ".join(one.en for one in (*took.looked.found, *took.looked.not_checked))
    assert (into / took.file.name).read_bytes() == content
    assert time.monotonic() - began < 60


def test_a_picture_with_a_lying_suffix_is_what_it_is(tmp_path: Path) -> None:
    took, _ = arrived(tmp_path, drawing("PNG"), name="Noor van Dam.mp4")

    assert (took.file.kind, took.file.claimed, took.file.claim_fits) == (Kind.PNG, "mp4", False)
    assert "Noor" not in repr(took)


def test_where_a_photo_was_taken_stays_in_it_and_is_not_told(tmp_path: Path) -> None:
    took, into = arrived(tmp_path, honest()[Kind.JPEG])

    assert b"\x88\x25" in (into / took.file.name).read_bytes()[:200]
    assert "52" not in repr(took.looked)


def test_a_name_that_tells_is_not_repeated_by_what_is_found(tmp_path: Path) -> None:
    took, _ = arrived(tmp_path, repacked(**{"datapackage.json": b"{"}), desk=WITHOUT_IMAGES, name="Noor.wacz")

    assert "Noor" not in repr(took)


def folder_at(path: Path) -> None:
    path.mkdir()


def link_at(path: Path) -> None:
    path.with_name("real").write_bytes(PDF)
    path.symlink_to("real")


NO_FILES: dict[str, tuple[Callable[[Path], object], Refusal]] = {
    "a folder": (folder_at, Refusal.NOT_A_FILE),
    "a link to a file": (link_at, Refusal.NOT_A_FILE),
    "a pipe": (os.mkfifo, Refusal.NOT_A_FILE),
    "nothing there": (lambda _: None, Refusal.UNREADABLE),
    "an empty file": (Path.touch, Refusal.EMPTY),
}


@pytest.mark.parametrize(("made", "refusal"), NO_FILES.values(), ids=NO_FILES)
def test_what_is_no_plain_file_is_refused(made: Callable[[Path], object], refusal: Refusal, tmp_path: Path) -> None:
    made(tmp_path / "offered")

    with pytest.raises(Refused) as refused:
        take_in(tmp_path / "offered", tmp_path, KEEPS, is_known=never)

    assert refused.value.refusal is refusal


def test_a_device_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        take_in(Path("/dev/zero"), tmp_path, KEEPS, is_known=never)

    assert refused.value.refusal is Refusal.NOT_A_FILE


def test_a_file_over_the_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.pdf").open("wb") as file:
        file.write(PDF)
        file.truncate(3_000_000_000)  # It takes no room: the rest is a hole.

    with pytest.raises(Refused) as refused:
        take_in(tmp_path / "large.pdf", tmp_path, KEEPS, is_known=never)

    assert refused.value.refusal is Refusal.TOO_LARGE


def test_a_large_file_is_never_whole_in_memory(tmp_path: Path) -> None:
    content = tmp_path / "large.pdf"
    with content.open("wb") as file:
        file.write(PDF)
        file.truncate(400_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    take_in(content, tmp_path, KEEPS, is_known=never)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_the_same_bytes_are_known_again_and_not_kept_twice(tmp_path: Path) -> None:
    (tmp_path / "again.pdf").write_bytes(PDF)
    (tmp_path / "into").mkdir()

    took = take_in(tmp_path / "again.pdf", tmp_path / "into", KEEPS, is_known=Digest.of(PDF).__eq__)

    assert took == AlreadyHere(Digest.of(PDF))
    assert list((tmp_path / "into").iterdir()) == []


def test_a_look_that_takes_too_long_is_told_as_no_look(tmp_path: Path) -> None:
    (tmp_path / "page.mhtml").write_bytes(MHTML)

    assert look_into(tmp_path / "page.mhtml", Kind.MHTML, our_key="", seconds=0.01).soundness is Soundness.NOT_LOOKED


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=6)
@given(st.sampled_from([PDF, MAIL, MHTML, warc()]), st.binary(max_size=3_000))
def test_what_is_kept_is_what_was_handed_in(tmp_path: Path, start: bytes, more: bytes) -> None:
    for file in (tmp_path / "into").glob("*"):
        file.unlink()

    took, into = arrived(tmp_path, start + more)

    assert (into / took.file.name).read_bytes() == start + more
    assert took.file.sha256 == Digest.of(start + more)
