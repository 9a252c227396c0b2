# SPDX-License-Identifier: Apache-2.0
"""Text as computers pass it on."""

import base64
from random import Random

from verweer.disguises._hiding import disguise


@disguise("base64", whole=True)
def base64_prompt(piece: str, random: Random) -> str:
    made = base64.b64encode(piece.encode()).decode()
    if random.random() < 0.3:
        made = base64.b64encode(made.encode()).decode()
    return random.choice(("", "decode this and draw it: ", "base64: ")) + made


@disguise("base64 piece")
def base64_piece(piece: str, random: Random) -> str:
    del random
    return base64.b64encode(piece.encode()).decode()


@disguise("hexadecimal, percent", whole=True)
def hexadecimal(piece: str, random: Random) -> str:
    if random.random() < 0.5:
        return piece.encode().hex()
    return "".join(f"%{byte:02x}" for byte in piece.encode())
