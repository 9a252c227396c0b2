# SPDX-License-Identifier: Apache-2.0
"""Labels on and off: signed files read as trusted, valid, broken or absent; hostile files do no harm; no network."""

import io
import json
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import c2pa
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.rooms.guard.makers import new_maker
from tests.testnet.pictures import drawn, jpeg, picture
from tests.testnet.videos import video
from verweer.cli.root import verweer
from verweer.guard.confined import Look, Reader
from verweer.guard.labels import ABSENCE, CLAIMS_ONLY, LARGEST, Labels, label
from verweer.guard.manifests import TRAINED, CannotSign, Maker, Making, Standing, judged, read_manifest
from verweer.guard.watermark import WaveMark
from verweer.kernel import InputError

MAKER, ROOT = new_maker()
OTHER, OTHER_ROOT = new_maker("Iemand anders")
READER = Reader(Look.LABELS)  # One process for all files, as it would be for many of a maker's.
MAKING = Making(tool="proefmodel", version="3", at=datetime(2026, 11, 25, 7, tzinfo=UTC))


def saved(kind: str, **options: object) -> bytes:
    stream = io.BytesIO()
    drawn(1, 320, 240).save(stream, kind, **options)
    return stream.getvalue()


def read_labels(file: Path, *, trust: bytes = b"") -> Labels:
    return READER.labels(file, trust=trust)


@pytest.fixture(autouse=True, scope="module")
def _one_process() -> Iterator[None]:
    yield
    READER.close()


FILES: dict[str, Callable[[], bytes]] = {
    "a JPEG": lambda: picture("haven"),
    "a PNG": lambda: saved("PNG"),
    "a WebP": lambda: saved("WEBP", quality=90),
    "a lossless WebP": lambda: saved("WEBP", lossless=True),
    "an MP4": video,
}


def labelled(content: bytes, maker: Maker = MAKER, payload: int | None = None) -> bytes:
    return label(content, maker=maker, making=MAKING, payload=payload)


def written(folder: Path, content: bytes) -> Path:
    file = folder / "file"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_labelled_file_is_trusted_by_who_trusts_its_maker(content: Callable[[], bytes], tmp_path: Path) -> None:
    file = written(tmp_path, labelled(content()))

    manifest = read_labels(file, trust=ROOT).manifest

    assert manifest.standing is Standing.TRUSTED
    assert manifest.codes == ()
    assert manifest.source_types == (TRAINED,)
    assert manifest.tool == "proefmodel"
    assert manifest.at == "2026-11-25T07:00:00Z"
    assert "Proefmaker" in manifest.signer


@pytest.mark.parametrize("trust", [b"", OTHER_ROOT], ids=["trusting nobody", "trusting someone else"])
def test_a_signer_who_is_not_trusted_is_unknown(trust: bytes, tmp_path: Path) -> None:
    labels = read_labels(written(tmp_path, labelled(picture("haven"))), trust=trust)

    assert labels.manifest.standing is Standing.VALID
    assert "signer is unknown" in labels.sentences[0].en
    assert labels.manifest.codes == ("signingCredential.untrusted",)


@pytest.mark.parametrize("content", [FILES[name] for name in ("a JPEG", "a PNG", "an MP4")])
def test_one_changed_byte_breaks_the_label(content: Callable[[], bytes], tmp_path: Path) -> None:
    signed = bytearray(labelled(content()))
    signed[-200] ^= 1

    labels = read_labels(written(tmp_path, bytes(signed)), trust=ROOT)

    assert labels.manifest.standing is Standing.BROKEN
    assert "does not hold" in labels.sentences[0].en


def test_a_damaged_manifest_is_broken_not_absent(tmp_path: Path) -> None:
    signed = labelled(picture("haven"))
    place = signed.index(b"jumb") + 40

    labels = read_labels(written(tmp_path, signed[:place] + b"\xff" * 20 + signed[place + 20 :]))

    assert labels.manifest.standing is Standing.BROKEN


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_file_without_labels_has_none_and_that_proves_nothing(content: Callable[[], bytes], tmp_path: Path) -> None:
    labels = read_labels(written(tmp_path, content()))

    assert labels.manifest.standing is Standing.ABSENT
    assert labels.claims == ()
    assert labels.mark is None
    assert labels.sentences[-1] == ABSENCE


