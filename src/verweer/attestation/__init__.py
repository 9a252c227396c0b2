# SPDX-License-Identifier: Apache-2.0
"""A maker's gate in; a dated, signed report of what it stops out, that others can check and do again."""
