# SPDX-License-Identifier: Apache-2.0
"""Who stands behind a capture, merged into one party each, with every reason."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.kernel import Bilingual
from verweer.parties import Certainty, Channel, Contact, Party, PartyKind, Power, Reason
from verweer.parties.domains import registrable_domain
from verweer.parties.merging import merge_parties

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DOMAINS = {
    "www.site.nl": "site.nl",
    "a.b.site.co.uk": "site.co.uk",
    "site.github.io": "github.io",  # whose holder can act on all of them
    "video.site.test": "site.test",
    "xn--mller-beelden-wob.test": "xn--mller-beelden-wob.test",
    "localhost": "localhost",
    "co.uk": "co.uk",
    "192.0.2.17": "192.0.2.17",  # an address is no domain
    "2001:db8::1": "2001:db8::1",
}


@pytest.mark.parametrize(("host", "domain"), DOMAINS.items())
def test_the_registrable_domain_of_a_host(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


LINKS = st.sampled_from(["https://a.test/1", "https://b.test/2", "https://c.test/3"])
CONTACTS = st.builds(
    Contact,
    channel=st.sampled_from(Channel),
    address=st.sampled_from(["abuse@a.test", "https://a.test/meld"]),
    source=st.sampled_from(["rdap", "directory"]),
)
REASONS = st.builds(
    Reason,
    hop=st.sampled_from(["link", "rdap-domain", "page"]),
    seen=st.just(Bilingual(nl="gezien", en="seen")),
    source=st.sampled_from(["one", "two"]),
    at=st.just(NOW),
)
PARTIES = st.lists(
    st.builds(
        Party,
        key=st.sampled_from(["hosting:a", "hosting:b", "cdn:a"]),
        kind=st.just(PartyKind.HOSTING),
        name=st.just("firma"),
        links=st.lists(LINKS, min_size=1, max_size=3).map(tuple),
        reasons=st.lists(REASONS, min_size=1, max_size=3).map(tuple),
        certainty=st.sampled_from(Certainty),
        powers=st.frozensets(st.sampled_from(Power), max_size=3),
        contacts=st.lists(CONTACTS, max_size=3).map(tuple),
        country=st.sampled_from([None, "NL", "DE"]),
        masked=st.booleans(),
        files=st.lists(LINKS, max_size=2).map(tuple),
    ),
    max_size=6,
)


def told(parties: tuple[Party, ...]) -> list[tuple[object, ...]]:
    return [
        (
            each.key,
            set(each.links),
            set(each.reasons),
            set(each.contacts),
            each.certainty,
            each.powers,
            each.country,
            each.masked,
            set(each.files),
        )
        for each in parties
    ]


@given(PARTIES, st.randoms())
def test_the_order_in_which_parties_are_found_does_not_matter(parties: list[Party], random: object) -> None:
    other = list(parties)
    random.shuffle(other)  # type: ignore[attr-defined]

    assert told(merge_parties(parties)) == told(merge_parties(other))


@given(PARTIES)
def test_merging_twice_is_merging_once_and_loses_nothing(parties: list[Party]) -> None:
    merged = merge_parties(parties)

    assert told(merge_parties(merged)) == told(merged)
    assert {contact for each in merged for contact in each.contacts} == {
        contact for each in parties for contact in each.contacts
    }
    assert {reason for each in merged for reason in each.reasons} == {
        reason for each in parties for reason in each.reasons
    }
    assert {file for each in merged for file in each.files} == {file for each in parties for file in each.files}
    assert {link for each in merged for link in each.links} == {link for each in parties for link in each.links}
    assert len({each.key for each in merged}) == len(merged)
