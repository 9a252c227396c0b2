# SPDX-License-Identifier: Apache-2.0
"""A desk of its own for each test: fresh data folder, fresh salt, no waiting."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from verweer.cases.models import Case

ANSWERS: dict[str, dict[str, str]] = {
    "veilig": {"safe": "yes", "adult": "yes"},
    "beeld": {"material": "fake", "first_knowledge": "2026-11-01", "consented": "no"},
    "links": {"links": "https://www.filmpjes.example/kijk/4711"},
    "bedoeling": {"joke": "no", "news": "no"},
    "weten": {"search_names": "Noor Voorbeeld"},
    "situatie": {"name_attached": "on"},
    "afzender": {"kind": "self", "name": "Noor Voorbeeld", "email": "noor@post.example"},
}


@pytest.fixture
def data(tmp_path: Path, settings: Any, db: None) -> Path:  # noqa: ARG001 - `db` opens the database
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, data=tmp_path, work=tmp_path / "work")
    settings.SECRET_KEY = "only for tests, and long enough to be one"  # noqa: S105 - an invented secret
    settings.CASE_SALT = bytes(32)
    settings.WRONG_CODE_SECONDS = 0
    return tmp_path


@pytest.fixture
def visitor(data: Path) -> Client:  # noqa: ARG001 - the desk must exist
    return Client()


@pytest.fixture
def opened(visitor: Client) -> tuple[Client, Case, str]:
    """Give a visitor whose case was opened and confirmed, with its code."""
    page = visitor.post("/begin", follow=True)
    code = page.context["code"]
    visitor.post("/code", {"last_group": code.groups[-1]})
    return visitor, Case.objects.get(), code.written


def tell_everything(visitor: Client, answers: dict[str, dict[str, str]] | None = None) -> None:
    for name, answer in (answers or ANSWERS).items():
        response = visitor.post(f"/vraag/{name}", answer)
        assert response.status_code == 302, name
