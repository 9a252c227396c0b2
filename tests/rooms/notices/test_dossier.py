# SPDX-License-Identifier: Apache-2.0
"""The dossier: one language, nothing off the page, and no word on what was verified that was not."""

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tests.rooms.notices.every_letter import DAY, FACTS, LONG, NOW, parties
from verweer.kernel import Language
from verweer.notices import Dossier, ItemRow, LinkRow, render_dossier
from verweer.parties import Mark, MarkKind
from verweer.remedies import load_law, plan_tracks

OTHERS = {
    Language.DUTCH: r"\b(certain|likely|possible|captured|stamped|search engine|picture|mixed|statutory|reminder|verified)\b",
    Language.ENGLISH: r"\b(zeker|waarschijnlijk|vastgelegd|zoekmachine|foto|wettelijke|herinnering|nagekeken)\b",
}
_RIGHT_EDGE = 595.3 - 22 / 25.4 * 72


def told(language: Language, folder: Path) -> tuple[str, float]:
    """Return the text of a dossier with everything in it, and how far to the right it goes."""
    facts = replace(FACTS, language=language)
    dossier = Dossier(
        case_id="zaak-1",
        language=language,
        day=DAY,
        links=(
            LinkRow(number=1, shown=LONG, result="-", captured_at="2026-11-24T08:00:00Z", digest="a" * 64, stamping=""),
        ),
        items=(ItemRow(name="item-1", kind="picture", copies=2, sightings=(LONG,)),),
        parties=parties(),
        plan=plan_tracks(facts, parties(), law=load_law(), now=NOW),
        marks=(Mark(kind=MarkKind.ANALYTICS, value="G-AB12CD34EF", link=LONG),),
    )
    (folder / "dossier.pdf").write_bytes(render_dossier(dossier))
    said, boxes = (
        subprocess.run(["pdftotext", *how, "dossier.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True)
        for how in ((), ("-bbox",))
    )
    return said.stdout, max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes.stdout))


@pytest.mark.parametrize("language", Language)
def test_a_dossier_is_in_one_language_and_on_the_page(language: Language, tmp_path: Path) -> None:
    text, right = told(language, tmp_path)

    assert not re.findall(OTHERS[language], text)
    assert LONG in "".join(text.split())
    assert right <= _RIGHT_EDGE + 1


@pytest.mark.parametrize("language", Language)
def test_a_dossier_says_of_each_term_whether_it_is_law(language: Language, tmp_path: Path) -> None:
    text, _ = told(language, tmp_path)

    natures = {
        Language.DUTCH: (
            "wettelijke termijn",
            "uit eigen regels, geen wet",
            "eigen herinnering",
            "gegevens niet nagekeken",
        ),
        Language.ENGLISH: ("statutory", "their own rules, no law", "our reminder", "details not verified"),
    }
    assert all(words in " ".join(text.split()) for words in natures[language])
