# SPDX-License-Identifier: Apache-2.0
"""What a name sounds like, in letters that several languages share, and the skeleton of its consonants.

A sound form keeps vowels, a skeleton only whether it starts with one. A skeleton of at most sixteen
sounds is one whole number, a sound in each four bits, so a million names are one sorted array.
Everything is replacing in whole texts: one call serves a word or a hundred thousand lines.
"""

import re

import numpy as np
from numpy.typing import NDArray

_SOUNDS = (
    ("tsch", "s"), ("dzh", "J"), ("zh", "J"), ("dj", "J"), ("tj", "J"), ("sch", "s"), ("shch", "s"), ("sh", "s"), ("sj", "s"),
    ("kh", "k"), ("ch", "k"), ("ph", "f"), ("gh", "g"), ("h", ""), ("ck", "k"), ("cq", "k"), ("qu", "k"), ("q", "k"),
    ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("ts", "s"), ("tz", "s"), ("z", "s"), ("v", "f"), ("w", "f"),
    ("ij", "i"), ("eij", "i"), ("ey", "i"), ("ei", "i"), ("ie", "i"), ("ai", "i"), ("ay", "i"), ("eau", "o"), ("au", "o"), ("oe", "u"),
    ("oo", "u"), ("ou", "u"), ("ue", "u"), ("ae", "e"), ("ea", "e"), ("eu", "u"),
    ("ya", "ja"), ("ye", "je"), ("yi", "ji"), ("yo", "jo"), ("yu", "ju"), ("y", "i"), ("J", "j"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DOUBLED = re.compile(r"([a-z0-9])\1")
_FIRST_SIGN = ord("0")  # spaces and line ends come before it
_MANY_LETTERS = 1000
_LINE_END = ord("\n")
_BITS = np.zeros(128, dtype=np.uint32)
_BITS[list(_LETTERS.encode("ascii"))] = 1 << np.arange(len(_LETTERS))
_SKELETON, _NO_SKELETON = bytes.maketrans(b"bpdtgkfslrmnj", b"22334456789ab"), b"aeiouhqvwxyzc "
_ROUGH, _NO_ROUGH = bytes.maketrans(b"bpfvwdtszxckgqlrmn", b"111112233344445567"), b"aeiouhjy "
_ROUGHENED = str.maketrans("bpdlg", "fftrk")
_LONGEST = 16
_LETTERS_AND_LINES = str.maketrans(
    {code: None for code in range(128) if chr(code) not in _LETTERS + " \n"}
    | {ord("-"): " ", ord("."): " ", ord("_"): " ", ord(","): " "}
)


def letters_only(text: str) -> str:
    """Return small letters, spaces and line ends of an ASCII text."""
    return text.lower().translate(_LETTERS_AND_LINES)


def collapsed(text: str) -> str:
    """Return the text with every repeated letter or figure written once."""
    if len(text) > _MANY_LETTERS and text.isascii():
        return _collapsed_at_once(text)
    for letter in set(_DOUBLED.findall(text)):
        while letter + letter in text:
            text = text.replace(letter + letter, letter)
    return text


def _collapsed_at_once(text: str) -> str:
    signs = np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    is_new = signs < _FIRST_SIGN
    is_new[0] = True
    is_new[1:] |= signs[1:] != signs[:-1]
    return signs[is_new].tobytes().decode("ascii")


def sound_form(text: str) -> str:
    """Return the sound form of small letters; spaces and line ends stay, words and lines do not touch."""
    is_long = len(text) > _MANY_LETTERS
    for written, sound in _SOUNDS:
        if is_long and len(written) > 1:
            text = sound.join(text.split(written))  # quicker than replacing several letters in a long text
        elif written in text:
            text = text.replace(written, sound)
    return collapsed(text)


def joined_form(form: str) -> str:
    """Return sound forms with the spaces inside each line taken out."""
    return collapsed(form.replace(" ", ""))


def roughened(joined_forms: str) -> str:
    """Return sound forms in which the consonants that scripts part differently are one."""
    return collapsed(joined_forms.translate(_ROUGHENED))


def skeletons(joined_forms: str) -> list[int]:
    """Return the skeleton of each line as a number, its first sound in the highest four bits; 0 for no sound."""
    marked = b"\n" + joined_forms.encode("ascii")
    for vowel in b"aeiou":
        marked = marked.replace(b"\n%c" % vowel, b"\n1")
    return _numbers(marked.translate(_SKELETON, _NO_SKELETON)[1:])


def letter_sets(lines: str) -> NDArray[np.uint32]:
    """Return which letters each line has, a bit for each: a slip changes two at most. No line may be empty."""
    if not lines:
        return np.array([], dtype=np.uint32)
    signs = np.frombuffer(lines.encode("ascii"), dtype=np.uint8)
    begins = np.concatenate(([0], (signs == _LINE_END).nonzero()[0] + 1))
    return np.bitwise_or.reduceat(_BITS[signs], begins)


def rough_skeletons(letters: str) -> list[int]:
    """Return for each line of letters the skeleton that stays whatever script it was written in and back from.

    Scripts part sounds differently (b, p, f, v and w; l and r), write half vowels as vowels and double what
    Latin writes once; so seven sounds are told apart, and a sound that follows itself counts once.
    """
    rough = letters.replace("x", "ks").encode("ascii").translate(_ROUGH, _NO_ROUGH)
    return _numbers(collapsed(rough.decode("ascii")).encode("ascii"))


def _numbers(lines: bytes) -> list[int]:
    return [int(line[:_LONGEST] or b"0", 16) for line in lines.split(b"\n")]


def sounds_in(skeleton: int) -> int:
    """Return how many sounds a skeleton has."""
    return (skeleton.bit_length() + 3) // 4