def test_saving_again_takes_the_label_off_and_leaves_the_watermark(tmp_path: Path) -> None:
    signed = labelled(jpeg(drawn(2), quality=92), payload=77)
    again = jpeg(Image.open(io.BytesIO(signed)).convert("RGB"), quality=70)

    before, after = (read_labels(written(tmp_path, each), trust=ROOT) for each in (signed, again))

    assert before.manifest.standing is Standing.TRUSTED
    assert after.manifest.standing is Standing.ABSENT
    assert [each.mark.payload for each in (before, after) if each.mark] == [77, 77]
    assert "0000004d" in after.sentences[1].en


TOOLS: dict[str, tuple[dict[str, object], str]] = {
    "as C2PA 2 does": (
        {"claim_generator_info": [{"name": "proefmodel"}], "claim_generator": "c2pa-rs/1"},
        "proefmodel",
    ),
    "in one text, as before": ({"claim_generator": "Ander programma/1.0"}, "Ander programma/1.0"),
    "not at all": ({}, ""),
}


@pytest.mark.parametrize(("manifest", "tool"), TOOLS.values(), ids=TOOLS)
def test_a_manifest_names_its_tool(manifest: dict[str, object], tool: str) -> None:
    assert judged("Valid", {"active_manifest": "a", "manifests": {"a": manifest}}).tool == tool


def test_a_watermark_need_not_be_sought(tmp_path: Path) -> None:
    signed = written(tmp_path, labelled(picture("haven"), payload=77))

    labels = READER.labels(signed, seek_mark=False)

    assert labels.mark is None
    assert labels.manifest.standing is Standing.VALID


def test_the_mark_of_a_large_picture_is_read_in_little_memory(tmp_path: Path) -> None:
    marked = WaveMark().embed(np.asarray(drawn(2, 4200, 1600).convert("RGB")), 77)

    labels = read_labels(written(tmp_path, jpeg(Image.fromarray(marked), quality=80)))

    assert labels.mark is not None
    assert labels.mark.payload == 77


STILLS = {"a PNG": "PNG", "a WebP": "WEBP", "a JPEG": "JPEG"}


@pytest.mark.parametrize("kind", STILLS.values(), ids=STILLS)
def test_every_kind_of_picture_takes_all_three_labels(kind: str, tmp_path: Path) -> None:
    labels = read_labels(written(tmp_path, labelled(saved(kind), payload=5)), trust=ROOT)

    assert labels.manifest.standing is Standing.TRUSTED
    assert [claim.says for claim in labels.claims] == [TRAINED]
    assert labels.mark is not None
    assert labels.mark.payload == 5
    assert CLAIMS_ONLY in labels.sentences


def test_without_a_watermark_no_pixel_changes() -> None:
    for kind in ("JPEG", "PNG", "WEBP"):
        content = saved(kind)

        assert Image.open(io.BytesIO(labelled(content))).tobytes() == Image.open(io.BytesIO(content)).tobytes()


def test_a_webp_with_transparency_stays_one() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (160, 160), (9, 9, 9, 99)).save(stream, "WEBP", lossless=True)

    assert Image.open(io.BytesIO(labelled(stream.getvalue()))).mode == "RGBA"


SOLID = {
    "text": b"geen beeld",
    "nothing": b"",
    "a PDF": b"%PDF-1.7\n",
    "half a JPEG": picture("haven")[:300],
    "the head of an MP4": b"\x00\x00\x00\x18ftypisom\x00\x00",
    "the head of a PNG": b"\x89PNG\r\n\x1a\n",
    "the head of a WebP": b"RIFF\x00\x00\x00\x00WEBP",
}


@pytest.mark.parametrize("content", SOLID.values(), ids=SOLID)
def test_what_cannot_be_looked_into_is_told_so(content: bytes, tmp_path: Path) -> None:
    labels = read_labels(written(tmp_path, content))

    assert labels.manifest.standing in {Standing.UNSUPPORTED, Standing.ABSENT}
    assert labels.mark is None
    assert labels.sentences[-1] == ABSENCE


def test_a_file_beyond_the_bound_is_not_looked_into(tmp_path: Path) -> None:
    file = written(tmp_path, labelled(picture("haven")))
    with file.open("r+b") as stream:
        stream.truncate(LARGEST + 1)

    assert read_labels(file).manifest.standing is Standing.UNSUPPORTED


SIGNED = labelled(saved("JPEG"))


def shown(content: bytes) -> bytes:
    return Image.open(io.BytesIO(content)).tobytes()


