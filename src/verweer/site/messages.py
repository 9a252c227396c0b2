# SPDX-License-Identifier: Apache-2.0
"""Which messages the site says, and their compiled Dutch: `python -m verweer.site.messages` compiles.

Needs babel, which only developers install; the compiled file is kept with the source.
"""

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

_SOURCE = Path(__file__).parent.parent
CATALOGUE = Path(__file__).parent / "locale" / "nl" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "gettext_noop": None,
}


def spoken_messages() -> frozenset[str | tuple[str, ...]]:
    """Return every message in the templates and modules of the desk."""
    found: set[str | tuple[str, ...]] = set()
    for path in sorted(_SOURCE.rglob("*.html")):
        found |= _messages_in(templatize(path.read_text(encoding="utf-8"), origin=str(path)))
    for path in sorted([*(_SOURCE / "cases").glob("*.py"), *(_SOURCE / "site").glob("*.py")]):
        if "gettext" in (text := path.read_text(encoding="utf-8")):
            found |= _messages_in(text)
    return frozenset(found)


def read_catalogue() -> Catalog:
    """Return the Dutch catalogue."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="nl")


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as Django reads it."""
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _messages_in(text: str) -> set[str | tuple[str, ...]]:
    rows = extract("python", BytesIO(text.encode()), keywords=_KEYWORDS)
    return {tuple(message) if isinstance(message, (tuple, list)) else message for _, message, *_ in rows}


if __name__ == "__main__":
    settings.configure()
    COMPILED.write_bytes(compiled(read_catalogue()))
