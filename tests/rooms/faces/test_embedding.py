# SPDX-License-Identifier: Apache-2.0
"""What every embedder promises, tried on SFace and on one that is made of plain arithmetic."""

import numpy as np
import pytest

from tests.rooms.faces.drawings import drawn_face
from verweer.faces import DIMENSIONS, Embedder, NetworkMark, NotAligned, SFace, Template, face_templates, similarity
from verweer.faces.embedding import check_aligned
from verweer.faces.model import Pixels

FACE = drawn_face(112)


class PlainEmbedder:
    """An embedder of tests: the mean of 128 stripes of the face, without the mean of all."""

    version = "plain-1"
    network = NetworkMark(b"plain--1")

    def template(self, face: Pixels, *, quality: int) -> Template:
        check_aligned(face)
        stripes = np.array([part.mean() for part in np.array_split(face.astype(np.float32).ravel(), DIMENSIONS)])
        numbers = stripes - stripes.mean() + 1e-3
        return Template(
            numbers=(numbers / np.linalg.norm(numbers)).astype(np.float32), network=self.network, quality=quality
        )


@pytest.mark.parametrize("embedder", [SFace(), PlainEmbedder()], ids=["SFace", "PlainEmbedder"])
class TestEmbedders:
    def test_the_same_face_gives_the_same_bytes(self, embedder: Embedder) -> None:
        one, other = (embedder.template(FACE.copy(), quality=50).stored() for _ in range(2))

        assert one == other

    def test_a_template_bears_the_mark_and_the_quality(self, embedder: Embedder) -> None:
        template = embedder.template(FACE, quality=37)

        assert (template.network, template.quality) == (embedder.network, 37)

    def test_other_pixels_give_other_numbers(self, embedder: Embedder) -> None:
        noise = np.random.default_rng(1).integers(0, 256, FACE.shape, dtype=np.uint8)

        assert similarity(embedder.template(FACE, quality=1), embedder.template(noise, quality=1)) < 0.9

    def test_a_little_noise_changes_little(self, embedder: Embedder) -> None:
        noisy = np.clip(FACE + np.random.default_rng(2).integers(-3, 4, FACE.shape), 0, 255).astype(np.uint8)

        assert similarity(embedder.template(FACE, quality=1), embedder.template(noisy, quality=1)) > 0.9

    @pytest.mark.parametrize("strange", [FACE[:100], FACE[:, :, 0], FACE.astype(np.float32)])
    def test_pixels_that_are_no_aligned_face_are_refused(self, embedder: Embedder, strange: Pixels) -> None:
        with pytest.raises(NotAligned):
            embedder.template(strange, quality=1)


def test_another_embedder_can_take_the_place_of_sface() -> None:
    (face,) = face_templates(drawn_face(), PlainEmbedder())

    assert face.template.network == PlainEmbedder.network
