# SPDX-License-Identifier: Apache-2.0
"""A letter as plain text, 76 columns wide; addresses are never broken."""

import textwrap

from verweer.notices.model import Letter, Paragraph
from verweer.notices.phrases import day_in

_WIDTH = 76


def plain_text(letter: Letter) -> str:
    """Return the letter as text for a mail or a printer."""
    day = day_in(letter.day, letter.language)
    blocks = ["\n".join(letter.sender), "\n".join(letter.addressee), day, _wrapped(letter.subject)]
    blocks += [_paragraph(paragraph) for paragraph in letter.paragraphs]
    blocks.append("\n".join(letter.closing))
    blocks.append(_wrapped(letter.caution))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _paragraph(paragraph: Paragraph) -> str:
    lines = [paragraph.heading.upper()] if paragraph.heading else []
    if paragraph.text:
        lines.append(_wrapped(paragraph.text))
    if paragraph.paste:
        lines += paragraph.points
    else:
        lines += [_wrapped(point, first="- ", rest="  ") for point in paragraph.points]
    return "\n".join(lines)


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
