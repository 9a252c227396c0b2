# SPDX-License-Identifier: Apache-2.0
"""The directory: one file for each intermediary; a bad one is named in one sentence."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from verweer.parties import BadEntry, Channel, Directory, PartyKind, contact, parse_entry

OURS = sorted(
    (file for file in files("verweer.parties").joinpath("directory").iterdir() if file.name.endswith(".toml")),
    key=lambda file: file.name,
)
GOOD = 'id = "firma"\nname = "Firma"\nkind = "hosting"\nsource = "firma.test"\nconfidence = "primary"\n'


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_every_entry_of_ours_parses_and_its_contacts_can_be_written_to(file: Path) -> None:
    entry = parse_entry(file.read_bytes(), file=file.name)

    assert f"{entry.id}.toml" == file.name
    for each in entry.contacts:
        assert contact(each.channel, each.address, source=each.source).address == each.address


def test_no_two_entries_of_ours_claim_the_same_id_or_domain() -> None:
    entries = [parse_entry(file.read_bytes(), file=file.name) for file in OURS]

    claimed = Counter([entry.id for entry in entries] + [domain for entry in entries for domain in entry.domains])

    assert [name for name, times in claimed.items() if times > 1] == []


BAD: dict[str, tuple[bytes, str]] = {
    "not TOML": (b"id = ", "is not TOML"),
    "not text": (b"\xff", "is not UTF-8 text"),
    "too large": (b"#" * 65_000, "is larger than 64000 bytes"),
    "brackets without end": (b"a = " + b"[" * 60_000, "is not TOML"),
    "a key too many": (GOOD.encode() + b'colour = "red"', "has a key that entries do not know: colour"),
    "a key too few": (b'id = "firma"', "is wrong at name"),
    "an unknown kind": (
        GOOD.replace("hosting", "witch").encode(),
        "is wrong at kind: 'witch' is none of the words in docs/directory.md; correct it",
    ),
    "a network that is none": (GOOD.encode() + b'networks = ["here"]', "is wrong at networks.0"),
    "a mailbox that would add a header": (
        GOOD.encode() + b'[[contacts]]\nchannel = "email"\naddress = "a@b.test, c@d.test"',
        "has a wrong contact: 'a@b.test, c@d.test' is not an e-mail address that can be used.",
    ),
    "a form that is a script": (
        GOOD.encode() + b'[[contacts]]\nchannel = "form"\naddress = "javascript:x"',
        "has a wrong contact: 'javascript:x' is not the address of a web form that can be used.",
    ),
}


@pytest.mark.parametrize(("content", "fault"), BAD.values(), ids=BAD)
def test_a_bad_file_is_one_sentence_that_names_file_and_fault(content: bytes, fault: str, tmp_path: Path) -> None:
    (tmp_path / "firma.toml").write_bytes(content)

    with pytest.raises(BadEntry) as told:
        Directory.load(tmp_path)

    sentence = str(told.value)
    assert sentence.startswith(f"The directory file firma.toml {fault}")
    assert sentence.endswith("; correct it or remove the file.")
    assert len(sentence) < 500


def test_two_files_of_one_folder_may_not_have_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(GOOD)
    (tmp_path / "b.toml").write_text(GOOD)

    with pytest.raises(BadEntry, match=r"^The directory file b\.toml has the id firma of another file"):
        Directory.load(tmp_path)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadEntry, match=r"^The directory folder .* cannot be read; name another in VERWEER_DIRECTORY"):
        Directory.load(tmp_path / "nowhere")


def test_an_organisations_entry_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(GOOD.replace("firma", "stripe", 1))

    found = Directory.load(tmp_path)

    assert found.entries["stripe"].name == "Firma"
    assert found.entries.keys() == Directory.load(None).entries.keys()


HOSTS = {
    "its own name": ("snelcdn.test", "snelcdn"),
    "a host below its domain": ("static.betaal.kluispay.test", "kluispay"),
    "a host below a host of it": ("a.edge.snelcdn.test", "snelcdn"),
    "a name that only ends alike": ("nietsnelcdn.test", None),
    "a name that only begins alike": ("snelcdn.test.raar.test", None),
    "no name": ("", None),
}


@pytest.mark.parametrize(("host", "entry"), HOSTS.values(), ids=HOSTS)
def test_whose_a_host_is(host: str, entry: str | None, directory: Directory) -> None:
    found = directory.of_host(host)

    assert (found.id if found else None) == entry


HEADERS: dict[str, tuple[list[tuple[str, str]], str | None]] = {
    "a header of its own": ([("x-snelcdn-ray", "7f")], "snelcdn"),
    "a value in a header that all have": ([("server", "SnelCDN/2")], "snelcdn"),
    "that header twice": ([("server", "snelcdn"), ("server", "nginx")], "snelcdn"),
    "that header with another value": ([("server", "nginx")], None),
    "its name elsewhere": ([("x-note", "server: snelcdn")], None),
}


@pytest.mark.parametrize(("headers", "entry"), HEADERS.values(), ids=HEADERS)
def test_which_cdn_signs_a_reply(headers: list[tuple[str, str]], entry: str | None, directory: Directory) -> None:
    found = directory.of_headers(headers)

    assert (found.id if found else None) == entry


MARKS = {
    "a name": ("Betaal met KluisPay", {"kluispay"}),
    "a name in other letters": ("KLUISPAY!", {"kluispay"}),
    "two names": ("Visa, Mastercard", {"visa", "mastercard"}),
    "a name within a word": ("mijnkluispayment", set()),
    "a card within a word": ("visage en revisaties", set()),
    "a card at the end of a word": ("provisa", set()),
    "a letter that is a name": ("luxe extra's", set()),
    "nothing": ("", set()),
}


@pytest.mark.parametrize(("text", "entries"), MARKS.values(), ids=MARKS)
def test_whom_a_text_names_in_whole_words(text: str, entries: set[str], directory: Directory) -> None:
    assert {entry.id for entry in directory.of_marks(text)} == entries


NETWORKS = {
    "its AS number": ("127.1.11.10", 64498, PartyKind.HOSTING, "wolkopslag"),
    "its AS number, in another role": ("127.1.11.10", 64498, PartyKind.CDN, None),
    "another AS number": ("127.1.11.10", 64510, PartyKind.HOSTING, None),
    "no AS number": ("2001:db8::1", None, PartyKind.HOSTING, None),
}


@pytest.mark.parametrize(("address", "system", "kind", "entry"), NETWORKS.values(), ids=NETWORKS)
def test_whose_network_an_address_is(
    address: str, system: int | None, kind: PartyKind, entry: str | None, directory: Directory
) -> None:
    found = directory.of_network(address, system, kind)

    assert (found.id if found else None) == entry


CONTACTS: dict[str, tuple[Channel, str, str]] = {
    "mailto": (Channel.EMAIL, "mailto:abuse@Firma.test?subject=x", "abuse@firma.test"),
    "a mailbox at an international name": (Channel.EMAIL, "abuse@bücher.test", "abuse@xn--bcher-kva.test"),
    "tel": (Channel.PHONE, "tel:+31.205550117", "+31.205550117"),
    "a form": (Channel.FORM, "https://firma.test/meld", "https://firma.test/meld"),
}


@pytest.mark.parametrize(("channel", "told", "kept"), CONTACTS.values(), ids=CONTACTS)
def test_a_contact_is_kept_in_the_form_in_which_it_is_used(channel: Channel, told: str, kept: str) -> None:
    assert contact(channel, told, source="x").address == kept
