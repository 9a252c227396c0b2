# SPDX-License-Identifier: Apache-2.0
"""A helper's own code: the person gives it, it opens the case, and it is taken back at once."""

import pytest
from django.test import Client

from tests.rooms.cases_web.conftest import tell_everything
from verweer.cases.logbook import noted
from verweer.cases.models import Case, HelperKey

Opened = tuple[Client, Case, str]


def give(visitor: Client, name: str = "Hulplijn Voorbeeld", key: str = "a1") -> str:
    return str(visitor.post("/sleutels", {"name": name, "key": key}).context["code"].written)


def helper_with(code: str) -> Client:
    helper = Client()
    assert helper.post("/terug", {"code": code}).status_code == 302
    return helper


def test_a_helper_opens_the_case_with_a_code_of_their_own(opened: Opened) -> None:
    visitor, _, own = opened
    tell_everything(visitor)

    code = give(visitor)

    assert code != own
    assert "Noor Voorbeeld" in helper_with(code).get("/overzicht").content.decode()


def test_a_code_that_was_taken_back_opens_nothing_also_not_where_it_is_open(opened: Opened) -> None:
    visitor, _, _ = opened
    tell_everything(visitor)
    code = give(visitor)
    helper = helper_with(code)

    visitor.post("/sleutels/terug", {"key": HelperKey.objects.get().id})

    assert helper.get("/overzicht").status_code == 401
    assert Client().post("/terug", {"code": code}).status_code == 422
    assert visitor.get("/overzicht").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/sleutels"),
        ("post", "/sleutels/terug"),
        ("get", "/overdragen"),
        ("get", "/wissen"),
        ("post", "/wissen"),
    ],
)
def test_what_only_the_person_decides_is_closed_to_a_helper(opened: Opened, method: str, path: str) -> None:
    visitor, case, _ = opened
    helper = helper_with(give(visitor))

    answer = getattr(helper, method)(path, {"sure": "on"})

    assert answer.status_code == 403
    assert "Dit beslist alleen de persoon zelf" in answer.content.decode()
    assert Case.objects.filter(id=case.id).exists()


def test_the_helper_s_name_is_the_person_s_to_read_only(opened: Opened) -> None:
    visitor, _, _ = opened
    give(visitor)

    assert "Hulplijn Voorbeeld" in visitor.get("/sleutels").content.decode()
    assert b"Hulplijn" not in bytes(HelperKey.objects.get().name)


@pytest.mark.parametrize(
    ("name", "key", "told"),
    [("", "b1", "Vul in voor wie"), ("n" * 81, "b1", "hoogstens 80"), ("Nog een keer", "a1", "is al gemaakt")],
    ids=["nobody", "a name without end", "the same press again"],
)
def test_a_code_that_cannot_be_given_is_refused_with_a_reason(opened: Opened, name: str, key: str, told: str) -> None:
    visitor, _, _ = opened
    give(visitor)

    answer = visitor.post("/sleutels", {"name": name, "key": key})

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert HelperKey.objects.count() == 1


def test_ten_codes_are_the_most(opened: Opened) -> None:
    visitor, _, _ = opened
    for number in range(10):
        give(visitor, key=str(number))

    assert visitor.post("/sleutels", {"name": "Te veel", "key": "x"}).status_code == 422


def test_what_was_done_is_on_the_page_and_in_the_log(opened: Opened) -> None:
    visitor, case, _ = opened
    helper_with(give(visitor))
    visitor.post("/sleutels/terug", {"key": "a1"})

    assert [one.event for one in noted(case.id)] == ["key-taken-back", "case-opened", "key-given"]
    assert "Geopend met een code" in visitor.get("/sleutels").content.decode()
