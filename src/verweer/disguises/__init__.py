# SPDX-License-Identifier: Apache-2.0
"""A word in; the same word hidden out: one file a family of evasions, which is on the list by being in this folder.

To add an evasion, put a file here with a function under `@disguise("its name")`. It knows no guard.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.resources import files
from types import MappingProxyType

from verweer.disguises._hiding import LISTED, Disguise, disguise

__all__ = ["Disguise", "disguise", "load_disguises"]


@cache
def load_disguises() -> Mapping[str, Disguise]:
    """Return all disguises of this folder by name, in the order of their names."""
    for module in sorted(each.name for each in files(__name__).iterdir() if each.name.endswith(".py")):
        if not module.startswith("_"):
            import_module(f"{__name__}.{module.removesuffix('.py')}")
    return MappingProxyType(dict(sorted(LISTED.items())))
