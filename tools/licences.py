# SPDX-License-Identifier: Apache-2.0
"""Audit the lock and the licences without the network: two hosts, no torch, nothing copyleft in the product.

The licences are those that each installed package states about itself. A package that
states none, or one not listed here, fails until a person has looked and listed it.
"""

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageMetadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
HOSTS = frozenset({"pypi.org", "files.pythonhosted.org"})
NEVER = frozenset({"torch", "torchvision", "tensorflow", "warcprox", "authsign", "wacz-signing", "pywb", "unidecode"})
_FREE = re.compile(
    r"MIT|BSD|Apache|ISC|MPL|Mozilla|PSF|Python Software Foundation|0BSD|Zlib|Unlicense|CC0|Public Domain|HPND|"
    r"Historical Permission|LGPL|Lesser General Public|Python-2\.0",
    re.IGNORECASE,
)
_COPYLEFT = re.compile(r"(?<![L])A?GPL|(?<!Lesser )General Public License|Affero|SSPL|NonCommercial", re.IGNORECASE)
# Looked at by a person, since the package says nothing that can be read by a program.
LOOKED_AT: Mapping[str, str] = {"pyrage": "MIT, in its LICENSE file"}


def main() -> int:
    """Print each fault and return 1 when there is one."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    faults = [*lock_faults(lock), *licence_faults(product_packages(lock))]
    for fault in faults:
        print(fault)
    print(f"{len(product_packages(lock))} packages of the product looked at, {len(faults)} faults")
    return 1 if faults else 0


def lock_faults(lock: Mapping[str, Any]) -> Iterator[str]:
    """Yield what in the lock breaks the rules about hosts and packages."""
    for package in lock["package"]:
        if package["name"] in NEVER:
            yield f"{package['name']} must not be in the lock"
        for url in _urls(package):
            if urlsplit(url).hostname not in HOSTS:
                yield f"{package['name']} comes from another host than the ordinary index"


def product_packages(lock: Mapping[str, Any]) -> frozenset[str]:
    """Return what is installed with the product itself, its extras among it, the tools of development aside."""
    known = {package["name"]: package for package in lock["package"]}
    found: set[str] = set()
    waiting = ["verweer"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.add(name)
        waiting += [needed["name"] for needed in _needed(known[name])]
    return frozenset(found - {"verweer"})


def licence_faults(names: frozenset[str]) -> Iterator[str]:
    """Yield the packages whose licence is unknown or does not fit ours."""
    for name in sorted(names):
        try:
            told = told_licence(importlib.metadata.metadata(name))
        except importlib.metadata.PackageNotFoundError:  # Made for another system or Python.
            continue
        if _COPYLEFT.search(told):
            yield f"{name}: {told} does not fit an Apache-2.0 product"
        elif not _FREE.search(told) and name not in LOOKED_AT:
            yield f"{name}: its licence ({told or 'none stated'}) is not known; look, then list it in tools/licences.py"


def told_licence(metadata: PackageMetadata) -> str:
    """Return what a package says about its licence, in one line: the expression, else the classifiers, else the text."""
    if expression := _field(metadata, "License-Expression"):
        return expression
    classifiers = [line for line in metadata.get_all("Classifier") or () if line.startswith("License ::")]
    if classifiers:
        return " / ".join(line.rpartition(" :: ")[2] for line in classifiers)
    return _field(metadata, "License").strip().partition("\n")[0][:80]


def _field(metadata: PackageMetadata, name: str) -> str:
    return metadata[name] if name in metadata else ""  # noqa: SIM401 - typed as without `get`


def _urls(package: Mapping[str, Any]) -> Iterator[str]:
    source = package.get("source", {})
    yield from (value for key, value in source.items() if key in {"registry", "url", "git"})
    for file in [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else ())]:
        yield file["url"]


def _needed(package: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from package.get("dependencies", ())
    for extra in package.get("optional-dependencies", {}).values():
        yield from extra


if __name__ == "__main__":
    sys.exit(main())
