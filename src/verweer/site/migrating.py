# SPDX-License-Identifier: Apache-2.0
"""Bring the database to the form that this version needs, quickly when it has it already."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from verweer.kernel import OutsideError

_SOURCE = Path(__file__).parents[1]


class NoDatabase(OutsideError):
    """The database does not answer."""


def migrate(*, sqlite_file: Path | None) -> None:
    """Run the migrations that the database lacks; raises NoDatabase."""
    if sqlite_file is not None and wanted_migrations() <= _applied(sqlite_file):
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verweer.site.settings")
    import django  # noqa: PLC0415 - costs half a second, which most starts can do without
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.db import DatabaseError  # noqa: PLC0415 - as above

    django.setup()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as cause:
        message = "The database does not answer; check VERWEER_DATABASE, or start the database, and try again."
        raise NoDatabase(message) from cause


def wanted_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version has, as app and name."""
    files = _SOURCE.glob("*/migrations/[0-9]*.py")
    return frozenset((file.parents[1].name, file.stem) for file in files)


def _applied(sqlite_file: Path) -> frozenset[tuple[str, str]]:
    if not sqlite_file.exists():
        return frozenset()
    try:
        with closing(sqlite3.connect(f"file:{sqlite_file}?mode=ro", uri=True, timeout=10)) as connection:
            return frozenset(connection.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error:  # Django will say what is wrong with it.
        return frozenset()
