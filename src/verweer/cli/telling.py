# SPDX-License-Identifier: Apache-2.0
"""How commands read and write files and print values as JSON."""

import os
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


def write_new(path: Path, content: bytes) -> None:
    """Write a file that is not there yet, for its owner only; raises InputError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
    except OSError as cause:
        message = f"{path} cannot be written: {cause.strerror}. Name a new file in a folder that is there."
        raise InputError(message) from cause
