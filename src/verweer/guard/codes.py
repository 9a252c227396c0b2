# SPDX-License-Identifier: Apache-2.0
"""Thirty-two bits become 127 that may lose any thirteen: a binary BCH code with a checksum inside.

The code is the primitive narrow-sense BCH code over GF(2^7), x^7 + x^3 + 1, with parameters (127, 50, 27);
decoding is Berlekamp and Massey's, the places of errors are found by trying all (Lin and Costello, Error
Control Coding, 2nd edition, chapter 6). Of the 50 bits 2 are the version, 32 the payload, 16 a CRC (CCITT),
so that a word drawn by chance passes with a likelihood of at most `CHANCE`.
"""

import binascii
import math
from collections.abc import Sequence
from fractions import Fraction

LENGTH = 127
CORRECTS = 13
PAYLOAD_BITS = 32
_DATA_BITS = 50
_VERSION = 0b01
_CRC_BITS = 16
_CRC_START = 0xFFFF
_POLYNOMIAL = 0b10001001
# Words within reach of any of the 2^32 words that are well made, out of all words of 127 bits.
CHANCE = Fraction(sum(math.comb(LENGTH, errors) for errors in range(CORRECTS + 1)) << PAYLOAD_BITS, 1 << LENGTH)


class NotAWord(ValueError):
    """The bits are no word of this code, nor within thirteen errors of one."""


def encode(payload: int) -> tuple[int, ...]:
    """Return the 127 bits, each 0 or 1, that carry a payload of 32 bits."""
    if not 0 <= payload < 1 << PAYLOAD_BITS:
        message = "a payload is a whole number of 32 bits, 0 or more"
        raise ValueError(message)
    headed = _VERSION << PAYLOAD_BITS | payload
    data = (headed << _CRC_BITS | _crc(headed)) << (LENGTH - _DATA_BITS)
    word = data | _remainder(data, _GENERATOR)
    return tuple(word >> place & 1 for place in range(LENGTH))


def decode(bits: Sequence[int]) -> tuple[int, int]:
    """Return the payload and the number of bits that were wrong; raises NotAWord."""
    if len(bits) != LENGTH:
        message = f"a word has {LENGTH} bits"
        raise NotAWord(message)
    wrong = _places_of_errors(_syndromes(bits))
    word = sum((bit & 1) << place for place, bit in enumerate(bits)) ^ sum(1 << place for place in wrong)
    headed, crc = divmod(word >> (LENGTH - _DATA_BITS), 1 << _CRC_BITS)
    if _remainder(word, _GENERATOR) or crc != _crc(headed) or headed >> PAYLOAD_BITS != _VERSION:
        message = "no word of the code is near"
        raise NotAWord(message)
    return headed & ((1 << PAYLOAD_BITS) - 1), len(wrong)


def _crc(headed: int) -> int:
    return binascii.crc_hqx(headed.to_bytes(5, "big"), _CRC_START)


def _remainder(value: int, divisor: int) -> int:
    """Return the rest of a division of polynomials over GF(2), each bit a coefficient."""
    while value.bit_length() >= divisor.bit_length():
        value ^= divisor << (value.bit_length() - divisor.bit_length())
    return value


def _product(left: int, right: int) -> int:
    result = 0
    while right:
        result ^= left if right & 1 else 0
        left, right = left << 1, right >> 1
    return result


def _powers() -> tuple[int, ...]:
    powers = [1]
    while len(powers) < LENGTH:
        powers.append(_remainder(powers[-1] << 1, _POLYNOMIAL))
    return tuple(powers)


_POWERS = _powers()
_LOGARITHMS = {value: power for power, value in enumerate(_POWERS)}


def _times(left: int, right: int) -> int:
    return _POWERS[(_LOGARITHMS[left] + _LOGARITHMS[right]) % LENGTH] if left and right else 0


def _minimal_polynomial(power: int) -> int:
    conjugates = {power * 2**step % LENGTH for step in range(7)}
    coefficients = [1]
    for root in conjugates:
        shifted = [0, *coefficients]
        scaled = [*(_times(one, _POWERS[root]) for one in coefficients), 0]
        coefficients = [one ^ other for one, other in zip(shifted, scaled, strict=True)]
    return sum(bit << place for place, bit in enumerate(coefficients))


def _generator() -> int:
    result = 1
    for factor in {_minimal_polynomial(power) for power in range(1, 2 * CORRECTS + 1)}:
        result = _product(result, factor)
    return result


_GENERATOR = _generator()


def _syndromes(bits: Sequence[int]) -> list[int]:
    set_places = [place for place, bit in enumerate(bits) if bit & 1]
    sums = []
    for power in range(1, 2 * CORRECTS + 1):
        total = 0
        for place in set_places:
            total ^= _POWERS[power * place % LENGTH]
        sums.append(total)
    return sums


def _places_of_errors(syndromes: list[int]) -> tuple[int, ...]:
    """Return where the errors are: the roots of the locator, found by Berlekamp and Massey; raises NotAWord."""
    locator, before, since, last, degree = [1], [1], 1, 1, 0
    for step in range(len(syndromes)):
        gap = 0
        for place in range(min(degree, len(locator) - 1) + 1):
            gap ^= _times(locator[place], syndromes[step - place])
        if not gap:
            since += 1
            continue
        factor = _times(gap, _POWERS[-_LOGARITHMS[last] % LENGTH])
        mended = _added(locator, [0] * since + [_times(factor, one) for one in before])
        if 2 * degree <= step:
            locator, before, last, since, degree = mended, locator, gap, 1, step + 1 - degree
        else:
            locator, since = mended, since + 1
    places = tuple(place for place in range(LENGTH) if not _value(locator, -place % LENGTH))
    if degree > CORRECTS or len(places) != degree:
        message = "more bits are wrong than the code can mend"
        raise NotAWord(message)
    return places


def _added(left: list[int], right: list[int]) -> list[int]:
    size = max(len(left), len(right))
    return [(left[n] if n < len(left) else 0) ^ (right[n] if n < len(right) else 0) for n in range(size)]


def _value(polynomial: list[int], power: int) -> int:
    result = 0
    for place, coefficient in enumerate(polynomial):
        result ^= _times(coefficient, _POWERS[power * place % LENGTH])
    return result
