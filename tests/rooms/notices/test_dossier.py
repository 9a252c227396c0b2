# SPDX-License-Identifier: Apache-2.0
"""The dossier is whole and readable: nothing runs off the page, however long or odd it is, in both languages."""

import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.rooms.notices.every_letter import DAY, FACTS, NOW, parties
from verweer.kernel import Digest, Language
from verweer.notices import Dossier, FileRow, ItemRow, LinkRow, MomentRow, PartyRow, render_dossier
from verweer.remedies import Plan, load_law, plan_tracks

_WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)</word>')
LEFT, RIGHT, BOTTOM = 62, 534, 815
DIGEST = Digest.of(b"package").hex
PLAN = plan_tracks(FACTS, parties(), law=load_law(), now=NOW)


@cache
def picture() -> bytes:
    sink = BytesIO()
    Image.new("RGB", (480, 300), (90, 120, 150)).save(sink, "JPEG")
    return sink.getvalue()


def link(number: int, **told: object) -> LinkRow:
    whole = LinkRow(
        number=number,
        shown=f"https://www.flitsvideo.test:8443/watch/{number}",
        result="captured",
        captured_at="2026-11-25 10:30:00",
        package=f"evidence/{number}.wacz",
        digest=DIGEST,
        stamps=("traffic: authority 2026-11-25 10:30:00",),
        picture=picture(),
    )
    return replace(whole, **told)  # type: ignore[arg-type]  # the tests name fields


def party(name: str) -> PartyRow:
    return PartyRow(
        name=name,
        kind="Platform",
        country="NL",
        certainty="certain",
        why=("The link points to flitsvideo.test.",),
        contacts=("abuse@flitsvideo.test", "https://flitsvideo.test/report"),
        verified="2026-11-20",
    )


def dossier(**told: object) -> Dossier:
    whole = Dossier(
        case_id="8cb9e5687d97",
        language=Language.ENGLISH,
        day=DAY,
        kept="Everything is kept as the site sent it.",
        links=(link(1),),
        items=(ItemRow(name="item-1", kind="picture", copies=2, sightings=("https://media.test/1.jpg",)),),
        parties=(party("FlitsVideo B.V."),),
        plan=PLAN,
        timeline=(MomentRow(at=NOW, what="Case opened."),),
        files=(FileRow(path="evidence/1.wacz", byte_length=227_213, digest=DIGEST),),
    )
    return replace(whole, **told)  # type: ignore[arg-type]  # the tests name fields


ENDLESS = "ditisééneindelozenaamzonderspaties" * 12
ADDRESS = "https://" + "a" * 60 + ".test/" + "pad/" * 40 + "?" + "x" * 2_000
CASES = {
    "an ordinary case": dossier(),
    "nothing found": dossier(links=(), items=(), parties=(), plan=Plan(tracks=(), left_out=()), timeline=(), files=()),
    "only failures": dossier(
        links=tuple(
            link(n, result="not captured", missing=("No connection.",), package="", digest="", stamps=(), picture=b"")
            for n in range(1, 16)
        )
    ),
    "50 links and 300 parties": dossier(
        links=tuple(link(n) for n in range(1, 51)),
        parties=tuple(party(f"Party {n}") for n in range(300)),
        timeline=tuple(MomentRow(at=NOW + timedelta(seconds=n), what=f"Link {n}: visited.") for n in range(200)),
        files=tuple(FileRow(path=f"letters/{n}.pdf", byte_length=n, digest=DIGEST) for n in range(400)),
    ),
    "endless words": dossier(
        links=(link(1, shown=ADDRESS), link(2, shown=ENDLESS, missing=(ENDLESS,))),
        items=(
            ItemRow(name="item-1", kind="video", copies=1, sightings=(ADDRESS, *["https://media.test/1.jpg"] * 200)),
        ),
        parties=(
            replace(party(ENDLESS), why=(ENDLESS, ADDRESS), contacts=(ADDRESS, ENDLESS + "@test")),
            party("Party 2"),
        ),
        timeline=(MomentRow(at=NOW, what=ENDLESS),),
        files=(FileRow(path=ENDLESS, byte_length=9, digest=DIGEST),),
    ),
    "words that look like markup": dossier(
        links=(link(1, shown='#set page() $x$ @ref <b> *vet* _s_ `c` \\ // /* "'),),
        parties=(party("#panic() *B.V.* $"),),
        timeline=(MomentRow(at=NOW, what="a\u202eb #let x"),),
    ),
}


