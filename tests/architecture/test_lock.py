# SPDX-License-Identifier: Apache-2.0
"""What is installed: from two ordinary hosts, without torch, nothing copyleft in the product."""

import subprocess
import sys
import tomllib
from email.message import Message
from pathlib import Path

import pytest

from tools.licences import HOSTS, NEVER, licence_faults, lock_faults, product_packages, told_licence

ROOT = Path(__file__).parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text())


def test_the_lock_names_the_ordinary_index_only_and_nothing_forbidden() -> None:
    assert list(lock_faults(LOCK)) == []
    assert {"torch", "warcprox"} <= NEVER
    assert {"pypi.org", "files.pythonhosted.org"} == HOSTS


FAULTS = {
    "torch": ({"name": "torch"}, ["torch must not be in the lock"]),
    "a private index": (
        {"name": "x", "source": {"registry": "https://proxy.example/simple"}},
        ["x comes from another host than the ordinary index"],
    ),
    "a wheel from elsewhere": (
        {"name": "x", "wheels": [{"url": "https://mirror.example/x.whl"}]},
        ["x comes from another host than the ordinary index"],
    ),
    "an ordinary package": (
        {"name": "x", "source": {"registry": "https://pypi.org/simple"}},
        [],
    ),
}


@pytest.mark.parametrize(("package", "expected"), FAULTS.values(), ids=FAULTS)
def test_a_fault_in_the_lock_is_seen(package: dict[str, object], expected: list[str]) -> None:
    assert list(lock_faults({"package": [package]})) == expected


def test_every_package_of_the_product_has_a_licence_that_fits() -> None:
    names = product_packages(LOCK)

    assert {"django", "playwright", "psycopg"} <= names
    assert "pytest" not in names
    assert list(licence_faults(names)) == []


LICENCES = {
    "an expression comes first": ([("License-Expression", "MIT"), ("License", "x")], "MIT"),
    "then the classifiers": ([("Classifier", "License :: OSI Approved :: BSD License")], "BSD License"),
    "then the first line of the text": ([("License", "Apache 2\nlong text")], "Apache 2"),
    "nothing is nothing": ([], ""),
}


@pytest.mark.parametrize(("fields", "expected"), LICENCES.values(), ids=LICENCES)
def test_what_a_package_says_about_its_licence(fields: list[tuple[str, str]], expected: str) -> None:
    metadata = Message()
    for name, value in fields:
        metadata[name] = value

    assert told_licence(metadata) == expected


HEAVY = ("django", "typst", "holidays", "maxminddb", "tldextract", "granian")
ALONE = {
    "the verifier": ("verweer.cli.verify", (*HEAVY, "playwright", "httpx", "pydantic", "PIL", "av", "numpy")),
    "the investigator's part": ("verweer.cli.capture", HEAVY),
}


@pytest.mark.parametrize(("module", "unwanted"), ALONE.values(), ids=ALONE)
def test_a_part_that_is_installed_alone_loads_nothing_of_the_others(module: str, unwanted: tuple[str, ...]) -> None:
    program = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"

    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert sorted(set(unwanted) & set(loaded)) == []


def test_commands_that_search_nothing_do_not_wait_for_a_compiler() -> None:
    program = "import sys, verweer.cli.case, verweer.site.keeping; print('numba' in sys.modules)"

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert told.stdout == "False\n", told.stderr
