# SPDX-License-Identifier: Apache-2.0
"""Facts in; a case folder out: evidence, items, parties, tracks, letters, dossier. And the desk on which people do it."""