def told_by(program: str, pdf: bytes, folder: Path, *words: str) -> str:
    (folder / "dossier.pdf").write_bytes(pdf)
    done = subprocess.run(
        [program, *words, "dossier.pdf", *(["-"] if program == "pdftotext" else [])],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode("utf-8", "replace").replace("\0", "")


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_nothing_runs_off_the_page(case: Dossier, language: Language, tmp_path: Path) -> None:
    pdf = render_dossier(replace(case, language=language))

    words = _WORD.findall(told_by("pdftotext", pdf, tmp_path, "-bbox"))

    outside = [
        (word, left, right, bottom)
        for left, _, right, bottom, word in words
        if float(left) < LEFT or float(right) > RIGHT or float(bottom) > BOTTOM
    ]
    assert len(words) > 100
    assert outside == []


@pytest.mark.parametrize("language", Language)
def test_it_is_an_archive_that_readers_can_read_aloud(language: Language, tmp_path: Path) -> None:
    pdf = render_dossier(dossier(language=language))

    told = told_by("pdfinfo", pdf, tmp_path)
    (picture,) = figures(PdfFileReader(BytesIO(pdf)).root["/StructTreeRoot"])

    assert "Tagged:          yes" in told
    assert b"pdfaid:part>2" in pdf or b'pdfaid:part="2"' in pdf
    assert b"pdfuaid:part" in pdf
    assert ("onherkenbaar" if language is Language.DUTCH else "beyond recognition") in picture["/Alt"]


def figures(element: generic.PdfObject) -> list[generic.DictionaryObject]:
    """Return the pictures in the structure of a document."""
    node = element.get_object()
    if isinstance(node, generic.ArrayObject):
        return [figure for each in node for figure in figures(each)]
    if not isinstance(node, generic.DictionaryObject):
        return []
    below = figures(node["/K"]) if "/K" in node else []
    return [node, *below] if node.get("/S") == "/Figure" else below


PARTS = {
    Language.DUTCH: (
        "Termijnen",
        "wat ontbreekt",
        "Tijdlijn",
        "Stappen",
        "Partijen",
        "niet bewijst",
        "Nakijken",
        "Bijlagen",
    ),
    Language.ENGLISH: (
        "Time limits",
        "what is missing",
        "Timeline",
        "Steps",
        "Parties",
        "does not prove",
        "Checking",
        "Attachments",
    ),
}


@pytest.mark.parametrize("language", Language)
def test_every_part_is_there_with_how_to_check_it(language: Language, tmp_path: Path) -> None:
    text = told_by("pdftotext", render_dossier(dossier(language=language, signed_by="Kustlicht")), tmp_path)

    for part in (
        *PARTS[language],
        "verweer verify",
        "sha256sum -c",
        "openssl ts -verify",
        "replayweb.page",
        "pdfsig",
        DIGEST,
    ):
        assert part in text
    assert text.count("juridisch advies" if language is Language.DUTCH else "legal advice") > 2


def test_an_unsigned_dossier_tells_nothing_of_a_signature(tmp_path: Path) -> None:
    assert "pdfsig" not in told_by("pdftotext", render_dossier(dossier()), tmp_path)


def test_a_long_table_repeats_its_head_and_each_page_tells_its_number(tmp_path: Path) -> None:
    pdf = render_dossier(CASES["50 links and 300 parties"])

    pages = told_by("pdftotext", pdf, tmp_path, "-layout").split("\f")[:-1]
    with_parties = [page for page in pages if len(re.findall(r"Party \d+", page)) > 3]

    assert len(with_parties) > 5
    assert all("How we know" in page for page in with_parties)
    assert all(f"{number} of {len(pages)}" in page for number, page in enumerate(pages, start=1))


def test_what_is_copied_from_it_is_whole(tmp_path: Path) -> None:
    text = told_by("pdftotext", render_dossier(dossier()), tmp_path)

    assert "https://www.flitsvideo.test:8443/watch/1" in text
    assert DIGEST in text
    assert "\u200b" not in text


def test_moments_stand_in_their_order_in_dutch_time(tmp_path: Path) -> None:
    later = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)
    told = dossier(
        timeline=(
            MomentRow(at=later, what="Second thing."),
            MomentRow(at=later - timedelta(days=1), what="First thing."),
        )
    )

    text = told_by("pdftotext", render_dossier(told), tmp_path)

    assert text.index("First thing.") < text.index("Second thing.")
    assert "2026-11-26 00:30:00" in text


def test_the_same_case_gives_the_same_bytes() -> None:
    assert render_dossier(dossier()) == render_dossier(dossier())


NATURES = {
    Language.DUTCH: ("wettelijke termijn", "uit eigen regels, geen wet", "eigen herinnering"),
    Language.ENGLISH: ("statutory", "their own rules, no law", "our reminder"),
}


@pytest.mark.parametrize("language", Language)
def test_of_each_time_limit_it_is_said_whether_it_is_law(language: Language, tmp_path: Path) -> None:
    pdf = render_dossier(dossier(language=language))

    text = " ".join(told_by("pdftotext", pdf, tmp_path).split())

    assert all(words in text for words in NATURES[language])
