# SPDX-License-Identifier: Apache-2.0
"""Which database: an SQLite file in the data folder, or the one that VERWEER_DATABASE names. Pure."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from verweer.kernel import InputError

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000;",
}


class BadDatabase(InputError):
    """VERWEER_DATABASE cannot be used."""


def database_settings(untrusted_url: str | None, data: Path) -> dict[str, Any]:
    """Return Django's settings of the database; raises BadDatabase."""
    if not untrusted_url:
        return _sqlite(data / "verweer.sqlite3")
    try:
        parts = urlsplit(untrusted_url)
        port = parts.port
    except ValueError as cause:
        raise _bad() from cause
    path = unquote(parts.path)
    if parts.scheme == "sqlite" and path.startswith("/") and len(path) > 1:
        return _sqlite(Path(path))
    if parts.scheme not in {"postgresql", "postgres"} or not path.strip("/"):
        raise _bad()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(port or ""),
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(file: Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": file, "OPTIONS": dict(_SQLITE_OPTIONS)}


def _bad() -> BadDatabase:
    return BadDatabase("VERWEER_DATABASE must be as postgresql://user:password@host:5432/name, or empty for SQLite.")
