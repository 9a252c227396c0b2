# SPDX-License-Identifier: Apache-2.0
"""Lines on two logarithmic scales, and bars of shares, as SVG files for the pictures in the docs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10
from pathlib import Path

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _RIGHT, _TOP = 720, 420, 70, 60, 110, 50
_COLOURS = ("#8a8a8a", "#c2571a", "#1a5fb4", "#2e8b57", "#7b3fa0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: its name and its points, each above 0."""

    name: str
    points: Sequence[tuple[float, float]]


def write_plot(file: Path, series: Sequence[Series], *, title: str, across: str) -> None:
    """Write the lines with their names at their ends, and a grid at each power of ten."""
    xs = [x for line in series for x, _ in line.points]
    ys = [y for line in series for _, y in line.points]
    left, right = floor(log10(min(xs))), max(ceil(log10(max(xs))), floor(log10(min(xs))) + 1)
    low, high = floor(log10(min(ys))), max(ceil(log10(max(ys))), floor(log10(min(ys))) + 1)

    def place(x: float, y: float) -> tuple[float, float]:
        wide, tall = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
        return _LEFT + wide * (log10(x) - left) / (right - left), _HEIGHT - _BOTTOM - tall * (log10(y) - low) / (
            high - low
        )

    parts = [_text(_WIDTH / 2, 26, title, "middle", 16), _text(_WIDTH / 2, _HEIGHT - 14, across, "middle", 13)]
    for power in range(left, right + 1):
        x, _ = place(10.0**power, 10.0**low)
        parts += [
            _line(x, _TOP, x, _HEIGHT - _BOTTOM),
            _text(x, _HEIGHT - _BOTTOM + 18, f"{10.0**power:g}", "middle", 12),
        ]
    for power in range(low, high + 1):
        _, y = place(10.0**left, 10.0**power)
        parts += [_line(_LEFT, y, _WIDTH - _RIGHT, y), _text(_LEFT - 8, y + 4, f"{10.0**power:g}", "end", 12)]
    for number, line in enumerate(series):
        colour = _COLOURS[number % len(_COLOURS)]
        spots = [place(x, y) for x, y in line.points]
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
        parts.append(f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2.5"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in spots]
        parts.append(_text(spots[-1][0] + 10, spots[-1][1] + 4, line.name, "start", 13, colour))
    _write(file, parts, title, _HEIGHT)


def write_bars(file: Path, rows: Mapping[str, Sequence[float]], names: Sequence[str], *, title: str) -> None:
    """Write for each row a bar of each name, one behind the other: the first in front, all shares of one."""
    left, wide, step = 250, _WIDTH - 250 - 30, 15
    height = 90 + step * len(rows)
    parts = [_text(_WIDTH / 2, 26, title, "middle", 16)]
    for number, name in enumerate(names):
        colour = _COLOURS[number]
        parts.append(f'<rect x="{left + 150 * number}" y="42" width="12" height="12" fill="{colour}"/>')
        parts.append(_text(left + 150 * number + 18, 53, name, "start", 12))
    for percent in range(0, 101, 20):
        x = left + wide * percent / 100
        parts += [_line(x, 64, x, height - 14), _text(x, height - 2, f"{percent} %", "middle", 11)]
    for place, (row, shares) in enumerate(rows.items()):
        y = 66 + step * place
        parts.append(_text(left - 8, y + 10, row, "end", 11))
        for number in reversed(range(len(names))):
            thick = step - 4 - 3 * (len(names) - 1 - number)
            parts.append(
                f'<rect x="{left}" y="{y + (step - 4 - thick) / 2:g}" width="{wide * shares[number]:.1f}" '
                f'height="{thick}" fill="{_COLOURS[number]}"/>'
            )
    _write(file, parts, title, height)


def _write(file: Path, parts: Sequence[str], title: str, height: int) -> None:
    body = "\n".join(parts)
    file.write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" font-family="sans-serif" role="img">\n'
        f'<title>{escape(title)}</title>\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def _line(*ends: float) -> str:
    x1, y1, x2, y2 = ends
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _text(x: float, y: float, words: str, anchor: str, size: int, colour: str = "#333") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
