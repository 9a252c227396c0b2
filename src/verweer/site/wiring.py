# SPDX-License-Identifier: Apache-2.0
"""From the operator's environment to what building a case needs of the outside."""

from django.conf import settings

from verweer.cases.outside import Outside
from verweer.site.capturing import capturing_from
from verweer.site.environment import Environment


def outside_from(environment: Environment) -> Outside:
    """Return the outside as the operator chose it."""
    return Outside(
        capturing=capturing_from(environment),
        rdap_bootstrap=environment.rdap_bootstrap,
        whois=environment.whois,
        register_lists=environment.data / "registers",
        directory=environment.directory,
        network_table=environment.network_table,
        label_roots=environment.label_roots,
    )


def outside_of_site() -> Outside:
    """Return the outside for work that a page does itself, as the site's settings name it."""
    return outside_from(settings.ENVIRONMENT)
