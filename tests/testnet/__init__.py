# SPDX-License-Identifier: Apache-2.0
"""A small internet on loopback: names, certificates, sites, registers, mail and time, all invented.

`with running_testnet(folder) as net:` starts it. The product reaches it only through
`net.environment()`, the settings an operator would write.
"""

from tests.testnet.links import LINKS
from tests.testnet.listening import PortTaken
from tests.testnet.net import Testnet, running_testnet, running_testnet_anywhere
from tests.testnet.replies import Request
from tests.testnet.web import RequestLog

__all__ = ["LINKS", "PortTaken", "Request", "RequestLog", "Testnet", "running_testnet", "running_testnet_anywhere"]
