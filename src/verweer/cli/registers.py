# SPDX-License-Identifier: Apache-2.0
"""`verweer registers`: the lists that say which register knows what, with their dates."""

import click

from verweer.cli.telling import print_json
from verweer.egress import outside_client, running_guard
from verweer.parties import register_lists
from verweer.site.environment import read_environment
from verweer.site.wiring import outside_from


@click.command("registers")
@click.option("--refresh", is_flag=True, help="Fetch the lists anew, even when they are fresh.")
@click.option("--json", "json_wanted", is_flag=True, help="Tell it as JSON.")
def registers(*, refresh: bool, json_wanted: bool) -> None:
    """Show the lists of registers (RFC 9224) and their dates; they are fetched when older than a day."""
    outside = outside_from(read_environment())
    with running_guard(outside.egress) as guard, outside_client(guard, outside.egress) as client:
        lists = register_lists(client, outside.rdap_bootstrap, outside.register_lists, refresh=refresh)
    if json_wanted:
        print_json([{"list": one.name, "published": one.published, "entries": one.entries} for one in lists])
        return
    for one in lists:
        click.echo(f"{one.name:<6} published {one.published}, {one.entries} entries")
