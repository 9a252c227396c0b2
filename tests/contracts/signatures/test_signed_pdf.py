# SPDX-License-Identifier: Apache-2.0
"""A signed PDF: judged by pyHanko's own validator and by poppler, stamped by the small internet's authorities."""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from asn1crypto import x509
from cryptography import x509 as pyca
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import DocumentSecurityStore, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from tests.testnet import Testnet
from tests.testnet.certificates import Identity, new_intermediate, new_root, new_signer
from tests.testnet.timestamps import Authority
from verweer.egress import Egress, outside_client, running_guard
from verweer.evidence import NoTimestamp, Rfc3161Timestamper, Timestamper
from verweer.kernel import Digest, Language
from verweer.notices import SignatureLevel, guidance_pdf
from verweer.notices.signature import Revocations, Signed, UnsignablePdf, sign_pdf
from verweer.proof import SigningIdentity, Stamp, check_timestamp, load_identity, load_roots, timestamp_query
from verweer.remedies import minor_guidance

ROOT = new_root("Testnet Signing Root")
BETWEEN = new_intermediate("Testnet Signing Intermediate", ROOT)
OWN = new_signer("Hulplijn Kustlicht", BETWEEN, ExtendedKeyUsageOID.EMAIL_PROTECTION)
PDF = guidance_pdf(minor_guidance(), Language.DUTCH)
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})


@pytest.fixture(scope="module")
def identity(tmp_path_factory: pytest.TempPathFactory) -> SigningIdentity:
    folder = tmp_path_factory.mktemp("identity")
    (folder / "chain.pem").write_bytes(OWN.pem() + BETWEEN.pem() + ROOT.pem())
    (folder / "key.pem").write_bytes(OWN.key_pem())
    return load_identity(folder / "chain.pem", folder / "key.pem")


@pytest.fixture
def authorities(testnet: Testnet) -> Iterator[tuple[Timestamper, ...]]:
    told = testnet.environment()
    egress = Egress(allowed_networks=(ip_network(told["VERWEER_ALLOW_NETWORKS"]),))
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        yield tuple(
            Rfc3161Timestamper(url=url, roots=Path(told["VERWEER_TSA_CA"]), client=client)
            for url in told["VERWEER_TSA_URLS"].split(",")
        )


@dataclass(frozen=True, slots=True)
class SilentAuthority:
    """An authority that is down."""

    name: str = "silent"

    def stamp(self, digest: Digest) -> Stamp:
        message = f"{self.name} does not answer for {digest}"
        raise NoTimestamp(message)

    def check(self, token: bytes, digest: Digest) -> datetime:
        raise NotImplementedError


def signed(identity: SigningIdentity, *authorities: Timestamper, revocations: Revocations | None = None) -> Signed:
    return sign_pdf(PDF, identity, reason="Dossier", timestampers=authorities, revocations=revocations)


def as_asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def roots_of(testnet: Testnet) -> tuple[pyca.Certificate, ...]:
    return (ROOT.certificate, *load_roots(Path(testnet.environment()["VERWEER_TSA_CA"])))


def judged(content: bytes, testnet: Testnet) -> PdfSignatureStatus:
    context = ValidationContext(trust_roots=[as_asn1(each) for each in roots_of(testnet)], allow_fetching=False)
    (signature,) = PdfFileReader(io.BytesIO(content)).embedded_signatures
    return validate_pdf_signature(signature, context, key_usage_settings=USAGE)


def by_poppler(program: str, content: bytes, folder: Path) -> str:
    (folder / "signed.pdf").write_bytes(content)
    return subprocess.run([program, str(folder / "signed.pdf")], capture_output=True, text=True, check=False).stdout


def test_a_signature_is_stamped_by_an_authority_and_both_judges_accept_it(
    identity: SigningIdentity, authorities: tuple[Timestamper, ...], testnet: Testnet, tmp_path: Path
) -> None:
    made = signed(identity, *authorities)

    status = judged(made.content, testnet)
    told = by_poppler("pdfsig", made.content, tmp_path)

    assert (made.level, made.authority) == (SignatureLevel.TIMED, authorities[0].name)
    assert status.bottom_line, status.pretty_print_details()
    assert status.timestamp_validity is not None
    assert abs(status.timestamp_validity.timestamp - datetime.now(UTC)) < timedelta(minutes=2)
    assert "Signature is Valid" in told
    assert "ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    assert "Hulplijn Kustlicht" in told


def test_the_second_authority_is_asked_when_the_first_is_down(
    identity: SigningIdentity, authorities: tuple[Timestamper, ...]
) -> None:
    made = signed(identity, SilentAuthority(), authorities[1])

    assert (made.level, made.authority) == (SignatureLevel.TIMED, authorities[1].name)


def test_without_any_authority_the_signature_says_that_it_has_no_moment(
    identity: SigningIdentity, testnet: Testnet
) -> None:
    made = signed(identity, SilentAuthority())

    status = judged(made.content, testnet)

    assert (made.level, made.authority) == (SignatureLevel.BASIC, "")
    assert status.valid
    assert status.timestamp_validity is None


