# SPDX-License-Identifier: Apache-2.0
"""Takes in every message that is sent, and shows it on a web page.

A recipient whose name begins with `bounce` is refused for good, `later` for now.
"""

import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from html import escape
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.testnet.pages import not_found, page
from tests.testnet.replies import Reply, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message as it arrived, with its envelope."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """Return the message, parsed."""
        parsed = message_from_bytes(self.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Mailbox:
    """All messages that arrived, oldest first."""

    _kept: list[Delivery] = field(default_factory=list)
    _lock: Any = field(default_factory=threading.Lock)

    def all(self) -> tuple[Delivery, ...]:
        """Return what arrived."""
        with self._lock:
            return tuple(self._kept)

    def clear(self) -> None:
        """Forget what arrived."""
        with self._lock:
            self._kept.clear()

    async def handle_RCPT(  # noqa: N802 - the name and arguments that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take a recipient, or refuse one that asks for it by name."""
        if address.startswith("bounce"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        """Keep a message."""
        content = envelope.content if isinstance(envelope.content, bytes) else (envelope.content or "").encode()
        delivery = Delivery(sender=envelope.mail_from or "", recipients=tuple(envelope.rcpt_tos), content=content)
        with self._lock:
            self._kept.append(delivery)
        return "250 kept"

    def controller(self, address: str, port: int) -> Controller:
        """Return the SMTP server, to be started and stopped."""
        return Controller(self, hostname=address, port=port, data_size_limit=60_000_000, ready_timeout=20)

    def site(self, request: Request) -> Reply:
        """Show the list of messages, one message, or its source."""
        messages = self.all()
        match request.path.strip("/").split("/"):
            case [""]:
                return page("Mail", f"<h1>{len(messages)} messages</h1><ol>{_rows(messages)}</ol>", language="en")
            case [number] if number.isdecimal() and int(number) < len(messages):
                return _shown(messages[int(number)], int(number))
            case [number, "source"] if number.isdecimal() and int(number) < len(messages):
                return Reply(media_type="text/plain; charset=utf-8", body=messages[int(number)].content)
            case _:
                return not_found()


def _rows(messages: tuple[Delivery, ...]) -> str:
    return "".join(
        f'<li><a href="/{number}">{escape(str(kept.message["subject"]))}</a> to {escape(", ".join(kept.recipients))}</li>'
        for number, kept in enumerate(messages)
    )


def _shown(kept: Delivery, number: int) -> Reply:
    message = kept.message
    heads = "".join(f"<dt>{escape(name)}</dt><dd>{escape(str(value))}</dd>" for name, value in message.items())
    text = message.get_body(("plain",))
    attached = "".join(
        f"<li>{escape(part.get_filename() or part.get_content_type())}</li>" for part in message.iter_attachments()
    )
    body = (
        f'<p><a href="/">all</a> <a href="/{number}/source">source</a></p><dl>{heads}</dl>'
        f"<pre>{escape(text.get_content() if text else '')}</pre><h2>Attached</h2><ul>{attached}</ul>"
    )
    return page(str(message["subject"]), body, language="en")
