# SPDX-License-Identifier: Apache-2.0
"""Archives of hashes read in chunks: raw files (32 bytes a hash) and Parquet (a column of bytes or of hexadecimal text).

A chunk is at most `CHUNK_ROWS` hashes; a raw file is mapped, not read at once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from verweer.fingerprints import PDQ_BYTES
from verweer.kernel import InputError

CHUNK_ROWS = 1 << 18
PARQUET_ENDINGS = frozenset({".parquet", ".pq"})
RAW_ENDINGS = frozenset({".raw", ".bin", ".pdq"})
_HEX_DIGITS = 2 * PDQ_BYTES


class BadArchive(InputError):
    """An archive cannot be read; the sentence names the file and the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Consecutive hashes (n by 32) of a file, from one row on, and their ids when the file has them."""

    file: Path
    first_row: int
    hashes: NDArray[np.uint8]
    ids: Sequence[object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How the columns of a Parquet file are called."""

    hashes: str = "hash"
    ids: str = "id"


def archive_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files themselves and, of folders, all files with an ending of an archive; raises BadArchive."""
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            endings = PARQUET_ENDINGS | RAW_ENDINGS
            files += sorted(file for file in path.rglob("*") if file.suffix in endings and file.is_file())
        elif path.is_file():
            files.append(path)
        else:
            message = f"There is no file {path}."
            raise BadArchive(message)
    if not files:
        message = f"There is no archive in {paths[0]}: its files end in .parquet, .pq, .raw, .bin or .pdq."
        raise BadArchive(message)
    return tuple(files)


def row_count(file: Path) -> int:
    """Return how many rows a file has; raises BadArchive."""
    if file.suffix not in PARQUET_ENDINGS:
        if file.stat().st_size % PDQ_BYTES:
            message = f"{file} has {file.stat().st_size} bytes; a raw archive has 32 bytes for each hash."
            raise BadArchive(message)
        return file.stat().st_size // PDQ_BYTES
    from pyarrow import ArrowException, parquet  # type: ignore[import-untyped]  # noqa: PLC0415 - only for Parquet

    try:
        with parquet.ParquetFile(file) as opened:
            return int(opened.metadata.num_rows)
    except (ArrowException, OSError) as cause:
        message = f"{file} is not a Parquet file that can be read."
        raise BadArchive(message) from cause


def chunks_of(file: Path, columns: Columns) -> Iterator[Chunk]:
    """Yield a file's hashes, chunk after chunk; raises BadArchive."""
    if row_count(file) == 0:
        return
    if file.suffix in PARQUET_ENDINGS:
        yield from _parquet_chunks(file, columns)
        return
    mapped = np.memmap(file, np.uint8, "r").reshape(-1, PDQ_BYTES)
    for start in range(0, len(mapped), CHUNK_ROWS):
        yield Chunk(file=file, first_row=start, hashes=mapped[start : start + CHUNK_ROWS])


def _parquet_chunks(file: Path, columns: Columns) -> Iterator[Chunk]:
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - only for Parquet

    try:
        with parquet.ParquetFile(file) as opened:
            names = opened.schema_arrow.names
            if columns.hashes not in names:
                message = f"{file} has no column {columns.hashes!r} (--hash-column); it has: {', '.join(names)[:200]}."
                raise BadArchive(message)
            wanted = [columns.hashes] + ([columns.ids] if columns.ids in names else [])
            row = 0
            for batch in opened.iter_batches(batch_size=CHUNK_ROWS, columns=wanted):
                hashes = _table(batch.column(columns.hashes), file, row)
                ids = batch.column(columns.ids).to_pylist() if columns.ids in names else None
                yield Chunk(file=file, first_row=row, hashes=hashes, ids=ids)
                row += batch.num_rows
    except (ArrowException, OSError) as cause:
        message = f"{file} cannot be read as Parquet."
        raise BadArchive(message) from cause


def _table(column: object, file: Path, first_row: int) -> NDArray[np.uint8]:
    """Return a column of fixed or free bytes, or of hexadecimal text, as n by 32 bytes."""
    import pyarrow as pa  # noqa: PLC0415 - only who reads Parquet needs it

    assert isinstance(column, pa.Array)  # noqa: S101 - pyarrow's own
    kind = column.type
    if column.null_count == 0 and pa.types.is_fixed_size_binary(kind) and kind.byte_width == PDQ_BYTES:
        content = np.frombuffer(column.buffers()[1], np.uint8)[column.offset * PDQ_BYTES :]
        return content[: len(column) * PDQ_BYTES].reshape(-1, PDQ_BYTES)
    values = column.to_pylist()
    found = [_bytes(value) for value in values]
    if None in found:
        place = found.index(None)
        message = f"{file}, row {first_row + place}: {str(values[place])[:40]!r} is no hash of 32 bytes or 64 hexadecimal digits."
        raise BadArchive(message)
    return np.frombuffer(b"".join(one for one in found if one is not None), np.uint8).reshape(-1, PDQ_BYTES)


def _bytes(value: object) -> bytes | None:
    if isinstance(value, bytes) and len(value) == PDQ_BYTES:
        return value
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    try:
        content = bytes.fromhex(text) if isinstance(text, str) and len(text) == _HEX_DIGITS else b""
    except ValueError:
        return None
    return content if len(content) == PDQ_BYTES else None
