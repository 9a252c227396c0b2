# SPDX-License-Identifier: Apache-2.0
"""How commands read files and print values as JSON."""

from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from verweer.kernel import InputError


def as_json(value: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return a value of ours as what JSON holds."""
    return TypeAdapter(type(value)).dump_python(value, mode="json")


def print_json(value: object) -> None:
    """Print one JSON document."""
    click.echo(TypeAdapter(Any).dump_json(value, indent=2).decode())


def read_input(path: Path, what: str) -> bytes:
    """Return the content of a file that the person named; raises InputError."""
    try:
        return path.read_bytes()
    except OSError as cause:
        message = f"{path} cannot be read: {cause.strerror}. Name {what}."
        raise InputError(message) from cause