def test_signing_leaves_the_document_as_it_was_and_keeps_the_standards_for_archives_and_for_readers(
    identity: SigningIdentity, authorities: tuple[Timestamper, ...], tmp_path: Path
) -> None:
    made = signed(identity, *authorities)

    before, after = by_poppler("pdfinfo", PDF, tmp_path), by_poppler("pdfinfo", made.content, tmp_path)
    reader = PdfFileReader(io.BytesIO(made.content))
    metadata = reader.root["/Metadata"].data.decode()
    widgets = [note for note in annotations(reader) if note["/Subtype"] == "/Widget"]
    assert made.content.startswith(PDF)
    assert made.content.startswith(b"%PDF-1.7")
    assert "/Version" not in reader.root
    for line in ("Tagged:          yes", "PDF version:     1.7", "Encrypted:       no"):
        assert line in before
        assert line in after
    for told in ('pdfaid:part="2"', 'pdfaid:conformance="A"', 'pdfuaid:part="1"'):
        assert told in metadata
    assert "/StructTreeRoot" in reader.root
    assert [note["/F"] & 0b111 for note in widgets] == [0b100]  # printed, not hidden: ISO 19005-2 section 6.3.2
    assert all(side < 0 for note in widgets for side in note["/Rect"])  # off the page: ISO 14289-1 section 7.18.1


def annotations(reader: PdfFileReader) -> list[generic.DictionaryObject]:
    pages = [reader.find_page_for_modification(number)[0].get_object() for number in range(page_count(reader))]
    return [note.get_object() for page in pages for note in page.get("/Annots", ())]


def page_count(reader: PdfFileReader) -> int:
    return int(reader.root["/Pages"]["/Count"])


def test_one_changed_byte_is_noticed_by_both_judges(
    identity: SigningIdentity, authorities: tuple[Timestamper, ...], testnet: Testnet, tmp_path: Path
) -> None:
    made = signed(identity, *authorities)
    place = len(PDF) // 2
    bent = made.content[:place] + bytes([made.content[place] ^ 1]) + made.content[place + 1 :]

    assert "Signature is Valid" not in by_poppler("pdfsig", bent, tmp_path)
    assert not judged(bent, testnet).bottom_line


def test_a_file_that_is_no_pdf_is_refused(identity: SigningIdentity) -> None:
    with pytest.raises(UnsignablePdf, match="cannot be signed"):
        sign_pdf(b"%PDF-1.7 no more", identity, reason="x", timestampers=())


def nothing_revoked(issuer: Identity) -> bytes:
    now = datetime.now(UTC)
    listed = pyca.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    listed = listed.last_update(now - timedelta(days=1)).next_update(now + timedelta(days=6))
    key = pyca.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    listed = listed.add_extension(key, critical=False).add_extension(pyca.CRLNumber(1), critical=False)
    return listed.sign(issuer.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


class NearAuthority:
    """An authority whose root is at hand with its key, so that it can say that nothing was revoked."""

    name = "near"

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder, "Dichtbij", with_intermediate=False)
        self.roots = folder / "roots.pem"
        self.roots.write_bytes(self.authority.root.pem())

    def stamp(self, digest: Digest) -> Stamp:
        query = timestamp_query(digest, 1 << 62)
        token = self.authority.stamp(query)
        return Stamp(self.name, query, token, self.check(token, digest))

    def check(self, token: bytes, digest: Digest) -> datetime:
        return check_timestamp(token, digest, self.roots)


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> NearAuthority:
    return NearAuthority(tmp_path_factory.mktemp("near"))


def test_with_all_lists_of_revoked_certificates_the_signature_lasts(
    identity: SigningIdentity, near: NearAuthority
) -> None:
    lists = tuple(nothing_revoked(each) for each in (ROOT, BETWEEN, near.authority.root))
    roots = (ROOT.certificate, near.authority.root.certificate)

    made = signed(identity, near, revocations=Revocations(lists_for=lambda _: lists, roots=roots))

    reader = PdfFileReader(io.BytesIO(made.content))
    trusted = {"trust_roots": [as_asn1(each) for each in roots], "revocation_mode": "require"}
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(trusted)
    status = validate_pdf_signature(reader.embedded_signatures[0], context, key_usage_settings=USAGE)
    assert made.level is SignatureLevel.LASTING
    assert status.bottom_line, status.pretty_print_details()


LACKING: dict[str, tuple[bytes, ...]] = {
    "no list of the authority": (nothing_revoked(ROOT), nothing_revoked(BETWEEN)),
    "no list at all": (),
    "something that is no list": (b"no list",),
}


@pytest.mark.parametrize("lists", LACKING.values(), ids=LACKING)
def test_with_a_list_missing_the_level_is_told_as_it_is(
    identity: SigningIdentity, near: NearAuthority, lists: tuple[bytes, ...]
) -> None:
    roots = (ROOT.certificate, near.authority.root.certificate)

    made = signed(identity, near, revocations=Revocations(lists_for=lambda _: lists, roots=roots))

    assert made.level is SignatureLevel.TIMED
