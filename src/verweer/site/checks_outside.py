# SPDX-License-Identifier: Apache-2.0
"""Checks of the outside: names, registers, timestamp authorities; asked as a case would ask, through the guard.

Nothing of any case is told: the name asked for is the registers' own, the digest stamped is of fixed words.
"""

import asyncio
import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import httpx

from verweer.egress import Egress, NoAnswer, fetch_bounded, outside_client, running_guard
from verweer.egress.names import NameNotFound, Names
from verweer.evidence import NoTimestamp, Rfc3161Timestamper
from verweer.kernel import Digest, OutsideError, system_clock
from verweer.site.checkup import Finding, poor, well
from verweer.site.environment import Environment

_SAMPLE = Digest.of(b"verweer doctor")
_TOLERATED = timedelta(minutes=2)
_REGISTERS = ("dns.json", "ipv4.json", "ipv6.json", "asn.json")
_LARGEST_REGISTER = 5_000_000
_OK = 200


def check_outside(environment: Environment) -> tuple[Finding, ...]:
    """Run every check that needs the network."""
    egress = Egress(
        resolver=environment.resolver,
        allowed_networks=environment.allowed_networks,
        ca_file=environment.ca_file,
    )
    with running_guard(egress) as guard, outside_client(guard, egress) as client:
        stamps = [check_authority(url, environment, client) for url in environment.timestamp_authorities]
        return (check_resolver(environment), check_registers(environment, client), *stamps)


def check_resolver(environment: Environment) -> Finding:
    """Ask DNS for the address of the registers."""
    server = "the system's" if environment.resolver is None else "{}:{}".format(*environment.resolver)
    host = urlsplit(environment.rdap_bootstrap).hostname or ""
    try:
        asyncio.run(Names(environment.resolver, system_clock).resolve(host))
    except NameNotFound:
        return poor(
            "DNS", f"{server}: no answer for {host}", "Check the network, or name a server in VERWEER_RESOLVER."
        )
    return well("DNS", f"{server} answers")


def check_registers(environment: Environment, client: httpx.Client) -> Finding:
    """Fetch the lists that say which register knows which name, address and network."""
    mend = "Check the network; without registers, parties are found by the tables alone. See VERWEER_RDAP_BOOTSTRAP."
    dates = []
    for name in _REGISTERS:
        try:
            dates.append(_publication(environment.rdap_bootstrap + name, client))
        except (OutsideError, ValueError):
            return poor("registers (RDAP)", f"{name} does not come", mend)
    return well("registers (RDAP)", f"lists of {min(dates)}")


def check_authority(url: str, environment: Environment, client: httpx.Client) -> Finding:
    """Ask for one real timestamp, and compare its moment with this machine's."""
    authority = Rfc3161Timestamper(url, environment.timestamp_ca, client)
    part = f"timestamps ({authority.name})"
    try:
        at = authority.stamp(_SAMPLE).at
    except NoTimestamp:
        return poor(part, "no usable answer", "Nothing is lost: captures are stamped later. See VERWEER_TSA_URLS.")
    return compare_clocks(part, at, system_clock())


def compare_clocks(part: str, theirs: datetime, ours: datetime) -> Finding:
    """Return whether an authority's moment and ours agree well enough for evidence."""
    apart = abs(theirs - ours)
    if apart > _TOLERATED:
        return poor(
            part, f"answers; this machine's clock is {apart.total_seconds():.0f} s off", "Set the clock by NTP."
        )
    return well(part, f"answers; clocks {apart.total_seconds():.0f} s apart")


def _publication(url: str, client: httpx.Client) -> str:
    answer = fetch_bounded(client, "GET", url, limit_bytes=_LARGEST_REGISTER, seconds=10.0)
    if answer.status != _OK:
        message = "The register did not give its list."
        raise NoAnswer(message)
    untrusted = json.loads(answer.body)
    if not isinstance(untrusted, dict) or not isinstance(untrusted.get("services"), list):
        message = "the register's list is not one"
        raise ValueError(message)  # noqa: TRY004 - one error for all that is wrong with an answer
    return str(untrusted.get("publication", "unknown date"))[:10]
