# SPDX-License-Identifier: Apache-2.0
"""Values become PDF through typst: the data goes in as JSON, never pasted into a template."""

import json
from collections.abc import Mapping
from importlib.resources import as_file, files

import typst
from pydantic import TypeAdapter

from verweer.notices.model import Letter
from verweer.notices.phrases import day_in
from verweer.notices.wording import BrokenTemplate


def typeset(template: str, value: Mapping[str, object], *, room: str = "verweer.notices") -> bytes:
    """Return the PDF/A-2a and PDF/UA-1 of a template of a room with a value; the same value gives the same bytes."""
    with as_file(files("verweer.notices")) as folder, as_file(files(room)) as of_room:
        compiler = typst.Compiler(
            str(of_room / "typst" / template),
            font_paths=[str(folder / "fonts")],
            ignore_system_fonts=True,
            sys_inputs={"value": json.dumps(value, ensure_ascii=False)},
        )
        pdf = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"])
    if not isinstance(pdf, bytes):
        message = f"{template} gave no PDF."
        raise BrokenTemplate(message)
    return pdf


def render_pdf(letter: Letter) -> bytes:
    """Return a letter as PDF."""
    words = TypeAdapter(Letter).dump_python(letter, mode="json")
    return typeset("letter.typ", {**words, "shown_day": day_in(letter.day, letter.language)})
