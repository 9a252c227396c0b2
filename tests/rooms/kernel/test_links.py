# SPDX-License-Identifier: Apache-2.0
"""What a pasted line becomes: a link, or a sentence that says why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.kernel import BadLink, Language, Link

VISITED = {
    "an address stays as it is": ("https://site.test/a?b=c", "https://site.test/a?b=c"),
    "the scheme may be left out": ("site.test/a", "https://site.test/a"),
    "a port may follow a name without scheme": ("site.test:8443/a", "https://site.test:8443/a"),
    "the default port is not written": ("https://site.test:443/", "https://site.test/"),
    "the fragment is not sent": ("https://site.test/a#deel", "https://site.test/a"),
    "a name in any script becomes ASCII": ("https://müller.test/", "https://xn--mller-kva.test/"),
    "letters outside ASCII are encoded once": ("https://site.test/ü?q=ü", "https://site.test/%C3%BC?q=%C3%BC"),
    "what is encoded stays encoded": ("https://site.test/%7Ea?x=%20", "https://site.test/%7Ea?x=%20"),
    "a user and password are dropped": ("https://user:secret@site.test/", "https://site.test/"),
    "an underscore is a name that exists": ("https://my_site.test/", "https://my_site.test/"),
    "white space around a link does not matter": ("  https://site.test/ \n", "https://site.test/"),
    "an address in numbers is left to the egress guard": ("http://127.0.0.1", "http://127.0.0.1/"),
    "an IPv6 address keeps its brackets": ("http://[::1]:8080/", "http://[::1]:8080/"),
    "3,000 characters are fine": ("https://site.test/" + "a" * 3000, "https://site.test/" + "a" * 3000),
}

REFUSED = {
    "an empty line": ("", "empty"),
    "white space": ("   ", "empty"),
    "a script": ("javascript:alert(1)", "not javascript: links"),
    "a file": ("file:///etc/passwd", "not file: links"),
    "data": ("data:text/html,hi", "not data: links"),
    "two links on one line": ("https://a.test https://b.test", "one link on each line"),
    "a line break inside": ("https://a.test/\nb", "one link on each line"),
    "more than 8,000 characters": ("https://a.test/" + "a" * 8000, "longer than 8000"),
    "a name of 3,000 letters": ("https://" + "a" * 3000, "not a host name"),
    "an impossible port": ("https://a.test:99999/", "not a web address"),
    "broken Punycode": ("https://xn--/", "not a host name"),
    "no host": ("https:///a", "not a host name"),
}


@pytest.mark.parametrize(("pasted", "visited"), VISITED.values(), ids=VISITED)
def test_a_pasted_link_is_visited_as(pasted: str, visited: str) -> None:
    assert Link.parse(pasted).url == visited


@pytest.mark.parametrize(("pasted", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_line_that_is_no_link_is_refused_with_a_sentence(pasted: str, sentence: str) -> None:
    with pytest.raises(BadLink) as refusal:
        Link.parse(pasted)

    assert sentence in refusal.value.told(Language.ENGLISH)
    assert refusal.value.told(Language.DUTCH) != refusal.value.told(Language.ENGLISH)


def test_links_that_differ_in_tracking_only_are_the_same_place() -> None:
    plain = Link.parse("https://site.test/watch?v=1")
    tracked = Link.parse("https://site.test/watch?utm_source=mail&v=1&fbclid=abc#t")

    assert plain.place == tracked.place
    assert plain.url != tracked.url


def test_a_person_sees_the_name_in_its_own_script() -> None:
    assert Link.parse("https://xn--mller-kva.test:8443/a").shown == "https://müller.test:8443/a"


@given(st.text(max_size=200))
def test_any_text_is_a_link_or_refused(text: str) -> None:
    try:
        link = Link.parse(text)
    except BadLink as refusal:
        assert str(refusal)  # noqa: PT017 - either end is fine; the law is that there is no third
    else:
        assert link.url.isascii()
        assert Link.parse(link.url) == link
