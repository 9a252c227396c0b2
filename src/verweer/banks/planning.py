# SPDX-License-Identifier: Apache-2.0
"""Which records of the journal a wish becomes, or why it is refused."""

from collections.abc import Iterable, Iterator, Mapping

from verweer.banks.holdings import Holdings
from verweer.banks.model import Opinion
from verweer.banks.records import Added, Record, Removed, Said, check_item
from verweer.banks.trouble import BadItem, DuplicateItem, UnknownItem
from verweer.fingerprints import Rows, Space

Item = tuple[str, Mapping[Space, Rows]]
_BATCH_ITEMS = 5_000
_BATCH_BYTES = 1 << 24
_MOST_NUMBERS = 2**32 - 1


def records_for(items: Iterable[Item], holdings: Holdings, *, replace: bool) -> tuple[list[Record], tuple[int, ...]]:
    """Return the records that add these items, and their numbers; raises BadItem, DuplicateItem."""
    records: list[Record] = []
    numbers: dict[str, int] = {}
    for number, (item, rows) in enumerate(items, start=holdings.next_number):
        check_item(item, rows)
        if number > _MOST_NUMBERS:
            message = "The bank has given out all its numbers; export it and import the list into a new one."
            raise BadItem(message)
        before = numbers[item] if item in numbers else holdings.number_of(item)
        if before is not None:
            if not replace:
                message = f"The bank already holds {item!r}; remove it first, or say that it is replaced (--replace)."
                raise DuplicateItem(message)
            records.append(Removed(before))
        numbers[item] = number
        records.append(Added(number, item, rows))
    return records, tuple(record.number for record in records if isinstance(record, Added))


def removals_for(items: Iterable[str], holdings: Holdings) -> list[Record]:
    """Return the records that remove these items; raises UnknownItem."""
    return [Removed(held(item, holdings)) for item in dict.fromkeys(items)]


def opinions_for(items: Iterable[str], opinion: Opinion, holdings: Holdings) -> list[Record]:
    """Return the records that give these items an opinion; raises UnknownItem."""
    return [Said(held(item, holdings), opinion) for item in dict.fromkeys(items)]


def held(item: str, holdings: Holdings) -> int:
    """Return the number of an item; raises UnknownItem."""
    number = holdings.number_of(item)
    if number is None:
        message = f"The bank holds no item {item!r}."
        raise UnknownItem(message)
    return number


def batches_of(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items in batches that are kept at once."""
    batch: list[Item] = []
    held = 0
    for item, rows in items:
        batch.append((item, rows))
        held += len(item) + sum(table.hashes.nbytes + table.details.nbytes for table in rows.values())
        if len(batch) == _BATCH_ITEMS or held >= _BATCH_BYTES:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
