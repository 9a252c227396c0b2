# SPDX-License-Identifier: Apache-2.0
"""A maker's gate in; a dated, signed report of what it stops out, which others can check and make again."""

from verweer.attestation.attesting import attest, draw_parts
from verweer.attestation.configuration import BadConfiguration, Configuration, read_configuration
from verweer.attestation.figures import Count
from verweer.attestation.gates import Gate, OwnGuard, SilentGate
from verweer.attestation.model import Drawn, Report
from verweer.attestation.signing import ExpiredCertificate, Signer, signer_of
from verweer.attestation.trying import Tried, try_suite
from verweer.attestation.writing import UnusableFolder, refuse_unusable, write_report

__all__ = [
    "BadConfiguration",
    "Configuration",
    "Count",
    "Drawn",
    "ExpiredCertificate",
    "Gate",
    "OwnGuard",
    "Report",
    "Signer",
    "SilentGate",
    "Tried",
    "UnusableFolder",
    "attest",
    "draw_parts",
    "read_configuration",
    "refuse_unusable",
    "signer_of",
    "try_suite",
    "write_report",
]
