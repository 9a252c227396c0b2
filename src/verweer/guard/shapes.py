# SPDX-License-Identifier: Apache-2.0
"""Data that was read, in the shape of a dataclass: every field there, of its type, and nothing else.

A shape has fields of text, numbers, other shapes, tuples of these, and mappings from text to these; what types
cannot say it checks in `__post_init__`. A library that checks more would take a tenth of a second of each start.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

_Shape = TypeVar("_Shape")


def shaped(shape: type[_Shape], untrusted: object, where: str = "file") -> _Shape:
    """Return data as the shape that it must have; raises ValueError naming the place where it is otherwise."""
    plain: type = shape
    types, needed = _fields(plain)
    told = _of_kind(dict, untrusted, where)
    unknown, missing = sorted(told.keys() - types.keys()), sorted(needed - told.keys())
    if unknown or missing:
        message = f"{where} has too many fields: {unknown}, and lacks: {missing}"
        raise ValueError(message)
    values = {
        name: each if type(each) is types[name] else _value(types[name], each, f"{where}.{name}")
        for name, each in told.items()
    }
    try:
        return shape(**values)
    except ValueError as cause:
        message = f"{where}: {cause}"
        raise ValueError(message) from cause


def _value(kind: Any, untrusted: object, where: str) -> object:  # noqa: ANN401 - a type as it was annotated
    if is_dataclass(kind):
        return shaped(kind, untrusted, where)  # type: ignore[arg-type] # narrowed to an instance too
    if get_origin(kind) is tuple:
        each_kind = get_args(kind)[0]
        rows = _of_kind(list, untrusted, where)
        return tuple([_value(each_kind, each, f"{where}[{at}]") for at, each in enumerate(rows)])
    if get_origin(kind) is Mapping:
        each_kind = get_args(kind)[1]
        return {
            name: _value(each_kind, each, f"{where}.{name}") for name, each in _of_kind(dict, untrusted, where).items()
        }
    if kind is float and type(untrusted) is int:
        return float(untrusted)
    return _of_kind(kind, untrusted, where)


def _of_kind(kind: type, untrusted: object, where: str) -> Any:  # noqa: ANN401 - the kind that was asked for
    if type(untrusted) is not kind:  # a bool is an int elsewhere
        message = f"{where} is a {type(untrusted).__name__} and must be a {kind.__name__}"
        raise ValueError(message)
    return untrusted


@cache
def _fields(shape: type) -> tuple[Mapping[str, Any], frozenset[str]]:
    """Return the type of each field, and which fields must be there."""
    needed = frozenset(each.name for each in fields(shape) if each.default is MISSING)
    return get_type_hints(shape), needed
