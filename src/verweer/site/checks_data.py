# SPDX-License-Identifier: Apache-2.0
"""Checks of the data that Verweer reasons with: law, directory of intermediaries, table of networks, and their dates."""

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import maxminddb

from verweer.kernel import InputError
from verweer.parties.entries import parse_entry
from verweer.remedies import BrokenLaw, load_law
from verweer.site.checkup import Finding, missing, poor, well
from verweer.site.environment import Environment

_OLD = timedelta(days=365)


def check_law() -> Finding:
    """Read the whole of the law data and tell its size and its newest date."""
    try:
        law = load_law()
    except BrokenLaw as trouble:
        return missing("law", "the data does not hold together", f"{trouble} Put the repository's own file back.")
    starts = [remedy.since for remedy in law.values() if remedy.since is not None]
    return well("law", f"{len(law)} remedies, the newest rule of {max(starts):%Y-%m-%d}")


def check_directory(environment: Environment) -> Finding:
    """Read every entry of intermediaries, Verweer's and the organisation's own."""
    own = sorted(environment.directory.glob("*.toml")) if environment.directory else []
    bundled = [file for file in files("verweer.parties").joinpath("directory").iterdir() if file.name.endswith(".toml")]
    entries = []
    for file in [*bundled, *own]:
        try:
            entries.append(parse_entry(file.read_bytes(), file=file.name))
        except InputError as trouble:
            return missing("directory", f"{file.name} is not an entry", str(trouble))
        except OSError:
            return missing("directory", f"{file.name} cannot be read", "Mend the rights of the file, or remove it.")
    verified = [entry.verified for entry in entries if entry.verified is not None]
    newest = f"last verified {max(verified):%Y-%m-%d}" if verified else "none of them verified"
    return well("directory", f"{len(bundled)} intermediaries and {len(own)} of your own, {newest}")


def check_network_table(environment: Environment, now: datetime) -> Finding:
    """Look whether there is a table of networks, and how old it is."""
    if environment.network_table is None:
        mend = "Name an MMDB file in VERWEER_NETWORK_TABLE; without it, the registers alone tell whose a network is."
        return poor("network table", "not set", mend)
    return _dated(environment.network_table, now)


def _dated(file: Path, now: datetime) -> Finding:
    try:
        with maxminddb.open_database(file) as table:
            built = datetime.fromtimestamp(table.metadata().build_epoch, UTC)
    except (maxminddb.InvalidDatabaseError, OSError, ValueError):
        return missing(
            "network table", f"{file} cannot be read", "Name another file in VERWEER_NETWORK_TABLE, or none."
        )
    if now - built > _OLD:
        return poor("network table", f"of {built:%Y-%m-%d}", "Replace the file; networks change hands.")
    return well("network table", f"of {built:%Y-%m-%d}")
