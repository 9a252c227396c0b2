# SPDX-License-Identifier: Apache-2.0
"""The timestamps that lie beside a file."""

from pathlib import Path

from verweer.kernel import Bilingual, Digest
from verweer.proof.tokens import BadTimestamp, Token, read_stamp


def tokens_beside(path: Path, roots: Path | None) -> tuple[list[Token], list[Bilingual]]:
    """Return the timestamps over a file that lie beside it, and what is wrong with the others."""
    held, problems, digest = [], [], Digest.of_file(path)
    for file in sorted(path.parent.glob(f"{path.name}.*.tsr")):
        try:
            at = read_stamp(file, digest, roots)
        except BadTimestamp as cause:
            problems.append(Bilingual(nl=str(cause), en=str(cause)))
        else:
            held.append(Token(file.name.removeprefix(f"{path.name}.").removesuffix(".tsr"), at))
    return held, problems
