# SPDX-License-Identifier: Apache-2.0
"""What a file is, is decided by its bytes; a suffix is a claim."""

import io
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.rooms.intake.samples import MAIL, MHTML, bomb, drawing, honest, wacz
from verweer.intake import Kind, Refusal, Refused
from verweer.intake.kinds import HEAD, claimed_suffix, kind_of, suffix_fits


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_known_by_its_bytes(kind: Kind) -> None:
    assert kind_of(io.BytesIO(honest()[kind])) is kind


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    return out.getvalue()


def with_huge_list(zip_file: bytes) -> bytes:
    """Return a ZIP whose wide record says that its list of files takes two gigabytes."""
    place = zip_file.rfind(b"PK\x05\x06")
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 2_000_000_000, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    return zip_file[:place] + wide + locator + zip_file[place:]


REFUSED: dict[str, tuple[bytes, Refusal]] = {
    "nothing": (b"", Refusal.EMPTY),
    "a zip of pictures": (zipped("1.png", "2.png"), Refusal.ARCHIVE),
    "a zip with nothing in it": (zipped(), Refusal.ARCHIVE),
    "a word processor's file": (zipped("[Content_Types].xml", "word/document.xml"), Refusal.ARCHIVE),
    "a package without an archive": (zipped("datapackage.json"), Refusal.ARCHIVE),
    "a zip that is cut off": (zipped("datapackage.json", "archive/data.warc")[:-10], Refusal.ARCHIVE),
    "a zip with an endless list of files": (with_huge_list(wacz()), Refusal.ARCHIVE),
    "gzip of something else": (b"\x1f\x8b\x08" + bytes(100), Refusal.ARCHIVE),
    "rar": (b"Rar!\x1a\x07\x01\x00" + bytes(100), Refusal.ARCHIVE),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(100), Refusal.ARCHIVE),
    "tar": (bytes(257) + b"ustar" + bytes(300), Refusal.ARCHIVE),
    "a program": (b"\x7fELF" + bytes(100), Refusal.UNKNOWN_TYPE),
    "a page that is not saved whole": (b"<!doctype html><h1>page</h1>", Refusal.UNKNOWN_TYPE),
    "a drawing that is a program": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', Refusal.UNKNOWN_TYPE),
    "sound": (b"\0\0\0\x20ftypM4A " + bytes(40), Refusal.UNKNOWN_TYPE),
    "a film in another box": (b"\x1aE\xdf\xa3" + bytes(10) + b"matroska", Refusal.UNKNOWN_TYPE),
    "plain words": (b"Ik zag het op dinsdag.\n\nEcht.", Refusal.UNKNOWN_TYPE),
    "headers without an end": (b"From: a@b.example\r\nTo: c@d.example\r\n" * 9000, Refusal.UNKNOWN_TYPE),
    "a mailbox of mails": (b"From alice Tue Nov 24\r\n" + MAIL, Refusal.UNKNOWN_TYPE),
}


@pytest.mark.parametrize(("content", "refusal"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_in_is_refused_with_a_reason(content: bytes, refusal: Refusal) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(io.BytesIO(content))

    assert refused.value.refusal is refusal


class Careful(io.FileIO):
    """A file that gives no large piece at once."""

    def read(self, size: int | None = -1, /) -> bytes | None:
        assert size is not None
        assert 0 <= size <= HEAD
        return super().read(size)


@pytest.mark.parametrize("wide", [False, True], ids=["told plainly", "told in the wide record"])
def test_a_list_of_files_of_two_gigabytes_is_not_read(wide: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table
    size, room = 1_900_000_000, 2_000_000_000
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, size, room - size)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, room, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 100 if wide else size, room - size, 0)
    with (tmp_path / "a.zip").open("wb") as file:
        file.write(b"PK\x03\x04")
        file.seek(room)  # The list lies in a hole: it takes no room on the disk.
        file.write((record + locator if wide else b"") + end)

    with Careful(tmp_path / "a.zip") as careful, pytest.raises(Refused) as refused:
        kind_of(careful)  # type: ignore[arg-type]

    assert refused.value.refusal is Refusal.ARCHIVE


def test_a_bomb_in_the_form_of_a_package_is_a_package_that_is_not_unpacked_here() -> None:
    assert kind_of(io.BytesIO(bomb())) is Kind.WACZ


def test_a_mail_with_pictures_in_it_is_no_saved_page() -> None:
    mail = MAIL.replace(b"text/plain; charset=utf-8", b'multipart/related; boundary="b"')

    assert kind_of(io.BytesIO(mail)) is Kind.MAIL
    assert kind_of(io.BytesIO(MHTML)) is Kind.MHTML


@given(st.binary(max_size=600))
@example(b"PK\x03\x04" + b"PK\x05\x06")
@example(b"PK\x03\x04" + b"PK\x06\x07" + bytes(16) + b"PK\x05\x06" + bytes(18))
def test_any_bytes_are_a_kind_or_refused(content: bytes) -> None:
    with suppress(Refused):
        assert kind_of(io.BytesIO(content)) in Kind


@given(st.sampled_from([b"PK\x03\x04", b"\x1f\x8b", b"From: a\r\nTo: b\r\n", b"\0\0\0\x18ftyp", b"%PDF"]), st.binary())
def test_any_bytes_after_a_good_beginning_are_a_kind_or_refused(start: bytes, content: bytes) -> None:
    with suppress(Refused):
        assert kind_of(io.BytesIO(start + content)) in Kind


CLAIMS: dict[str, tuple[str, str]] = {
    "a plain suffix": ("Noor van Dam.JPG", "jpg"),
    "two suffixes": ("crawl.warc.gz", "warc.gz"),
    "none": ("schermafbeelding", ""),
    "one that is a sentence": ("foto.van mijn ex", ""),
    "one that hides another": ("foto.png.exe", "exe"),
    "marks that turn the direction": ("foto\u202egnp.exe\u202e", ""),
}


@pytest.mark.parametrize(("name", "claim"), CLAIMS.values(), ids=CLAIMS)
def test_only_the_suffix_of_a_name_is_kept(name: str, claim: str) -> None:
    assert claimed_suffix(name) == claim


def test_a_lying_suffix_is_told_from_a_fitting_one() -> None:
    assert kind_of(io.BytesIO(drawing("PNG"))) is Kind.PNG
    assert not suffix_fits(Kind.PNG, "mp4")
    assert suffix_fits(Kind.PNG, "png")
    assert suffix_fits(Kind.WARC, "warc.gz")
    assert suffix_fits(Kind.PNG, "")
