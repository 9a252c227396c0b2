# SPDX-License-Identifier: Apache-2.0
"""What stands in the directory: wide enough, honest about itself, and open to an organisation's own entries."""

from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from verweer.parties import Channel, Directory, PartyKind

OURS = Directory.load(None)
KINDS = {
    PartyKind.PLATFORM,
    PartyKind.PLATFORM_VLOP,
    PartyKind.SEARCH_ENGINE,
    PartyKind.HASH_BANK,
    PartyKind.PAYMENT,
    PartyKind.CARD_SCHEME,
    PartyKind.AD_NETWORK,
    PartyKind.CDN,
    PartyKind.HOSTING,
    PartyKind.REGISTRAR,
    PartyKind.REGISTRY,
    PartyKind.APP_STORE,
    PartyKind.GENERATOR,
    PartyKind.POLICE,
    PartyKind.DPA,
    PartyKind.DSC,
    PartyKind.SUPPORT,
}


def test_it_has_every_kind_and_well_over_a_hundred_entries() -> None:
    assert len(OURS.entries) >= 120
    assert {entry.kind for entry in OURS.entries.values()} >= KINDS
    assert {"ccbill", "epoch", "segpay", "verotel"} <= set(OURS.entries)


def test_authorities_and_helplines_of_each_country_are_there() -> None:
    helping = {PartyKind.POLICE, PartyKind.SUPPORT, PartyKind.DPA, PartyKind.DSC, PartyKind.SAFETY_REGULATOR}
    countries = {entry.country for entry in OURS.entries.values() if entry.kind in helping}

    assert countries >= {"NL", "BE", "DE", "FR", "GB", "US"}


def test_each_entry_stands_in_the_file_of_its_name() -> None:
    names = {file.name for file in files("verweer.parties").joinpath("directory").iterdir()}

    assert {f"{identity}.toml" for identity in OURS.entries} == {name for name in names if name.endswith(".toml")}


def test_no_two_entries_claim_one_domain() -> None:
    claimed = Counter(name for entry in OURS.entries.values() for name in {*entry.domains, *entry.hosts})

    assert [name for name, count in claimed.items() if count > 1] == []


def test_what_was_never_verified_does_not_say_that_it_was() -> None:
    for entry in OURS.entries.values():
        if entry.confidence.value == "memory":
            assert entry.verified is None
            assert "to be checked" in entry.source
        for contact in entry.contacts:
            assert contact.channel is not Channel.FORM or contact.address.startswith("https://")


HOSTS = {
    "play.google.com": "google-play",
    "www.google.com": "google-search",
    "somebody.github.io": "github",
    "apps.apple.com": "app-store",
    "i.imgur.com": "imgur",
}


@pytest.mark.parametrize(("host", "identity"), HOSTS.items())
def test_a_host_belongs_to_the_nearest_entry(host: str, identity: str) -> None:
    found = OURS.of_host(host)

    assert found
    assert found.id == identity


GOOD = b'id = "eigen"\nname = "Eigen"\nkind = "platform"\nsource = "x"\nconfidence = "primary"\n'


def test_an_organisation_s_own_entries_come_besides_ours_and_before_them(tmp_path: Path) -> None:
    (tmp_path / "eigen.toml").write_bytes(GOOD)
    (tmp_path / "visa.toml").write_bytes(GOOD.replace(b"eigen", b"visa").replace(b"Eigen", b"Onze Visa"))
    (tmp_path / "stuk.toml").write_bytes(b"[")

    both, faults = Directory.read_all(tmp_path)

    assert both.entries["eigen"].name == "Eigen"
    assert both.entries["visa"].name == "Onze Visa"
    assert len(both.entries) == len(OURS.entries) + 1
    assert next(str(fault) for fault in faults).startswith("The directory file stuk.toml")
