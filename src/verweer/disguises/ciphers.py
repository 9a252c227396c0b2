# SPDX-License-Identifier: Apache-2.0
"""Letters shifted through the alphabet."""

import codecs
from random import Random

from verweer.disguises._hiding import disguise


@disguise("rot13", whole=True)
def rot13(piece: str, random: Random) -> str:
    del random
    return codecs.encode(piece, "rot13")


@disguise("rot13 name", names_only=True)
def rot13_name(piece: str, random: Random) -> str:
    del random
    return codecs.encode(piece, "rot13")
