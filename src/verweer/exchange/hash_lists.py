# SPDX-License-Identifier: Apache-2.0
"""Lists of hashes as others write them: a list in, items out, and back.

CSV (`id,hash` and an optional `detail`), the JSON of a hash server's bank (a list of
contents, each with `id` and `signals`), and StopNCII's JSON (`hashRecords`, in which a withdrawn
or deleted hash takes an item away). Only 256-bit picture hashes are taken; other signals are counted
as passed over. Each list has at most `LARGEST_LIST` bytes and `MOST_HASHES` hashes.
"""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from verweer.fingerprints import MalformedHash, Pdq
from verweer.kernel import InputError

LARGEST_LIST = 500_000_000
MOST_HASHES = 5_000_000
LONGEST_ID = 1024
_HEX_DIGITS = 64
_GONE = frozenset({"Withdrawn", "Deleted"})
_SHOWN = 40


class BadHashList(InputError):
    """A list of hashes cannot be read; the sentence names the place."""


class ListFormat(StrEnum):
    """How a list is written."""

    CSV = "csv"
    HMA = "hma"
    STOPNCII = "stopncii"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedHash:
    """One hash of an item; `detail` as the bank keeps it, when the list tells it."""

    item: str
    pdq: Pdq
    detail: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HashList:
    """What a list says: hashes to keep, items to take away, and how many entries it holds of other kinds."""

    hashes: tuple[ListedHash, ...]
    gone: tuple[str, ...] = ()
    passed_over: int = 0


