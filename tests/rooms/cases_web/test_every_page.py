# SPDX-License-Identifier: Apache-2.0
"""What every answer carries, and leaving."""

import pytest
from django.conf import settings
from django.test import Client

PAGES = ["/", "/hulp", "/terug", "/bestaat-niet"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_kept_or_told_onwards(visitor: Client, path: str) -> None:
    answer = visitor.get(path)

    assert answer.headers["Cache-Control"] == "no-store"
    assert "'unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert 'href="/weg"' in answer.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_script_or_style_of_its_own(visitor: Client, path: str) -> None:
    page = visitor.get(path).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script src="/static/')


def test_the_tab_says_nothing(visitor: Client) -> None:
    assert "<title>Notities</title>" in visitor.get("/").content.decode()


def test_every_cookie_is_for_this_site_and_no_script(visitor: Client) -> None:
    visitor.post("/begin")
    visitor.post("/taal", {"language": "en", "next": "/"})
    visitor.get("/")

    assert visitor.cookies
    for cookie in visitor.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] == "Strict", cookie.key


@pytest.mark.parametrize("method", ["get", "post"])
def test_leaving_clears_all(visitor: Client, method: str) -> None:
    visitor.post("/begin")

    answer = getattr(Client(enforce_csrf_checks=True, headers={}), method)("/weg")
    left = getattr(visitor, method)("/weg")

    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert all(not cookie.value for cookie in left.cookies.values())
    if method == "get":
        assert left.headers["Location"] == settings.ENVIRONMENT.exit_address


def test_the_language_is_dutch_until_chosen(visitor: Client) -> None:
    assert '<html lang="nl">' in visitor.get("/", headers={"Accept-Language": "en"}).content.decode()
    visitor.post("/taal", {"language": "en", "next": "/hulp"})
    assert '<html lang="en">' in visitor.get("/").content.decode()


@pytest.mark.parametrize("next_page", ["https://elders.example/", "//elders.example/", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(visitor: Client, next_page: str) -> None:
    assert visitor.post("/taal", {"language": "en", "next": next_page}).headers["Location"] == "/"


def test_a_form_without_its_token_is_refused_kindly(visitor: Client) -> None:  # noqa: ARG001 - the desk must exist
    answer = Client(enforce_csrf_checks=True).post("/begin")

    assert answer.status_code == 403
    assert "te lang open" in answer.content.decode()
