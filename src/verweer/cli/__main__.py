# SPDX-License-Identifier: Apache-2.0
"""`python -m verweer.cli` is `verweer`."""

from verweer.cli.root import main

main()
