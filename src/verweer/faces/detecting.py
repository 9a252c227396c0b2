# SPDX-License-Identifier: Apache-2.0
"""Finds faces in RGB pixels with YuNet (Wu, Peng and Yu, 2023), whichever of four ways the picture lies.

The picture is looked at with its longer side at most 640 pixels, turned by 0, 90, 180 and 270
degrees; a larger picture once more upright at 1280, for small faces. Of detections that overlap
the best stays. A detection whose own landmarks say that it lies on its side is dropped, since
another turn shows it upright. At most 64 faces are kept, the surest first.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from verweer.faces.model import Box, Detection, Pixels
from verweer.faces.networks import YUNET, Floats, opened

MOST_FACES = 64
LOWEST_SCORE = 0.7
TURNS = (0, 90, 180, 270)
_SIDE, _LARGE_SIDE = 640, 1280
_STRIDES = (8, 16, 32)
_OVERLAP = 0.3
_MOST_CANDIDATES = 500
_QUARTER = 90
_STEEPEST = 1.0  # the eyes' line may rise by as much as it runs: 45 degrees


def find_faces(pixels: Pixels) -> tuple[Detection, ...]:
    """Return the faces in a picture (height by width by 3, RGB), the surest first."""
    views = [(turn, _SIDE) for turn in TURNS]
    if max(pixels.shape[:2]) > _SIDE:
        views.append((0, _LARGE_SIDE))
    rows = [_seen(pixels, turn, side) for turn, side in views]
    turns = np.repeat([turn for turn, _ in views], [len(each) for each in rows])
    found = np.concatenate(rows)
    kept = strongest(found[:, :4], found[:, -1])[:MOST_FACES]
    return tuple(_detection(found[place], int(turns[place])) for place in kept)


def decoded(outputs: dict[str, Floats], height: int, width: int) -> Floats:
    """Return a row for each place that the network holds for a face: box, 5 landmarks, score.

    `height` and `width` are those of the network's input, multiples of 32. For each stride the
    network answers for each cell: class and object scores, the box's middle and the logarithm of
    its size, and the landmarks, all in cells relative to the cell.
    """
    rows = []
    for stride in _STRIDES:
        down, across = np.mgrid[0 : height // stride, 0 : width // stride].reshape(2, -1).astype(np.float32)
        told = {name: outputs[f"{name}_{stride}"][0] for name in ("cls", "obj", "bbox", "kps")}
        score = np.sqrt(np.clip(told["cls"][:, 0], 0, 1) * np.clip(told["obj"][:, 0], 0, 1))
        likely = np.flatnonzero(score >= LOWEST_SCORE)
        cells = np.stack([across, down], axis=1)[likely]
        size = np.exp(np.minimum(told["bbox"][likely, 2:], 10)) * stride
        middle = (cells + told["bbox"][likely, :2]) * stride
        landmarks = (told["kps"][likely].reshape(-1, 5, 2) + cells[:, None]) * stride
        rows.append(np.hstack([middle - size / 2, size, landmarks.reshape(-1, 10), score[likely, None]]))
    return np.concatenate(rows).astype(np.float32)


def strongest(boxes: Floats, scores: Floats) -> list[int]:
    """Return the places of boxes (n by left, top, width, height), best first, none overlapping a better one."""
    kept: list[int] = []
    for place in np.argsort(-scores, kind="stable")[:_MOST_CANDIDATES]:
        if not kept or float(_overlaps(boxes[place], boxes[kept]).max()) <= _OVERLAP:
            kept.append(int(place))
    return kept


def turned_back(points: Floats, turn: int, height: int, width: int) -> Floats:
    """Return points (n by 2) of a picture turned by `turn` degrees counter-clockwise, as they lay before.

    `height` and `width` are those before turning.
    """
    across, down = points[:, 0], points[:, 1]
    match turn:
        case 90:
            before = (width - down, across)
        case 180:
            before = (width - across, height - down)
        case 270:
            before = (down, height - across)
        case _:
            before = (across, down)
    return np.stack(before, axis=1)


def _seen(pixels: Pixels, turn: int, side: int) -> Floats:
    height, width = pixels.shape[:2]
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8) if scale < 1 else pixels
    rows = _detected(np.rot90(small, turn // _QUARTER))
    rows = rows[_are_upright(rows)]
    corners = np.stack([rows[:, :2], rows[:, :2] + rows[:, 2:4]], axis=1)
    turned = np.concatenate([corners, rows[:, 4:14].reshape(-1, 5, 2)], axis=1).reshape(-1, 2)
    small_points = turned_back(turned, turn, small.shape[0], small.shape[1]).reshape(-1, 7, 2)
    points = np.asarray(small_points * [width / size[0], height / size[1]], dtype=np.float32)
    corner, opposite = points[:, :2].min(axis=1), points[:, :2].max(axis=1)
    return np.hstack([corner, opposite - corner, points[:, 2:].reshape(-1, 10), rows[:, 14:]])


def _detected(shown: Pixels) -> Floats:
    height, width = (-(-length // 32) * 32 for length in shown.shape[:2])
    padded = np.zeros((1, 3, height, width), dtype=np.float32)
    # The network was trained on blue, green, red, 0 to 255.
    padded[0, :, : shown.shape[0], : shown.shape[1]] = shown[:, :, ::-1].transpose(2, 0, 1)
    names = [f"{name}_{stride}" for name in ("cls", "obj", "bbox", "kps") for stride in _STRIDES]
    outputs = opened(YUNET).run(names, {"input": padded})
    rows = decoded(dict(zip(names, outputs, strict=True)), height, width)
    return rows[strongest(rows[:, :4], rows[:, -1])]


def _are_upright(rows: Floats) -> NDArray[np.bool_]:
    marks = rows[:, 4:14].reshape(-1, 5, 2)
    across, rise = (marks[:, 1] - marks[:, 0]).T
    upright: NDArray[np.bool_] = (across > 0) & (np.abs(rise) <= _STEEPEST * across)
    return upright


def _overlaps(box: Floats, boxes: Floats) -> Floats:
    corner = np.maximum(box[:2], boxes[:, :2])
    opposite = np.minimum(box[:2] + box[2:], boxes[:, :2] + boxes[:, 2:])
    shared = np.prod(np.maximum(opposite - corner, 0), axis=1)
    together = np.prod(box[2:]) + np.prod(boxes[:, 2:], axis=1) - shared
    return np.asarray(shared / np.maximum(together, 1e-9), dtype=np.float32)


def _detection(row: Floats, turn: int) -> Detection:
    left, top, width, height = (float(each) for each in row[:4])
    return Detection(
        box=Box(left, top, width, height),
        landmarks=row[4:14].reshape(5, 2).copy(),
        turned=turn,
        score=float(row[14]),
    )
