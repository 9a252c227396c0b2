# SPDX-License-Identifier: Apache-2.0
"""The database of these tests is a real file, since workers are threads and processes."""

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder: Path = tmp_path_factory.mktemp("promises")
        database["TEST"] = {**database.get("TEST", {}), "NAME": folder / "test.sqlite3"}
