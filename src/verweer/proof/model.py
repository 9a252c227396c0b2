# SPDX-License-Identifier: Apache-2.0
"""What is known of a file after it was judged."""

from dataclasses import dataclass

from verweer.kernel import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known of one file: `problems` say what is broken, `unproven` what nobody can conclude from it."""

    file: str
    proven: tuple[Bilingual, ...] = ()
    unproven: tuple[Bilingual, ...] = ()
    problems: tuple[Bilingual, ...] = ()
