# SPDX-License-Identifier: Apache-2.0
"""Answers WHOIS (RFC 3912) for the top-level domain .oud, whose registry does not speak RDAP."""

import socket
from collections.abc import Callable
from threading import Event

_REGISTERED = """% This is the registry of .oud
Domain Name: OUDESITE.OUD
Registrar: Antiek Registrar B.V.
Registrar Abuse Contact Email: abuse@antiek.test
Registrar Abuse Contact Phone: +31.205550199
Registrant Name: Dader Thuis
Registrant Email: dader@thuis.test
Admin Email: dader@thuis.test
"""
_ANSWERS = {
    "oud": "refer: whois.testnet.test\n",
    "krom": "refer: ../../etc/passwd\n",
    "verwijst": "refer: thuis.test\n",
    "oudesite.oud": _REGISTERED,
    "karig.oud": "Domain Name: KARIG.OUD\nRegistrant Email: dader@thuis.test\n",
}


def serve_whois(closing: Event) -> Callable[[socket.socket], None]:
    """Return what serves one connection; the answer about eindeloos.oud never ends."""

    def serve(connection: socket.socket) -> None:
        question = connection.makefile("rb").readline(1_000).decode("ascii", "replace").strip().lower()
        if question == "eindeloos.oud":
            while not closing.is_set():
                connection.sendall(b"Remark: more\r\n" * 1_000)
        connection.sendall(_ANSWERS.get(question, "No match.\n").encode())
        connection.close()

    return serve
