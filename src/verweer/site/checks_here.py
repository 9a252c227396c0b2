# SPDX-License-Identifier: Apache-2.0
"""Checks of this machine: browser, fonts, openssl, data folder, database, tables. Each looks and changes nothing."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from verweer.browser import NoChromium, examine_chromium, examine_isolation
from verweer.kernel import VerweerError
from verweer.site.checkup import Finding, missing, poor, well
from verweer.site.data_folder import UnwritableData, prepare_data
from verweer.site.environment import Environment
from verweer.site.migrating import applied_migrations, wanted_migrations

_LITTLE_ROOM = 5 * 1024**3
_NO_ROOM = 1024**3
_BUILT = date(2026, 11, 24)
_SECONDS = 20
_SOON = timedelta(days=30)
_RENEW = "Put a new certificate and its key in the files of VERWEER_SIGNING_CERTIFICATE and VERWEER_SIGNING_KEY."


def check_browser(environment: Environment) -> Finding:
    """Look whether Chromium starts, and which it is."""
    try:
        chromium = examine_chromium(environment.chromium)
    except NoChromium as trouble:
        return missing("browser", "no Chromium that starts", str(trouble))
    return well("browser", f"{chromium.version} ({chromium.program})")


def check_isolation(environment: Environment) -> Finding:
    """Look whether the browser starts as captures start it, with its sandbox, and where its files lie."""
    try:
        isolation = examine_isolation(environment.chromium)
    except VerweerError as trouble:
        return missing("browser's isolation", "the browser does not start as a capture starts it", str(trouble))
    user = "a user of its own" if isolation.own_user else "the user that Verweer is"
    seen = f"sandbox {'on' if isolation.sandboxed else 'off'}, {user}, files in {isolation.folder}"
    if not isolation.sandboxed:
        return poor(
            "browser's isolation",
            seen,
            "Allow user namespaces: sysctl user.max_user_namespaces above 0, kernel.unprivileged_userns_clone=1, "
            "kernel.apparmor_restrict_unprivileged_userns=0, or a container that permits them. "
            "Packages say `sandbox: off` until then.",
        )
    if not isolation.in_memory:
        return poor("browser's isolation", seen, "Give /dev/shm 2 GiB; the log of a visit lies on disk until then.")
    return well("browser's isolation", seen)


def check_fonts() -> Finding:
    """Count the fonts that pages can be shown with."""
    try:
        listed = subprocess.run(["fc-list"], capture_output=True, text=True, timeout=_SECONDS, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return poor(
            "fonts", "fontconfig does not answer", "Install fonts, on Debian: apt-get install fonts-liberation."
        )
    count = len(listed.splitlines())
    if count == 0:
        return poor("fonts", "none", "Install fonts, on Debian: apt-get install fonts-liberation.")
    return well("fonts", f"{count} of the system; the letters bring their own")


def check_openssl() -> Finding:
    """Look for openssl, the second judge of timestamps."""
    try:
        told = subprocess.run(["openssl", "version"], capture_output=True, text=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return poor(
            "openssl", "not found", "Install it, on Debian: apt-get install openssl; it judges some timestamps."
        )
    return well("openssl", told.stdout.strip())


def check_data_folder(environment: Environment) -> Finding:
    """Prove that the data folder can be written, and look at the room left."""
    try:
        prepare_data(environment.data)
    except UnwritableData as trouble:
        return missing("data folder", "not writable", str(trouble))
    free = shutil.disk_usage(environment.data).free
    seen = f"{environment.data}, {free / 1024**3:.1f} GiB free"
    if free < _NO_ROOM:
        return missing("data folder", seen, "Make room; a case needs up to 1 GiB while it is made.")
    if free < _LITTLE_ROOM:
        return poor("data folder", seen, "Make room soon; a case needs up to 1 GiB while it is made.")
    return well("data folder", seen)


def check_working_folder(environment: Environment) -> Finding:
    """Look whether cases are made in memory, where a stolen disk holds nothing of them."""
    if environment.work.is_relative_to("/dev/shm"):  # noqa: S108 - the folder in memory of Linux
        return well("working folder", f"{environment.work}, in memory")
    return poor(
        "working folder",
        f"{environment.work}, on disk",
        "Give /dev/shm 2 GiB, or name a folder on an encrypted disk in VERWEER_WORK.",
    )


def check_database(environment: Environment) -> Finding:
    """Look whether the database answers and has the form that this version needs."""
    wanted = wanted_migrations()
    if environment.database:
        return _check_postgresql(wanted)
    file = environment.data / "verweer.sqlite3"
    if not file.exists():
        return poor("database", "not made yet", "Nothing to do: ./run makes it.")
    lacking = wanted - applied_migrations(file)
    if lacking:
        return poor("database", f"{len(lacking)} migrations behind", "Nothing to do: ./run migrates it.")
    return _whole(file)


def check_clock(now: datetime) -> Finding:
    """Look whether the clock can be right; timestamps show its exact error."""
    if now.date() < _BUILT:
        return missing("clock", f"{now:%Y-%m-%d}, before this version was made", "Set the clock, best by NTP.")
    return well("clock", f"{now:%Y-%m-%d %H:%M} UTC")


def check_mail(environment: Environment) -> Finding:
    """Tell whether letters could be sent from here."""
    if environment.smtp is None:
        return well("mail", "not set; letters are handed over as files, ready to send")
    return well("mail", f"set ({environment.smtp})")


def check_signing(environment: Environment, now: datetime) -> Finding:
    """Look whether dossiers are signed in the organisation's name, and how long its certificate still holds."""
    if environment.identity is None:
        return well("signature", "not set; dossiers are handed over unsigned")
    ends = environment.identity.certificate.not_valid_after_utc
    seen = f"{environment.identity.name}, until {ends:%Y-%m-%d}"
    if not environment.identity.is_valid_at(now):
        return poor("signature", f"{seen}: not valid now, dossiers stay unsigned", _RENEW)
    if ends - now < _SOON:
        return poor("signature", seen, _RENEW)
    return well("signature", seen)


def _whole(file: Path) -> Finding:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
            (told,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as trouble:
        told = type(trouble).__name__
    if told != "ok":
        return missing("database", "damaged", f"Put the backup of {file} in its place.")
    return well("database", f"SQLite {sqlite3.sqlite_version}, whole, all migrations applied")


def _check_postgresql(wanted: frozenset[tuple[str, str]]) -> Finding:
    from verweer.site.migrating import NoDatabase, applied_in_postgresql  # noqa: PLC0415 - Django only when needed

    try:
        lacking = wanted - applied_in_postgresql()
    except NoDatabase as trouble:
        return missing("database", "no answer", str(trouble))
    if lacking:
        return poor("database", f"PostgreSQL, {len(lacking)} migrations behind", "Nothing to do: ./run migrates it.")
    return well("database", "PostgreSQL, all migrations applied")