class _Table(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


_File = TypeVar("_File", bound=_Table)


class _HmaContent(_Table):
    id: Annotated[int, Field(ge=0)] | Annotated[str, Field(min_length=1, max_length=LONGEST_ID)]
    signals: dict[Annotated[str, Field(max_length=100)], str]


class _HmaFile(_Table):
    contents: Annotated[list[_HmaContent], Field(max_length=MOST_HASHES)]


class _StopNciiRecord(_Table):
    signal_type: Annotated[str, Field(alias="signalType", max_length=100)]
    hash_value: Annotated[str, Field(alias="hashValue", max_length=1_000_000)]
    hash_status: Annotated[str, Field(alias="hashStatus", max_length=100)] = "Active"


class _StopNciiFile(_Table):
    records: Annotated[list[_StopNciiRecord], Field(alias="hashRecords", max_length=MOST_HASHES)]


def read_hash_list(untrusted_list: bytes, form: ListFormat) -> HashList:
    """Return what a list says; raises BadHashList."""
    if len(untrusted_list) > LARGEST_LIST:
        message = f"The list is larger than {LARGEST_LIST} bytes; divide it."
        raise BadHashList(message)
    try:
        text = untrusted_list.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        message = "The list is not text in UTF-8."
        raise BadHashList(message) from cause
    match form:
        case ListFormat.CSV:
            return _from_csv(text)
        case ListFormat.HMA:
            return _from_hma(text)
        case ListFormat.STOPNCII:
            return _from_stopncii(text)


def written_hash_list(listed: Iterable[ListedHash], form: ListFormat, *, moment: int = 0) -> bytes:
    """Return hashes as a list; `moment` (seconds since 1970) is when StopNCII's records say they were changed."""
    match form:
        case ListFormat.CSV:
            return _to_csv(listed)
        case ListFormat.HMA:
            contents = [{"id": one.item, "signals": {"pdq": one.pdq.hex}} for one in listed]
            return _json({"contents": contents})
        case ListFormat.STOPNCII:
            records = [_stopncii_record(one, moment) for one in listed]
            return _json({"count": len(records), "hasMoreRecords": False, "hashRecords": records})


def parse_hash(untrusted_hash: str, place: str) -> Pdq:
    """Return a hash of 64 hexadecimal digits in either case, spaces around it aside; raises BadHashList naming the place."""
    text = untrusted_hash.strip(" \t")
    try:
        # Blanks inside, which `fromhex` would pass over, make it shorter than it is.
        return Pdq(bytes.fromhex(text) if len(text) == _HEX_DIGITS else b"")
    except (ValueError, MalformedHash) as cause:
        message = f"{place}: {text[:_SHOWN]!r} is no PDQ hash; it is 64 hexadecimal digits, and this has {len(text)}."
        raise BadHashList(message) from cause


def _from_csv(text: str) -> HashList:
    listed: list[ListedHash] = []
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for number, row in enumerate(rows, start=1):
            if not row or (number == 1 and [cell.strip().lower() for cell in row[:2]] == ["id", "hash"]):
                continue
            listed.append(_from_row(row, f"Line {number}"))
            _refuse_too_many(listed)
    except csv.Error as cause:
        message = f"Line {rows.line_num} is not CSV: {cause}."
        raise BadHashList(message) from cause
    return HashList(hashes=tuple(listed))


def _from_row(row: Sequence[str], place: str) -> ListedHash:
    if len(row) < 2 or not 0 < len(row[0].strip()) <= LONGEST_ID:  # noqa: PLR2004 - id and hash
        message = f"{place}: a row is `id,hash`, or `id,hash,detail`."
        raise BadHashList(message)
    detail = row[2].strip() if len(row) > 2 else ""  # noqa: PLR2004 - the third
    if detail and not (detail.isascii() and detail.isdecimal() and len(detail) <= 20 and int(detail) < 2**64):  # noqa: PLR2004 - digits
        message = f"{place}: the detail {detail[:_SHOWN]!r} is no number below 2^64."
        raise BadHashList(message)
    return ListedHash(item=row[0].strip(), pdq=parse_hash(row[1], place), detail=int(detail or 0))


def _from_hma(text: str) -> HashList:
    untrusted = text.lstrip()
    wrapped = f'{{"contents":{text}}}' if untrusted.startswith("[") else text
    file = _checked(_HmaFile, wrapped)
    listed, passed_over = [], 0
    for number, content in enumerate(file.contents, start=1):
        taken = [value for kind, value in content.signals.items() if kind == "pdq" and value]
        passed_over += len(content.signals) - len(taken)
        listed += [ListedHash(item=str(content.id), pdq=parse_hash(value, f"Content {number}")) for value in taken]
    return HashList(hashes=tuple(listed), passed_over=passed_over)


def _from_stopncii(text: str) -> HashList:
    file = _checked(_StopNciiFile, text)
    pictures = [record for record in file.records if record.signal_type == "ImagePDQ"]
    # The hash is the item's name; when a list tells more than once of it, the last word counts.
    last: dict[str, bool] = {}
    for number, record in enumerate(pictures, start=1):
        name = parse_hash(record.hash_value, f"Record {number}").hex
        last.pop(name, None)
        last[name] = record.hash_status in _GONE
    return HashList(
        hashes=tuple(
            ListedHash(item=name, pdq=Pdq(bytes.fromhex(name))) for name, is_gone in last.items() if not is_gone
        ),
        gone=tuple(name for name, is_gone in last.items() if is_gone),
        passed_over=len(file.records) - len(pictures),
    )


def _checked(kind: type[_File], text: str) -> _File:
    try:
        return kind.model_validate_json(text)
    except ValidationError as cause:
        first = cause.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"The list is not of this format: {place or 'JSON'}: {first['msg'][:200]}."
        raise BadHashList(message) from cause


def _refuse_too_many(listed: Sequence[ListedHash]) -> None:
    if len(listed) > MOST_HASHES:
        message = f"The list holds more than {MOST_HASHES} hashes; divide it."
        raise BadHashList(message)


def _to_csv(listed: Iterable[ListedHash]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("id", "hash", "detail"))
    writer.writerows((one.item, one.pdq.hex, one.detail) for one in listed)
    return text.getvalue().encode()


def _stopncii_record(listed: ListedHash, moment: int) -> dict[str, object]:
    return {
        "lastModtimestamp": moment,
        "signalType": "ImagePDQ",
        "hashValue": listed.pdq.hex,
        "hashStatus": "Active",
        "caseNumbers": {listed.item: "Active"},
        "CSPFeedbacks": [],
    }


def _json(told: dict[str, object]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
