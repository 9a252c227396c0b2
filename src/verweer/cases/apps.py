# SPDX-License-Identifier: Apache-2.0
"""The case desk as a Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The case desk."""

    name = "verweer.cases"
    label = "cases"
