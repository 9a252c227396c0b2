# SPDX-License-Identifier: Apache-2.0
"""How an RDAP reply is read: only who answers for abuse on behalf of the registrar or holder becomes a contact.

The owner of a domain may be the perpetrator. Whatever a reply says, and however it is nested, nobody
writes to its registrant, administrative, technical or billing contact.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.parties import Channel
from verweer.parties.registrations import MalformedReply, Registration, read_registration

OWNER = frozenset({"registrant", "administrative", "technical", "billing"})
Entity = dict[str, Any]


def card(**fields: str) -> list[Any]:
    return ["vcard", [["version", {}, "text", "4.0"], *([key, {}, "text", value] for key, value in fields.items())]]


def entity(*roles: str, within: list[Entity] | None = None, **fields: str) -> Entity:
    return {"roles": list(roles), "vcardArray": card(**fields), "entities": within or []}


def read(*entities: Entity, role: str = "registrar", **more: object) -> Registration:
    return read_registration(json.dumps({"entities": entities, **more}).encode(), source="x", role=role)


DESK = entity("abuse", email="abuse@firma.test")
FOUND = ("abuse@firma.test",)
DOMAINS: dict[str, tuple[tuple[Entity, ...], tuple[str, ...]]] = {
    "abuse within the registrar": ((entity("registrar", within=[DESK]),), FOUND),
    "a registrar that answers for abuse itself": ((entity("registrar", "abuse", email="abuse@firma.test"),), FOUND),
    "abuse of a reseller within the registrar": (
        (entity("registrar", within=[entity("reseller", within=[DESK])]),),
        FOUND,
    ),
    "the registrar itself, without the role of abuse": ((entity("registrar", email="info@firma.test"),), ()),
    "abuse that stands by itself, so perhaps of the owner": ((DESK,), ()),
    "abuse within the registrant": ((entity("registrant", within=[DESK]),), ()),
    "a registrant that calls itself abuse": ((entity("registrant", "abuse", email="abuse@firma.test"),), ()),
    "a registrant that calls itself registrar": ((entity("registrant", "registrar", within=[DESK]),), ()),
    "a registrar within the registrant": ((entity("registrant", within=[entity("registrar", within=[DESK])]),), ()),
    "a registrant within the registrar": ((entity("registrar", within=[entity("registrant", within=[DESK])]),), ()),
    "abuse within the technical contact": ((entity("technical", within=[DESK]),), ()),
}


@pytest.mark.parametrize(("entities", "addresses"), DOMAINS.values(), ids=DOMAINS)
def test_who_may_be_written_to_about_a_domain(entities: tuple[Entity, ...], addresses: tuple[str, ...]) -> None:
    assert tuple(contact.address for contact in read(*entities).abuse) == addresses


NETWORKS: dict[str, tuple[tuple[Entity, ...], tuple[str, ...]]] = {
    "abuse within the holder": ((entity("registrant", within=[DESK]),), FOUND),
    "abuse beside the holder": ((entity("registrant", fn="Firma"), DESK), FOUND),
    "one desk for abuse and for technical matters": (
        (entity("registrant", within=[entity("abuse", "technical", email="abuse@firma.test")]),),
        FOUND,
    ),
    "the holder itself, without the role of abuse": ((entity("registrant", email="info@firma.test"),), ()),
    "abuse within an administrator": ((entity("administrative", within=[DESK]),), ()),
    "a technical contact": ((entity("technical", email="noc@firma.test"),), ()),
}


@pytest.mark.parametrize(("entities", "addresses"), NETWORKS.values(), ids=NETWORKS)
def test_who_may_be_written_to_about_a_network(entities: tuple[Entity, ...], addresses: tuple[str, ...]) -> None:
    assert tuple(contact.address for contact in read(*entities, role="registrant").abuse) == addresses


ROLES = st.lists(
    st.sampled_from(["abuse", "registrar", "reseller", "noc", "sponsor", "proxy", "notifications", *sorted(OWNER)]),
    max_size=3,
)
TREES = st.recursive(
    st.builds(lambda roles: {"roles": roles}, ROLES),
    lambda inner: st.fixed_dictionaries({"roles": ROLES, "entities": st.lists(inner, max_size=3)}),
    max_leaves=15,
)


def addressed(tree: Entity, at: str = "0") -> Entity:
    """Give each entity an address, and a remark about abuse with a form, that no other has."""
    remark = {"description": [f"Report abuse at https://f{at}.test/form"]}
    within = [addressed(each, f"{at}-{place}") for place, each in enumerate(tree.get("entities", []))]
    return {**tree, "vcardArray": card(email=f"a@e{at}.test"), "remarks": [remark], "entities": within}


def paths(tree: Entity, at: str = "0", above: tuple[frozenset[str], ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield each entity's mark with the roles on the way to it, its own last."""
    path = (*above, frozenset(tree["roles"]))
    yield at, path
    for place, each in enumerate(tree.get("entities", [])):
        yield from paths(each, f"{at}-{place}", path)


