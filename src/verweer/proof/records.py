# SPDX-License-Identifier: Apache-2.0
"""Whether the index of a package points where it says, and whether each body is the one that its record names."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from verweer.proof.package import BadPackage, most_unpacked

_MOST_LINES = 200_000
_LONGEST_LINE = 100_000
_PIECE = 1 << 20


def check_records(archive: zipfile.ZipFile) -> int:
    """Return how many index lines were followed to their record; raises BadPackage naming the file."""
    wanted = dict(_index(archive))
    followed = 0
    for name in sorted({file for file, _ in wanted}):
        if name not in archive.namelist():
            message = f"The index names {name}, which the package does not hold."
            raise BadPackage(message)
        places = {offset: url for (file, offset), url in wanted.items() if file == name}
        followed += _walk(archive, name, places)
    return followed


def _index(archive: zipfile.ZipFile) -> Iterator[tuple[tuple[str, int], str]]:
    for name in (each for each in archive.namelist() if each.startswith("indexes/")):
        with archive.open(name) as lines:
            for number, line in enumerate(iter(lambda: lines.readline(_LONGEST_LINE), b"")):
                if number >= _MOST_LINES:
                    message = f"{name} has more lines than an index can have."
                    raise BadPackage(message)
                try:
                    told = json.loads(line.split(b" ", 2)[2])
                    yield (str(PurePosixPath("archive", told["filename"])), int(told["offset"])), str(told["url"])
                except (ValueError, KeyError, TypeError, IndexError, RecursionError) as cause:
                    message = f"Line {number + 1} of {name} cannot be read."
                    raise BadPackage(message) from cause


def _walk(archive: zipfile.ZipFile, name: str, places: dict[int, str]) -> int:
    met, room = set(), most_unpacked(archive.getinfo(name).file_size)
    try:
        with archive.open(name) as file:
            records = ArchiveIterator(file, check_digests=True)
            for record in records:
                url = record.rec_headers.get_header("WARC-Target-URI")
                cut = record.rec_headers.get_header("WARC-Truncated")
                while piece := record.raw_stream.read(_PIECE):
                    room -= len(piece)
                    if room < 0:
                        message = f"Unpacked, {name} is a hundred times its size; no capture is, so it was not read on."
                        raise BadPackage(message)
                if not cut and record.digest_checker.passed is False:
                    message = f"{name}: the body of {url} is not the one that its record names."
                    raise BadPackage(message)
                if places.get(offset := records.get_record_offset()) == url:
                    met.add(offset)
    except ArchiveLoadFailed as cause:
        message = f"{name} is no WARC file that can be read."
        raise BadPackage(message) from cause
    for offset, url in places.items():
        if offset not in met:
            message = f"{name}: the index says that {url} stands at {offset}, and it does not."
            raise BadPackage(message)
    return len(places)
