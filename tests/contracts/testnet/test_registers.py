# SPDX-License-Identifier: Apache-2.0
"""The registers of the small internet, as an RDAP client sees them, and its table and directory."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import maxminddb
import pytest

from tests.testnet import Testnet, places
from tests.testnet.places import url
from verweer.parties import PartyKind
from verweer.parties.entries import parse_entry

Visit = Callable[..., httpx.Response]
REGISTRY = url("rdap.testnet.test", "/registry/domain/")
NUMBERS = url("rdap.testnet.test", "/numbers/")


def _mailboxes(record: dict[str, Any], *roles: str) -> list[str]:
    """Return the mailboxes of the entity that is reached by these roles, one within the other."""
    found = [entity for entity in record["entities"] if roles[0] in entity["roles"]]
    if len(roles) > 1:
        return [box for entity in found for box in _mailboxes(entity, *roles[1:])]
    return [item[3] for entity in found for item in entity["vcardArray"][1] if item[0] == "email"]


@pytest.mark.parametrize("file", ["dns", "ipv4", "ipv6", "asn"])
def test_a_bootstrap_file_says_which_register_to_ask(file: str, testnet: Testnet, visit: Visit) -> None:
    found = visit(testnet.environment()["VERWEER_RDAP_BOOTSTRAP"] + f"{file}.json").json()

    assert found["version"] == "1.0"
    assert all(base.startswith("https://rdap.testnet.test") for _, bases in found["services"] for base in bases)


def test_the_registry_names_the_abuse_mailbox_of_most_registrars(visit: Visit) -> None:
    reply = visit(REGISTRY + "vriendenkring.test")

    assert reply.headers["content-type"] == "application/rdap+json"
    assert _mailboxes(reply.json(), "registrar", "abuse") == ["abuse@domeinloket.test"]


def test_the_registrar_itself_tells_what_the_registry_leaves_out(visit: Visit) -> None:
    thin = visit(REGISTRY + "flitsvideo.test").json()
    related = next(link["href"] for link in thin["links"] if link["rel"] == "related")

    full = visit(related).json()

    assert _mailboxes(thin, "registrar", "abuse") == []
    assert _mailboxes(full, "registrar", "abuse") == ["abuse@naamwinkel.test"]


def test_the_registrant_is_left_out_and_the_record_says_so(visit: Visit) -> None:
    record = visit(REGISTRY + "flitsvideo.test").json()

    assert _mailboxes(record, "registrant") == []
    assert {found["name"]["description"] for found in record["redacted"]} == {"Registrant Name", "Registrant Email"}


def test_a_network_names_its_holder_and_abuse_mailbox(testnet: Testnet, visit: Visit) -> None:
    record = visit(f"{NUMBERS}ip/{testnet.address('media.wolkopslag.test')}").json()

    assert (record["name"], record["country"]) == ("WOLKOPSLAG", "NL")
    assert _mailboxes(record, "registrant", "abuse") == ["abuse@wolkopslag.test"]


def test_one_network_wants_complaints_through_a_form(testnet: Testnet, visit: Visit) -> None:
    record = visit(f"{NUMBERS}ip/{testnet.address('flitsvideo.test')}").json()

    assert _mailboxes(record, "registrant", "abuse") == []
    assert "https://snelcdn.test:8443/abuse" in str(record["remarks"])


def test_an_autonomous_system_has_a_record(visit: Visit) -> None:
    assert visit(f"{NUMBERS}autnum/64498").json()["name"] == "AS-WOLKOPSLAG"


def test_one_network_leaves_its_abuse_mailbox_to_its_autonomous_system(testnet: Testnet, visit: Visit) -> None:
    network = visit(f"{NUMBERS}ip/{testnet.address('droombeeld-ai.test')}").json()
    system = visit(f"{NUMBERS}autnum/64504").json()

    assert _mailboxes(network, "registrant", "abuse") == []
    assert _mailboxes(system, "registrant", "abuse") == ["abuse@rekenwolk.test"]


@pytest.mark.parametrize("path", ["ip/8.8.8.8", "autnum/1", "domain/x"])
def test_numbers_that_are_not_kept_here_are_not_found(path: str, visit: Visit) -> None:
    assert visit(NUMBERS + path).status_code == 404


def test_a_name_that_nobody_registered_is_not_found(visit: Visit) -> None:
    assert visit(REGISTRY + "weg.test").status_code == 404


def test_one_name_asks_to_wait_the_first_time(visit: Visit) -> None:
    first, second = (visit(REGISTRY + "traag-antwoord.test") for _ in range(2))

    assert (first.status_code, first.headers["retry-after"]) == (429, "1")
    assert second.status_code == 200


def test_one_name_asks_for_an_hour_of_rest_each_time(visit: Visit) -> None:
    for _ in range(2):
        reply = visit(REGISTRY + "druk-antwoord.test")

        assert (reply.status_code, reply.headers["retry-after"]) == (429, "3600")


def test_one_answer_is_not_json(visit: Visit) -> None:
    with pytest.raises(json.JSONDecodeError):
        visit(REGISTRY + "kapot-antwoord.test").json()


def test_one_answer_is_deeper_than_any_reader_goes(visit: Visit) -> None:
    assert visit(REGISTRY + "diep-antwoord.test").content == b"[" * 60_000


def test_two_answers_are_json_of_a_wrong_shape(visit: Visit) -> None:
    assert isinstance(visit(REGISTRY + "lijst-antwoord.test").json(), list)
    assert isinstance(visit(REGISTRY + "verkeerd-antwoord.test").json()["ldhName"], list)


def test_one_name_breaks_the_register(visit: Visit) -> None:
    assert visit(REGISTRY + "stuk-antwoord.test").status_code == 500


def test_one_answer_and_one_link_lead_to_a_private_address(visit: Visit) -> None:
    sent_on = visit(REGISTRY + "prive-antwoord.test")
    linked = visit(REGISTRY + "prive-verwijzing.test").json()["links"][-1]

    assert sent_on.headers["location"].startswith("https://thuis.test:8443/")
    assert (linked["rel"], linked["href"][:17]) == ("related", "http://127.0.0.1:")


def test_one_registrar_names_no_abuse_mailbox_anywhere(visit: Visit) -> None:
    assert _mailboxes(visit(REGISTRY + "zwijgend.test").json(), "registrar", "abuse") == []


def test_one_answer_comes_a_byte_at_a_time(testnet: Testnet) -> None:
    there = f"http://{testnet.address('rdap.testnet.test')}:8080/registry/domain/druppel-antwoord.test"
    began = time.monotonic()

    with httpx.stream("GET", there, headers={"host": "rdap.testnet.test:8080"}, trust_env=False) as reply:
        read = b"".join(piece for piece, _ in zip(reply.iter_raw(), range(6), strict=False))

    assert len(read) < 40
    assert time.monotonic() - began > 0.3


def test_one_answer_has_no_end(testnet: Testnet) -> None:
    there = f"http://{testnet.address('rdap.testnet.test')}:8080/registry/domain/eindeloos-antwoord.test"
    until = time.monotonic() + 10

    read = 0
    with httpx.stream("GET", there, headers={"host": "rdap.testnet.test:8080"}, trust_env=False) as reply:
        for piece in reply.iter_raw():
            read += len(piece)
            if read > 2_000_000:
                break

    assert read > 2_000_000
    assert time.monotonic() < until


def test_the_table_of_networks_can_be_read_as_operators_do(testnet: Testnet) -> None:
    with maxminddb.open_database(testnet.environment()["VERWEER_NETWORK_TABLE"]) as table:
        found = {network.handle: table.get(f"127.{testnet.block}.{network.third}.10") for network in places.NETWORKS}
        outside = table.get("8.8.8.8")

    assert found["SNELCDN"] == {"autonomous_system_number": 64497, "autonomous_system_organization": "SnelCDN Inc."}
    assert None not in found.values()
    assert outside is None


def test_the_directory_has_an_entry_for_each_kind_of_party(testnet: Testnet) -> None:
    folder = Path(testnet.environment()["VERWEER_DIRECTORY"])

    entries = {file.stem: parse_entry(file.read_bytes(), file=file.name) for file in folder.glob("*.toml")}

    assert {name: entry.kind for name, entry in entries.items()} == {
        "snelcdn": PartyKind.CDN,
        "wolkopslag": PartyKind.HOSTING,
        "kluispay": PartyKind.PAYMENT,
        "klikstroom": PartyKind.AD_NETWORK,
        "plaatbak": PartyKind.HOSTING,
        "praatplein": PartyKind.PLATFORM_MICRO,
        "vriendenkring": PartyKind.PLATFORM,
        "zoekwijzer": PartyKind.SEARCH_ENGINE,
        "droombeeld": PartyKind.GENERATOR,
    }
