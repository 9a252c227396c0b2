# SPDX-License-Identifier: Apache-2.0
"""The timestamp authorities and the mailbox of the small internet, as openssl, rfc3161-client and smtplib see them."""

import smtplib
import subprocess
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
import rfc3161_client
from cryptography import x509

from tests.testnet import Testnet, places

CONTENT = b"a drawing of a lighthouse"
HEADERS = {"content-type": "application/timestamp-query"}


def _authorities(testnet: Testnet) -> list[str]:
    return testnet.environment()["VERWEER_TSA_URLS"].split(",")


def _ask(address: str, query: rfc3161_client.TimeStampRequest) -> httpx.Response:
    return httpx.post(address, content=query.as_bytes(), headers=HEADERS, trust_env=False)


@pytest.mark.parametrize("number", [0, 1])
def test_a_token_is_accepted_by_openssl(number: int, testnet: Testnet, tmp_path: Path) -> None:
    query = rfc3161_client.TimestampRequestBuilder().data(CONTENT).build()
    (tmp_path / "content").write_bytes(CONTENT)
    (tmp_path / "reply").write_bytes(_ask(_authorities(testnet)[number], query).content)

    roots = testnet.environment()["VERWEER_TSA_CA"]
    said = subprocess.run(
        ["openssl", "ts", "-verify", "-data", "content", "-in", "reply", "-CAfile", roots],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )

    assert said.stdout.strip() == "Verification: OK"


@pytest.mark.parametrize("number", [0, 1])
def test_a_token_is_accepted_by_a_second_verifier(number: int, testnet: Testnet) -> None:
    roots = x509.load_pem_x509_certificates(Path(testnet.environment()["VERWEER_TSA_CA"]).read_bytes())
    query = rfc3161_client.TimestampRequestBuilder().data(CONTENT).build()

    reply = rfc3161_client.decode_timestamp_response(_ask(_authorities(testnet)[number], query).content)

    verifier = rfc3161_client.VerifierBuilder.from_request(query)
    for root in roots:
        verifier = verifier.add_root_certificate(root)
    assert verifier.build().verify_message(reply, CONTENT)
    with pytest.raises(rfc3161_client.VerificationError):
        verifier.build().verify_message(reply, CONTENT + b"!")


def test_the_two_authorities_have_roots_of_their_own(testnet: Testnet) -> None:
    roots = x509.load_pem_x509_certificates(Path(testnet.environment()["VERWEER_TSA_CA"]).read_bytes())

    assert len({root.subject for root in roots}) == len(_authorities(testnet)) == 2


UNHELPFUL = {
    "an authority may stamp another digest": ("/wrong", 0),
    "an authority may refuse": ("/refuses", 2),
}


@pytest.mark.parametrize("case", UNHELPFUL)
def test_an_authority_can_be_unhelpful(case: str, testnet: Testnet) -> None:
    path, status = UNHELPFUL[case]
    query = rfc3161_client.TimestampRequestBuilder().data(CONTENT).build()

    reply = _ask(_authorities(testnet)[0].replace("/tsr", path), query)

    decoded = rfc3161_client.decode_timestamp_response(reply.content)
    assert decoded.status == status
    assert status or decoded.tst_info.message_imprint.message != query.message_imprint.message


def test_an_authority_can_be_out_of_order(testnet: Testnet) -> None:
    host = places.address(testnet.block, places.AUTHORITIES[0])
    query = rfc3161_client.TimestampRequestBuilder().data(CONTENT).build()

    testnet.outages.add(host)
    try:
        assert _ask(_authorities(testnet)[0], query).status_code == 503
    finally:
        testnet.outages.discard(host)


def _message(recipient: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "post@verweer.test", recipient
    message["Subject"] = "Melding, één link"
    message.set_content("Geachte heer, mevrouw")
    message.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="brief.pdf")
    return message


def test_mail_that_is_sent_arrives_and_is_shown(testnet: Testnet) -> None:
    host, _, port = testnet.environment()["VERWEER_SMTP"].partition(":")
    before = len(testnet.mail.all())

    with smtplib.SMTP(host, int(port), local_hostname="tests.test", timeout=5) as server:
        server.send_message(_message("abuse@wolkopslag.test"))

    arrived = testnet.mail.all()[before:]
    listed = httpx.get(f"http://{host}:{places.HTTP_PORT}/", trust_env=False).text
    shown = httpx.get(f"http://{host}:{places.HTTP_PORT}/{before}", trust_env=False).text
    assert [(mail.recipients, mail.message["subject"]) for mail in arrived] == [
        (("abuse@wolkopslag.test",), "Melding, één link")
    ]
    assert "Melding, één link" in listed
    assert "brief.pdf" in shown
    assert "Geachte heer" in shown


@pytest.mark.parametrize(("recipient", "code"), [("bounce@x.test", 550), ("later@x.test", 451)])
def test_a_recipient_can_be_refused(recipient: str, code: int, testnet: Testnet) -> None:
    host, _, port = testnet.environment()["VERWEER_SMTP"].partition(":")

    with (
        smtplib.SMTP(host, int(port), local_hostname="tests.test", timeout=5) as server,
        pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
    ):
        server.send_message(_message(recipient))

    assert refused.value.recipients[recipient][0] == code
