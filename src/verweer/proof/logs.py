# SPDX-License-Identifier: Apache-2.0
"""What a custody log proves: its chain, and the timestamps over its head at several days."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from verweer.kernel import Bilingual, Digest, rfc3339
from verweer.proof.custody import BrokenCustody, line_digests
from verweer.proof.listing import LIST, judge_list
from verweer.proof.model import Judged
from verweer.proof.tokens import BadTimestamp, Token, read_stamp

_STAMP = re.compile(r"(\d{1,12})\.([\w-]{1,100})\.tsr")


def stamps_of(log: Path) -> Path:
    """Return the folder beside a log in which the timestamps over its heads lie."""
    return log.with_name(f"{log.stem}-stamps")


def judge_log(log: Path, *, roots: Path | None) -> Judged:
    """Return what a custody log proves, with the timestamps beside it."""
    try:
        digests = line_digests(log.read_bytes())
    except (BrokenCustody, OSError) as cause:
        return Judged(file=log.name, problems=(Bilingual(nl=str(cause), en=str(cause)),))
    stamped, problems = _stamps(log, digests, roots)
    folder = stamps_of(log)
    if (folder / LIST).exists():  # A token has a few bytes that no signature covers.
        problems += judge_list(folder, LIST).problems
    return Judged(
        file=log.name,
        proven=(_whole(len(digests)), *(_stamped(line, token) for line, token in stamped)),
        unproven=tuple(_open_end(len(digests), max((line for line, _ in stamped), default=0))),
        problems=tuple(problems),
    )


def _stamps(
    log: Path, digests: Sequence[Digest], roots: Path | None
) -> tuple[list[tuple[int, Token]], list[Bilingual]]:
    held: list[tuple[int, Token]] = []
    problems: list[Bilingual] = []
    for file in sorted(stamps_of(log).glob("*.tsr")):
        named = _STAMP.fullmatch(file.name)
        if named is None or int(named[1]) < 1:
            problems.append(Bilingual(nl=f"{file.name} hoort hier niet.", en=f"{file.name} does not belong here."))
        elif int(named[1]) > len(digests):
            problems.append(_cut(int(named[1]), len(digests)))
        else:
            line = int(named[1])
            try:
                at = read_stamp(file, digests[line - 1], roots)
            except BadTimestamp as cause:
                problems.append(Bilingual(nl=str(cause), en=str(cause)))
            else:
                held.append((line, Token(named[2], at)))
    return held, problems


def _whole(events: int) -> Bilingual:
    return Bilingual(
        nl=f"{events} gebeurtenissen, in volgorde, geen ertussenuit en geen veranderd.",
        en=f"{events} events, in order, none taken out and none changed.",
    )


def _stamped(line: int, token: Token) -> Bilingual:
    return Bilingual(
        nl=f"Regel {line} en alles ervoor bestond op {rfc3339(token.at)}, volgens {token.authority} (RFC 3161).",
        en=f"Line {line} and all before it existed on {rfc3339(token.at)}, says {token.authority} (RFC 3161).",
    )


def _cut(stamped: int, held: int) -> Bilingual:
    return Bilingual(
        nl=f"Na regel {held} zijn regels weggehaald: regel {stamped} was er ooit en kreeg een tijdstempel.",
        en=f"Lines after line {held} were taken out: line {stamped} once was there and was timestamped.",
    )


def _open_end(events: int, stamped: int) -> Iterator[Bilingual]:
    if stamped < events:
        yield Bilingual(
            nl=f"Of er na regel {stamped} regels zijn weggelaten: over latere regels is nog geen tijdstempel.",
            en=f"Whether lines were left out after line {stamped}: no timestamp covers later ones yet.",
        )
