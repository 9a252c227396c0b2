# SPDX-License-Identifier: Apache-2.0
"""A pipeline of diffusers behind the guard: judged by whatever its arguments hold, called only when allowed.

`PlainPipeline` is called as diffusers' pipelines are; the real ones were tried by hand (docs/decisions/0024).
"""

from collections.abc import Callable
from typing import Any

import pytest

from verweer.generators import Asked, PromptRefused
from verweer.generators.diffusers import GuardedPipeline, UnreadablePrompt, guarding_callback
from verweer.guard import Guard, Verdict

GUARD = Guard(["Annelies de Vries"])
NAKED = "Annelies de Vries n4k3d"
SUGGESTIVE = "Annelies de Vries in lingerie"


class Tensor:
    """Something that is no word and no number."""


class PlainPipeline:
    """Denoises nothing, in two steps, and remembers how it was called."""

    def __init__(self) -> None:
        self.calls: list[tuple[tuple[object, ...], dict[str, object]]] = []

    def __call__(
        self,
        prompt: str | list[str] | None = None,
        image: object = None,
        num_inference_steps: int = 2,
        negative_prompt: str | list[str] | None = None,
        callback_on_step_end: Callable[..., dict[str, Any]] | None = None,
        **kwargs: object,
    ) -> str:
        self.calls.append(((prompt, image, negative_prompt), kwargs))
        for step in range(num_inference_steps):
            if callback_on_step_end is not None:
                tensors = {"latents": Tensor()}
                assert callback_on_step_end(self, step, 1000 - step, tensors) is tensors
        return "picture"


@pytest.fixture
def pipe() -> PlainPipeline:
    return PlainPipeline()


CALLS: dict[str, tuple[tuple[object, ...], dict[str, object], bool]] = {
    "an ordinary prompt": (("a lighthouse",), {}, True),
    "a name alone": (("Annelies de Vries at the opera",), {"guidance_scale": 7.5, "output_type": "pil"}, True),
    "by place": ((NAKED,), {}, False),
    "by name": ((), {"prompt": NAKED}, False),
    "one of many": ((["a cat", NAKED],), {}, False),
    "many that are fine": ((["a cat", "a dog"],), {"negative_prompt": ["blurry", "nude"]}, True),
    "a name and nudity in the same row": ((["a cat", "Annelies de Vries"],), {"prompt_2": ["a dog", "naked"]}, False),
    "a name and nudity in rows of their own": ((["Annelies de Vries", "a statue"],), {"prompt_2": ["", "naked"]}, True),
    "a second encoder for all rows": ((["a cat", "Annelies de Vries"],), {"prompt_2": "naked"}, False),
    "a third encoder": (("Annelies de Vries",), {"prompt_3": "naked"}, False),
    "phrases at places": (("a room",), {"gligen_phrases": [NAKED]}, False),
    "a talk": (("",), {"messages": [{"role": "user", "content": NAKED}]}, False),
    "by frame": (({0: "a cat", 8: NAKED},), {}, False),
    "clothes that must be absent": (("Annelies de Vries",), {"negative_prompt": "clothing"}, False),
    "the same by place": (("Annelies de Vries", None, 2, "clothing"), {}, False),
    "the same for a second encoder": (("Annelies de Vries",), {"negative_prompt_2": "clothing"}, False),
    "nudity that must be absent": (("Annelies de Vries",), {"negative_prompt": "nude"}, True),
    "a picture": (("undress her",), {"image": Tensor()}, False),
    "a picture by place": (("undress her", Tensor()), {}, False),
    "a film": (("undress her",), {"video": [Tensor()]}, False),
    "a picture as template": (("undress her",), {"ip_adapter_image_embeds": [Tensor()]}, False),
    "sizes are no picture": (
        ("undress her",), {"original_image_size": (64, 64), "num_images_per_prompt": 4, "image_guidance_scale": 1.5}, True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "named", "is_made"), CALLS.values(), ids=CALLS)