@given(TREES)
def test_no_contact_of_a_domains_owner_is_ever_proposed_however_roles_are_nested(tree: Entity) -> None:
    found = {contact.address for contact in read(addressed(tree)).abuse}

    for at, path in paths(tree):
        roles = frozenset().union(*path)
        if "registrar" not in roles or roles & OWNER:
            assert not found & {f"a@e{at}.test", f"https://f{at}.test/form"}
        if "abuse" not in path[-1]:
            assert f"a@e{at}.test" not in found
        elif "registrar" in roles and not roles & OWNER and len(path) <= 6:
            assert f"a@e{at}.test" in found


@given(TREES)
def test_of_a_network_only_a_desk_for_abuse_of_its_holder_is_proposed(tree: Entity) -> None:
    found = {contact.address for contact in read(addressed(tree), role="registrant").abuse}

    for at, path in paths(tree):
        above = frozenset().union(*path[:-1])
        if above - {"registrant", "abuse"} or "abuse" not in path[-1]:
            assert f"a@e{at}.test" not in found


def test_every_way_in_which_a_desk_is_reached_is_kept() -> None:
    desk = entity("abuse", email="abuse@firma.test", tel="tel:+31.205550117", url="https://firma.test/abuse")

    found = read(entity("registrar", within=[desk])).abuse

    assert {(contact.channel, contact.address) for contact in found} == {
        (Channel.EMAIL, "abuse@firma.test"),
        (Channel.PHONE, "+31.205550117"),
        (Channel.FORM, "https://firma.test/abuse"),
    }


REDACTED = {
    "by description": [{"name": {"description": "Registrant Name"}}],
    "by registered type": [{"name": {"type": "Registrant Name", "description": "name of the registrant"}}],
    "told twice": [{"name": {"description": "Registrant Name"}}, {"name": {"description": "Registrant Name"}}],
}


@pytest.mark.parametrize("redacted", REDACTED.values(), ids=REDACTED)
def test_what_a_reply_says_it_left_out_is_told(redacted: list[Any]) -> None:
    assert read(redacted=redacted).redacted == ("Registrant Name",)


HOSTILE = {
    "not JSON": b"<html>",
    "a list": b"[]",
    "a number": b"7",
    "no text": b"\xff\xfe",
    "a number of 5,000 digits": b'{"a": ' + b"9" * 5_000 + b"}",
    "60,000 brackets": b"[" * 60_000,
    "60,000 objects in each other": b'{"entities":[' * 60_000,
}


@pytest.mark.parametrize("reply", HOSTILE.values(), ids=HOSTILE)
def test_a_reply_that_is_no_rdap_is_refused_with_a_sentence(reply: bytes) -> None:
    with pytest.raises(MalformedReply, match=r"^A register's reply is not (JSON|an object)\.$"):
        read_registration(reply, source="x", role="registrar")


