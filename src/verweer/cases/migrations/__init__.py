# SPDX-License-Identifier: Apache-2.0
"""Changes of the case desk's tables, in order."""