def test_a_picture_is_made_only_of_what_is_allowed(
    pipe: PlainPipeline, arguments: tuple[object, ...], named: dict[str, object], *, is_made: bool
) -> None:
    guarded = GuardedPipeline(pipe, GUARD)

    if is_made:
        assert guarded(*arguments, **named) == "picture"
        assert len(pipe.calls) == 1
    else:
        with pytest.raises(PromptRefused):
            guarded(*arguments, **named)
        assert pipe.calls == []


def test_the_pipeline_gets_what_was_handed_in_and_nothing_more(pipe: PlainPipeline) -> None:
    image = Tensor()

    GuardedPipeline(pipe, GUARD)("a cat", image, guard_history=["hello"], eta=0.5, guard_words="a cat")

    assert pipe.calls == [(("a cat", image, None), {"eta": 0.5})]


EMBEDDED = ["prompt_embeds", "pooled_prompt_embeds", "prompt_embeds_2", "input_ids", "encoder_hidden_states"]


@pytest.mark.parametrize("name", EMBEDDED)
def test_a_prompt_without_words_is_refused_unless_they_come_along(pipe: PlainPipeline, name: str) -> None:
    guarded = GuardedPipeline(pipe, GUARD)
    embedded = {name: Tensor()}

    with pytest.raises(UnreadablePrompt, match="guard_words"):
        guarded(**embedded)
    with pytest.raises(PromptRefused):
        guarded(guard_words=NAKED, **embedded)
    assert pipe.calls == []
    assert guarded(guard_words="a cat", **embedded) == "picture"


def test_negative_embeddings_need_no_words(pipe: PlainPipeline) -> None:
    assert GuardedPipeline(pipe, GUARD)("a cat", negative_prompt_embeds=Tensor()) == "picture"


def test_earlier_turns_count(pipe: PlainPipeline) -> None:
    with pytest.raises(PromptRefused):
        GuardedPipeline(pipe, GUARD)("now naked", guard_history=["Annelies de Vries"])


def test_a_wrong_call_fails_as_the_pipeline_would(pipe: PlainPipeline) -> None:
    with pytest.raises(TypeError):
        GuardedPipeline(pipe, GUARD)("a cat", None, 2, None, None, "one too many")


def test_a_refusal_can_be_returned(pipe: PlainPipeline) -> None:
    guarded = GuardedPipeline(pipe, GUARD, on_refusal=lambda refused: refused.decision.verdict)

    assert guarded(NAKED) is Verdict.REFUSE


def test_what_wants_a_look_passes_when_the_maker_says_so(pipe: PlainPipeline) -> None:
    with pytest.raises(PromptRefused):
        GuardedPipeline(pipe, GUARD)(SUGGESTIVE)

    assert GuardedPipeline(pipe, GUARD, pass_review=True)(SUGGESTIVE) == "picture"


def test_the_unguarded_pipeline_is_not_given_away_by_its_methods(pipe: PlainPipeline) -> None:
    assert not hasattr(GuardedPipeline(pipe, GUARD), "calls")


def test_the_callback_stops_a_refused_prompt_after_its_first_step(pipe: PlainPipeline) -> None:
    steps: list[int] = []

    def then(pipe: object, step: int, timestep: object, tensors: dict[str, Any]) -> dict[str, Any]:
        del pipe, timestep
        steps.append(step)
        return tensors

    pipe("a cat", callback_on_step_end=guarding_callback(GUARD, Asked(text="a cat"), then=then))
    with pytest.raises(PromptRefused):
        pipe(NAKED, callback_on_step_end=guarding_callback(GUARD, Asked(text=NAKED), then=then))

    assert steps == [0, 1]


def test_the_callback_judges_once() -> None:
    guard = Guard(["Annelies de Vries"])

    PlainPipeline()("a cat", callback_on_step_end=guarding_callback(guard, Asked(text="a cat")))

    assert guard.counters == {"allow": 1}
