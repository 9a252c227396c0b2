# SPDX-License-Identifier: Apache-2.0
"""Benchmarks are run now and then, by hand: what they take from the project must still be there when they are."""

import ast
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "benchmarks").rglob("*.py"))
SIBLINGS = {file.stem for file in (ROOT / "benchmarks").glob("*.py")}


def taken_by(file: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            first = node.module.partition(".")[0]
            if first in {"verweer", "benchmarks", "tests"} | SIBLINGS:
                yield from ((node.module, each.name) for each in node.names)


def is_there(module: str, name: str) -> bool:
    return hasattr(import_module(module), name) or find_spec(f"{module}.{name}") is not None


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_what_a_benchmark_takes_from_the_project_is_there(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "benchmarks"), str(ROOT), *sys.path])

    lacking = [each for each in taken_by(file) if not is_there(*each)]

    assert lacking == []
