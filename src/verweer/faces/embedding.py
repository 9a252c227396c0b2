# SPDX-License-Identifier: Apache-2.0
"""The seam at which an embedder turns an aligned face into a template, and SFace behind it (Zhong et al., 2021)."""

from typing import Protocol

import numpy as np

from verweer.faces.aligning import ALIGNED_SIDE
from verweer.faces.model import NetworkMark, Pixels, Template
from verweer.faces.networks import SFACE, opened
from verweer.kernel import InputError


class NotAligned(InputError):
    """Pixels that should be an aligned face are not."""


class Embedder(Protocol):
    """What turns an aligned face into a template.

    The same pixels always give the same numbers, and every template bears the embedder's mark,
    so that templates of different embedders never meet. `version` names the embedder in
    `thresholds.toml`: a threshold holds for one version only.
    """

    @property
    def version(self) -> str:
        """Return the name under which its error rates were measured."""
        ...

    @property
    def network(self) -> NetworkMark:
        """Return the mark that its templates bear."""
        ...

    def template(self, face: Pixels, *, quality: int) -> Template:
        """Return the template of an aligned face (112 by 112 by 3, RGB); raises NotAligned."""
        ...


class SFace:
    """SFace of December 2021 from the OpenCV model zoo, block-quantised, run as float32."""

    version = "sface-2021dec-int8bq"
    network = NetworkMark.of(SFACE.digest)

    def template(self, face: Pixels, *, quality: int) -> Template:
        """Return the template of an aligned face; the network itself scales red, green, blue from 0 to 255."""
        check_aligned(face)
        given = np.ascontiguousarray(face.transpose(2, 0, 1)[None], dtype=np.float32)
        numbers = opened(SFACE).run(["fc1"], {"data": given})[0][0]
        numbers = numbers / max(float(np.linalg.norm(numbers)), 1e-12)
        return Template(numbers=numbers.astype(np.float32), network=self.network, quality=quality)


def check_aligned(face: Pixels) -> None:
    """Refuse pixels that are not an aligned face."""
    if face.shape != (ALIGNED_SIDE, ALIGNED_SIDE, 3) or face.dtype != np.uint8:
        message = "An aligned face is 112 by 112 RGB pixels of one byte a colour."
        raise NotAligned(message)
