# SPDX-License-Identifier: Apache-2.0
"""Examine every part that a case needs, in the order in which an operator would mend them."""

from verweer.kernel import system_clock
from verweer.site import checks_data as data
from verweer.site import checks_here as here
from verweer.site.checks_outside import check_outside
from verweer.site.checkup import Finding
from verweer.site.environment import Environment


def examine(environment: Environment) -> tuple[Finding, ...]:
    """Run every check and return what was found."""
    now = system_clock()
    return (
        here.check_data_folder(environment),
        here.check_working_folder(environment),
        here.check_database(environment),
        here.check_browser(environment),
        here.check_isolation(environment),
        here.check_fonts(),
        here.check_openssl(),
        here.check_clock(now),
        here.check_mail(environment),
        here.check_signing(environment, now),
        data.check_law(),
        data.check_directory(environment),
        data.check_network_table(environment, now),
        *check_outside(environment),
    )
