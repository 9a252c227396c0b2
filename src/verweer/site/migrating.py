# SPDX-License-Identifier: Apache-2.0
"""Bring the database to the form that this version needs, quickly when it has it already."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from verweer.kernel import OutsideError

_SOURCE = Path(__file__).parents[1]


class NoDatabase(OutsideError):
    """The database does not answer."""


def migrate(*, sqlite_file: Path | None) -> None:
    """Run the migrations that the database lacks; raises NoDatabase."""
    if sqlite_file is not None and wanted_migrations() <= applied_migrations(sqlite_file):
        return
    with _django_set_up():
        from django.core.management import call_command  # noqa: PLC0415 - costs half a second; most starts need it not

        call_command("migrate", verbosity=0, interactive=False)


def applied_in_postgresql() -> frozenset[tuple[str, str]]:
    """Return the migrations that the operator's PostgreSQL has had; raises NoDatabase."""
    with _django_set_up():
        from django.db import connection  # noqa: PLC0415 - as above
        from django.db.migrations.recorder import MigrationRecorder  # noqa: PLC0415 - as above

        return frozenset(MigrationRecorder(connection).applied_migrations())


def wanted_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations that this version has, as app and name."""
    files = _SOURCE.glob("*/migrations/[0-9]*.py")
    return frozenset((file.parents[1].name, file.stem) for file in files)


def applied_migrations(sqlite_file: Path) -> frozenset[tuple[str, str]]:
    """Return the migrations that an SQLite database has had; none when it cannot be read."""
    if not sqlite_file.exists():
        return frozenset()
    try:
        with closing(sqlite3.connect(f"file:{sqlite_file}?mode=ro", uri=True, timeout=10)) as connection:
            return frozenset(connection.execute("SELECT app, name FROM django_migrations"))
    except sqlite3.Error:  # Django will say what is wrong with it.
        return frozenset()


@contextmanager
def _django_set_up() -> Iterator[None]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verweer.site.settings")
    import django  # noqa: PLC0415 - as above
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - as above
    from django.db import DatabaseError  # noqa: PLC0415 - as above

    try:
        django.setup()
        yield
    except ImproperlyConfigured as cause:
        message = "PostgreSQL needs one part more; install it with `uv sync --extra desk --extra postgres`."
        raise NoDatabase(message) from cause
    except DatabaseError as cause:
        message = "The database does not answer; check VERWEER_DATABASE, or start the database, and try again."
        raise NoDatabase(message) from cause
