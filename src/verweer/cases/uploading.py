# SPDX-License-Identifier: Apache-2.0
"""Files that a browser sends: nowhere but on the one page that takes them, and there only into the working folder."""

from pathlib import Path
from typing import IO, Any

from django.core.exceptions import TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload

LARGEST_UPLOAD = 200_000_000
OTHER_FIELDS = 100_000
"""What a form holds beside its file, at most."""


class NoFiles(FileUploadHandler):
    """Refuses every file: no other page asks for one."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401, ARG002 - Django's signature
        """Refuse."""
        raise TooManyFilesSent

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002 - Django's signature
        """Take nothing."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Give nothing."""


class IntoFolder(FileUploadHandler):
    """Writes the one file of the field `file` into a folder, as it streams; its name on disk tells nothing."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.path = folder / "upload"
        self._file: IO[bytes] | None = None

    def new_file(self, field_name: str, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Open the file; a second one, or one of another field, is skipped."""
        super().new_file(field_name, *args, **kwargs)
        if field_name != "file" or self.path.exists():
            raise SkipFile
        self._file = self.path.open("xb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write a piece; the length of the whole request was bounded before."""
        if self._file is None or start + len(raw_data) > LARGEST_UPLOAD:
            raise StopUpload(connection_reset=True)
        try:
            self._file.write(raw_data)
        except OSError as cause:  # no room
            raise StopUpload(connection_reset=True) from cause
        return None

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Give what the form needs to know of the file."""
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        return UploadedFile(self.path.open("rb"), self.file_name, self.content_type, file_size, self.charset)
