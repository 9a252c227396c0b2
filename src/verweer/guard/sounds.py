# SPDX-License-Identifier: Apache-2.0
"""What a name sounds like, in letters that several languages share, and the skeleton of its consonants.

A sound form keeps vowels, a skeleton only whether it starts with one. A skeleton of at most sixteen
sounds is one whole number, a sound in each four bits, so a million names are one sorted array.
Everything is replacing in whole texts: one call serves a word or a hundred thousand lines.
"""

_SOUNDS = (
    ("tsch", "s"), ("dzh", "J"), ("zh", "J"), ("dj", "J"), ("tj", "J"), ("sch", "s"), ("shch", "s"), ("sh", "s"), ("sj", "s"),
    ("kh", "k"), ("ch", "k"), ("ph", "f"), ("gh", "g"), ("h", ""), ("ck", "k"), ("cq", "k"), ("qu", "k"), ("q", "k"),
    ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("ts", "s"), ("tz", "s"), ("z", "s"), ("v", "f"), ("w", "f"),
    ("ij", "i"), ("eij", "i"), ("ey", "i"), ("ei", "i"), ("ie", "i"), ("ai", "i"), ("ay", "i"), ("eau", "o"), ("au", "o"), ("oe", "u"),
    ("oo", "u"), ("ou", "u"), ("ue", "u"), ("ae", "e"), ("ea", "e"), ("eu", "u"),
    ("ya", "ja"), ("ye", "je"), ("yi", "ji"), ("yo", "jo"), ("yu", "ju"), ("y", "i"), ("J", "j"),
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_DOUBLED = tuple((letter + letter, letter) for letter in _LETTERS)
_DIGITS = {
    "b": "2", "p": "2", "d": "3", "t": "3", "g": "4", "k": "4", "f": "5", "s": "6", "l": "7", "r": "8", "m": "9",
    "n": "a", "j": "b",
}  # fmt: skip
_SKELETON = str.maketrans({**_DIGITS, **dict.fromkeys("aeiouhqvwxyzc ", None)})
_ROUGH = str.maketrans(
    {**dict.fromkeys("bpfvw", "1"), **dict.fromkeys("dt", "2"), **dict.fromkeys("szx", "3"), **dict.fromkeys("ckgq", "4"),
     "l": "5", "r": "5", "m": "6", "n": "7", **dict.fromkeys("aeiouhjy ", None)}
)  # fmt: skip
_ROUGH_DOUBLED = tuple((digit + digit, digit) for digit in "1234567")
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
    """Return the text with every repeated letter written once."""
    for doubled, letter in _DOUBLED:
        while doubled in text:
            text = text.replace(doubled, letter)
    return text


def sound_form(text: str) -> str:
    """Return the sound form of small letters; spaces and line ends stay, words and lines do not touch."""
    for written, sound in _SOUNDS:
        if written in text:
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
    marked = f"\n{joined_forms}"
    for vowel in "aeiou":
        marked = marked.replace(f"\n{vowel}", "\n1")
    return [int(line[:_LONGEST] or "0", 16) for line in marked.translate(_SKELETON)[1:].split("\n")]


def rough_skeletons(letters: str) -> list[int]:
    """Return for each line of letters the skeleton that stays whatever script it was written in and back from.

    Scripts part sounds differently (b, p, f, v and w; l and r), write half vowels as vowels and double what
    Latin writes once; so seven sounds are told apart, and a sound that follows itself counts once.
    """
    rough = letters.replace("x", "ks").translate(_ROUGH)
    for doubled, digit in _ROUGH_DOUBLED:
        while doubled in rough:
            rough = rough.replace(doubled, digit)
    return [int(line[:_LONGEST] or "0", 16) for line in rough.split("\n")]


def sounds_in(skeleton: int) -> int:
    """Return how many sounds a skeleton has."""
    return (skeleton.bit_length() + 3) // 4
