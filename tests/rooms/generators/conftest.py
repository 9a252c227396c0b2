# SPDX-License-Identifier: Apache-2.0
"""One service for the tests that only ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.rooms.generators.pictured import enrol_face
from tests.rooms.generators.served import Served, served
from verweer.guard import enrolled


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("service")
    (folder / "names").write_text("Annelies de Vries\nLumora\n")
    (folder / "key").write_bytes(bytes(32))
    enrolled(["Noura Elmansari"], bytes(32)).save(folder / "register")
    enrol_face(folder / "faces")
    words = ("--protected", "names", "--register", "register", "--key", "key", "--faces", "faces")
    paths = [word if word.startswith("--") else str(folder / word) for word in words]
    with served(folder, *paths, "--pictures") as running:
        yield running


@pytest.fixture
def names(tmp_path: Path) -> Path:
    file = tmp_path / "names"
    file.write_text("Annelies de Vries\n")
    return file
