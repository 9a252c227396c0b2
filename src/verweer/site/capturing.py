# SPDX-License-Identifier: Apache-2.0
"""From the operator's environment to what captures need of the outside."""

from verweer.browser import Limits
from verweer.egress import Egress
from verweer.evidence import CaptureSettings
from verweer.site.environment import Environment

_LIMITS = Limits()


def capturing_from(environment: Environment, *, limits: Limits = _LIMITS, at_once: int = 4) -> CaptureSettings:
    """Return how captures are made, as the operator chose it."""
    return CaptureSettings(
        egress=Egress(
            resolver=environment.resolver,
            allowed_networks=environment.allowed_networks,
            ca_file=environment.ca_file,
        ),
        chromium=environment.chromium,
        keys=environment.data / "keys",
        timestamp_authorities=environment.timestamp_authorities,
        timestamp_ca=environment.timestamp_ca,
        limits=limits,
        at_once=at_once,
        public_address=environment.public_address,
        identity=environment.identity,
    )