@settings(max_examples=60)
@given(st.integers(0, 5000), st.binary(min_size=1, max_size=40))
def test_no_bytes_in_a_label_make_reading_fail(place: int, harm: bytes) -> None:
    content = SIGNED[:place] + harm + SIGNED[place + len(harm) :]
    with tempfile.TemporaryDirectory() as folder:
        manifest = read_manifest(written(Path(folder), content), "image/jpeg", ROOT)

    # The wrapping around a manifest is not signed; what is shown is.
    assert manifest.standing is not Standing.TRUSTED or shown(content) == shown(SIGNED)


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Give a port on loopback, and what was asked there."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(connection.recv(999))
                    connection.sendall(b"HTTP/1.0 404 no\r\n\r\n")

        threading.Thread(target=answer, daemon=True).start()
        yield server.getsockname()[1], heard
        server.shutdown(socket.SHUT_RDWR)


def remote(port: int) -> bytes:
    """Return a JPEG whose manifest is said to lie elsewhere."""
    info = c2pa.C2paSignerInfo(b"es256", MAKER.certificates, MAKER.key, None)
    out = io.BytesIO()
    with (
        c2pa.Context.from_dict({"verify": {"verify_after_sign": False}}) as context,
        c2pa.Builder('{"assertions": []}', context=context) as builder,
    ):
        builder.set_no_embed()
        builder.set_remote_url(f"http://127.0.0.1:{port}/manifest.c2pa")
        builder.sign(c2pa.Signer.from_info(info), "image/jpeg", io.BytesIO(saved("JPEG")), out)
    return out.getvalue()


def test_a_manifest_that_lies_elsewhere_is_never_fetched(listener: tuple[int, list[bytes]], tmp_path: Path) -> None:
    port, heard = listener
    file = written(tmp_path, remote(port))

    standing = read_labels(file).manifest.standing

    assert standing is Standing.ELSEWHERE
    assert heard == []


def test_the_library_would_fetch_it_if_it_were_let(listener: tuple[int, list[bytes]]) -> None:
    port, heard = listener

    with pytest.raises(c2pa.C2paError):
        c2pa.Reader("image/jpeg", io.BytesIO(remote(port)))

    assert len(heard) == 1


WRONG = {
    "another's key": (Maker(certificates=MAKER.certificates, key=OTHER.key), "does not belong"),
    "no key": (Maker(certificates=MAKER.certificates, key=b""), "as PEM"),
    "no certificate": (Maker(certificates=b"", key=MAKER.key), "as PEM"),
}


@pytest.mark.parametrize(("maker", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_sign_is_told(maker: Maker, told: str) -> None:
    with pytest.raises(CannotSign, match=told):
        labelled(picture("haven"), maker)


def test_a_root_may_not_sign_media() -> None:
    (_, root), key = (MAKER, ROOT), MAKER.key

    with pytest.raises(CannotSign):
        labelled(picture("haven"), Maker(certificates=root, key=key))


@pytest.mark.parametrize("content", [b"tekst", picture("haven")[:300]])
def test_what_is_no_whole_picture_is_not_labelled(content: bytes) -> None:
    with pytest.raises(CannotSign):
        labelled(content, payload=1)


def test_roots_that_are_no_certificates_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="PEM"):
        read_labels(written(tmp_path, picture("haven")), trust=b"geen")


def test_a_makers_key_shows_in_no_print() -> None:
    assert "PRIVATE" not in repr(MAKER)


def command(*words: str) -> int:
    result = verweer.main(list(words), standalone_mode=False)
    return result if isinstance(result, int) else 0


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    for name, content in (
        ("chain.pem", MAKER.certificates),
        ("key.pem", MAKER.key),
        ("root.pem", ROOT),
        ("in.jpg", saved("JPEG")),
    ):
        (tmp_path / name).write_bytes(content)
    words = ["--certificate", "chain.pem", "--key", "key.pem", "--out", "out.jpg"]
    paths = [word if word.startswith("--") else str(tmp_path / word) for word in words]
    command("label", str(tmp_path / "in.jpg"), *paths, "--tool", "proefmodel", "--watermark", "9")
    return tmp_path


def test_the_command_line_labels_and_reads(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()

    assert command("labels", str(desk / "out.jpg"), "--trust", str(desk / "root.pem"), "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["c2pa"]["standing"] == "trusted"
    assert told["watermark"] == {"payload": 9, "mended": 0}
    assert told["sentences"][-1]["en"] == ABSENCE.en


def test_the_command_line_tells_a_broken_label_by_its_exit_code(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray((desk / "out.jpg").read_bytes())
    content[-200] ^= 1
    (desk / "out.jpg").write_bytes(content)

    assert command("labels", str(desk / "out.jpg")) == 70

    assert "does not hold" in capsys.readouterr().out


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        command("labels", str(tmp_path / "none.jpg"))
