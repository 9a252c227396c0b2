# SPDX-License-Identifier: Apache-2.0
"""A track in; letter, form sheet, mail and dossier out, in Dutch or English, the same each time."""

from verweer.notices.dossier import (
    Dossier,
    FileRow,
    ItemRow,
    LabelRow,
    LinkRow,
    MomentRow,
    PartyRow,
    local,
    render_dossier,
)
from verweer.notices.drafting import draft_letter, has_letter, language_for
from verweer.notices.handed_in import HandedInRow
from verweer.notices.mailing import letter_files, mail_bytes
from verweer.notices.model import Exhibit, Form, HandedInExhibit, Letter, LetterLanguage, Paragraph, SignatureLevel
from verweer.notices.papers import guidance_pdf, guidance_text, readme_text, write_dossier_zip
from verweer.notices.phrases import speaks
from verweer.notices.plain import plain_text
from verweer.notices.press import press_text
from verweer.notices.typesetting import render_pdf, typeset
from verweer.notices.wording import BrokenTemplate, load_template, template_names

__all__ = [
    "BrokenTemplate",
    "Dossier",
    "Exhibit",
    "FileRow",
    "Form",
    "HandedInExhibit",
    "HandedInRow",
    "ItemRow",
    "LabelRow",
    "Letter",
    "LetterLanguage",
    "LinkRow",
    "MomentRow",
    "Paragraph",
    "PartyRow",
    "SignatureLevel",
    "draft_letter",
    "guidance_pdf",
    "guidance_text",
    "has_letter",
    "language_for",
    "letter_files",
    "load_template",
    "local",
    "mail_bytes",
    "plain_text",
    "press_text",
    "readme_text",
    "render_dossier",
    "render_pdf",
    "speaks",
    "template_names",
    "typeset",
    "write_dossier_zip",
]
