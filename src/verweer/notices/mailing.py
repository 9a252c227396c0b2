# SPDX-License-Identifier: Apache-2.0
"""A letter as a mail that is ready to send: text, PDF, and headers that cannot be injected."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from verweer.notices.model import Form, Letter
from verweer.notices.plain import plain_text
from verweer.notices.typesetting import render_pdf


def mail_bytes(letter: Letter, pdf: bytes, *, message_id: str, moment: datetime) -> bytes:
    """Return the mail as a draft: programs open it unsent, with an empty recipient when none is known."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    mail["Message-ID"] = f"<{message_id}>"
    mail["Date"] = format_datetime(moment)
    mail["Subject"] = letter.subject
    if letter.reply_to:
        mail["From"] = letter.reply_to
        mail["Reply-To"] = letter.reply_to
    if letter.email:
        mail["To"] = letter.email
    mail.set_content(plain_text(letter))
    mail.add_attachment(pdf, maintype="application", subtype="pdf", filename=f"{letter.track}.pdf")
    mail.set_boundary(f"=_{message_id.partition('@')[0]}")
    return mail.as_bytes()


def letter_files(letter: Letter, *, message_id: str, moment: datetime) -> dict[str, bytes]:
    """Return the files of one letter by their endings; a form sheet has no mail."""
    pdf = render_pdf(letter)
    files = {"pdf": pdf, "txt": plain_text(letter).encode()}
    if letter.form is Form.LETTER:
        files["eml"] = mail_bytes(letter, pdf, message_id=message_id, moment=moment)
    return files