ODD: dict[str, dict[str, Any]] = {
    "entities that are no list": {"entities": {"roles": ["abuse"]}},
    "roles that are no list": {"entities": [{"roles": "registrar abuse", "vcardArray": card(email="a@b.test")}]},
    "a card that is a text": {"entities": [{"roles": ["registrar", "abuse"], "vcardArray": "mail a@b.test"}]},
    "a card of numbers": {"entities": [{"roles": ["registrar", "abuse"], "vcardArray": ["vcard", [1, 2, [3]]]}]},
    "an address that would add a header": {
        "entities": [entity("registrar", "abuse", email="a@b.test\r\nBcc: c@d.test")]
    },
    "an address of two people": {"entities": [entity("registrar", "abuse", email="a@b.test,c@d.test")]},
    "a form that is a script": {"entities": [entity("registrar", "abuse", url="javascript:alert(1)")]},
    "half a letter in an address": {"entities": [entity("registrar", "abuse", email="a@\ud800.test")]},
    "a name that is a number": {"entities": [{"roles": ["registrar"], "handle": 7}], "ldhName": 12},
    "a name that is an object": {"entities": [{"roles": ["registrar"], "handle": {"a": 1}}], "name": ["x"]},
    "a country of three letters": {"country": "NLD"},
    "a country in a list": {"country": ["NL"]},
    "remarks that are no list": {"remarks": "abuse: https://x.test/"},
    "a remark that is a text": {"remarks": ["abuse: https://x.test/"]},
    "links that are no list": {"links": {"rel": "related"}},
    "a related link to a file": {"links": [{"rel": "related", "type": "application/rdap+json", "href": "file:///x"}]},
    "a related link that is a page": {"links": [{"rel": "related", "type": "text/html", "href": "https://x.test/"}]},
    "redactions that are texts": {"redacted": ["Registrant Name", {"name": "Registrant Email"}]},
}


@pytest.mark.parametrize("reply", ODD.values(), ids=ODD)
def test_an_odd_part_of_a_reply_says_nothing_and_is_no_error(reply: dict[str, Any]) -> None:
    found = read_registration(json.dumps(reply).encode(), source="x", role="registrar")

    assert found == Registration(name="", holder="", country=None, abuse=(), related=None)


def test_a_related_link_is_found_behind_one_that_cannot_be_used() -> None:
    links = [
        {"rel": "related", "type": "application/rdap+json", "href": href}
        for href in ("file:///x", "https://rdap.firma.test/domain/x.test")
    ]

    assert read(links=links).related == "https://rdap.firma.test/domain/x.test"


NAMES = {
    "a line break, which would add a line to a letter": ("Firma\r\nB.V.", "Firma B.V."),
    "a change of direction": ("Firma\u202e.V.B", "Firma .V.B"),
    "half a letter, which cannot be written": ("Firma \ud800 B.V.", "Firma B.V."),
    "a name without end": ("F" * 100_000, "F" * 200),
}


@pytest.mark.parametrize(("told", "kept"), NAMES.values(), ids=NAMES)
def test_a_name_is_one_line_that_can_be_shown(told: str, kept: str) -> None:
    assert read(entity("registrar", fn=told)).holder == kept


FORMS = {
    "in the text of a remark": {"title": "Abuse", "description": ["Use https://firma.test/meld."]},
    "as the link of a remark": {"description": ["For abuse:"], "links": [{"href": "https://firma.test/meld"}]},
    "in a text that should be a list": {"description": "Complaints: (https://firma.test/meld)"},
}


@pytest.mark.parametrize("remark", FORMS.values(), ids=FORMS)
def test_a_remark_on_abuse_gives_the_form_that_it_names(remark: dict[str, Any]) -> None:
    found = read(role="registrant", remarks=[remark]).abuse

    assert [(contact.channel, contact.address) for contact in found] == [(Channel.FORM, "https://firma.test/meld")]


def test_a_remark_on_something_else_gives_no_form() -> None:
    assert read(role="registrant", remarks=[{"description": ["Peering: https://firma.test/peering"]}]).abuse == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from(["abuse", "registrar", "email"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["entities", "roles", "vcardArray", "links", "remarks", "country", "name", "handle", "href", "redacted"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(JSON)
def test_no_reply_whatever_breaks_the_reader(reply: object) -> None:
    try:
        found = read_registration(json.dumps(reply).encode(), source="x", role="registrar")
    except MalformedReply:
        assert not isinstance(reply, dict)
    else:
        assert found.name.isprintable()
        assert found.holder.isprintable()
