# SPDX-License-Identifier: Apache-2.0
"""Undo what machines write: percent signs, entities, escapes, base64 and hexadecimal, a few layers deep at most."""

import base64
import binascii
import html
import re
import string
from collections.abc import Callable
from urllib.parse import unquote

from verweer.guard.characters import Folded

DEEPEST = 3
_SHORTEST = 8
_SHORTEST_MARKED = 4
_AROUND = "\"'`.,:;()[]{}<>!?"
_LONGEST = 20_000
_BASE64 = frozenset(string.ascii_letters + string.digits + "+/-_=")
_ESCAPES = {"u": 4, "x": 2}  # how many figures follow
_HEX = frozenset(string.hexdigits)
_UNLIKE_WORDS = re.compile(r"[\d=+/]|\S[A-Z]")  # what base64 and hexadecimal have, and most prompts have not


def undo_encodings(text: str) -> Folded:
    """Return the text with encoded pieces replaced by what they say; at most three layers are undone."""
    origins: list[int] | range = range(len(text))
    done: set[str] = set()
    for _ in range(DEEPEST):
        changed = _undo_layer(text, origins, done)
        if changed is None:
            break
        text, origins = changed
    return Folded(text=text, origins=origins, disguises=frozenset(done))


def _undo_layer(text: str, origins: list[int] | range, done: set[str]) -> tuple[str, list[int]] | None:
    parts: list[str] = []
    places: list[int] = []
    changed = False
    at = 0
    for piece in text.split():
        start = text.index(piece, at)
        parts.append(text[at:start])
        places.extend(origins[at:start])
        at = start + len(piece)
        plain, disguise = _undone(piece)
        parts.append(plain)
        if disguise:
            done.add(disguise)
            changed = True
            places.extend(origins[start + place * len(piece) // max(len(plain), 1)] for place in range(len(plain)))
        else:
            places.extend(origins[start:at])
    parts.append(text[at:])
    places.extend(origins[at:])
    return ("".join(parts), places) if changed else None


def may_be_encoded(text: str) -> bool:
    """Tell cheaply whether any piece of the text could be encoded."""
    if "%" in text or "&" in text or "\\" in text:
        return True
    if not _UNLIKE_WORDS.search(text):
        return False
    return any(
        len(piece) >= _SHORTEST and (_is_hex(piece) or _looks_base64(piece))
        for piece in (each.strip(_AROUND) for each in text.split())
    )


def _undone(piece: str) -> tuple[str, str]:
    if len(piece) < _SHORTEST_MARKED or len(piece) > _LONGEST:
        return piece, ""
    written: tuple[tuple[str, Callable[[str], str], str], ...] = (
        ("%", unquote, "percent signs"),
        ("&", html.unescape, "entities"),
        ("\\", _unescaped, "escapes"),
    )
    for mark, undo, disguise in written:
        if mark in piece and (plain := undo(piece)) != piece:
            return plain, disguise
    bare = piece.strip(_AROUND)
    if len(bare) >= _SHORTEST:
        if _is_hex(bare) and (plain := _readable(_bytes_of_hex(bare))):
            return f" {plain} ", "hexadecimal"
        if _looks_base64(bare) and (plain := _readable(_bytes_of_base64(bare))):
            return f" {plain} ", "base64"
    return piece, ""


def _unescaped(piece: str) -> str:
    """Return the piece with escapes of the forms u006e and x6e, each after a backslash, undone."""
    first, *rest = piece.split("\\")
    return first + "".join(_unescaped_once(part) for part in rest)


def _unescaped_once(part: str) -> str:
    size = _ESCAPES.get(part[:1], 0)
    figures = part[1 : 1 + size]
    if not size or len(figures) < size or not _HEX.issuperset(figures):
        return f"\\{part}"
    return chr(int(figures, 16)) + part[1 + size :]


def _is_hex(piece: str) -> bool:
    return len(piece) % 2 == 0 and _HEX.issuperset(piece) and any(char.isdigit() for char in piece)


def _looks_base64(piece: str) -> bool:
    """Tell whether a piece has the letters of base64 and is no ordinary word."""
    if not _BASE64.issuperset(piece):
        return False
    return any(char.isupper() for char in piece[1:]) or any(char.isdigit() or char in "=+/" for char in piece)


def _bytes_of_hex(piece: str) -> bytes:
    return bytes.fromhex(piece)


def _bytes_of_base64(piece: str) -> bytes:
    bare = piece.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _readable(content: bytes) -> str:
    """Return the bytes as text when they are text; a few odd bytes are not."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    letters = sum(char.isalpha() or char in " '-.,=" for char in text)
    return text if text.isprintable() and letters >= 0.8 * len(text) else ""
