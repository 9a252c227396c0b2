# SPDX-License-Identifier: Apache-2.0
"""The guard in ComfyUI: the node has the shape ComfyUI asks for, the watch reads whole workflows and fails closed.

Both were tried by hand in a real ComfyUI (docs/decisions/0024).
"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verweer.generators import PromptRefused
from verweer.generators.comfyui import GUARD as NODE
from verweer.generators.comfyui import REFUSAL, RefusalNode, asked_in, nodes_for, watch_workflows
from verweer.guard import Guard
from verweer.kernel import Language

GUARD = Guard(["Annelies de Vries"])
WATCH = watch_workflows(GUARD)
NAME, NAKED = "Annelies de Vries", "Annelies de Vries n4k3d"


def text(words: Any) -> dict[str, Any]:
    return {"class_type": "CLIPTextEncode", "inputs": {"text": words, "clip": ["4", 1]}}


def workflow(positive: Any, negative: Any = "", cfg: Any = 7.0, **more: Any) -> dict[str, Any]:
    """Return the workflow that ComfyUI begins with, as it goes over the wire."""
    return {
        "3": {
            "class_type": "KSampler",
            "inputs": {
                "seed": 8, "steps": 20, "cfg": cfg, "sampler_name": "euler", "scheduler": "normal", "denoise": 1.0,
                "model": ["4", 0], "positive": ["6", 0], "negative": ["7", 0], "latent_image": ["5", 0],
            },
        },
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "v1-5.safetensors"}},
        "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 512, "batch_size": 1}},
        "6": text(positive),
        "7": text(negative),
        "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
        "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]}},
        **more,
    }  # fmt: skip


def with_controlnet(positive_output: int, negative_output: int) -> dict[str, Any]:
    """Return a workflow in which a node between changes both conditionings."""
    told = workflow(NAME, "nude, blurry")
    told["10"] = {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["6", 0], "negative": ["7", 0]}}
    told["3"]["inputs"] |= {"positive": ["10", positive_output], "negative": ["10", negative_output]}
    return told


def with_own_node(output: int) -> dict[str, Any]:
    told = workflow(["20", output], ["20", 1])
    told["20"] = {"class_type": NODE, "inputs": {"prompt": NAME, "negative": "nude, blurry"}}
    return told


WORKFLOWS = {
    "an ordinary one": (workflow("a lighthouse", "blurry"), True),
    "a name alone": (workflow(NAME, "blurry"), True),
    "nudity of a name": (workflow(NAKED), False),
    "nudity that must be absent": (workflow(NAME, "nude, nsfw, blurry"), True),
    "clothes that must be absent": (workflow(NAME, "clothes, blurry"), False),
    "a scale that turns negative into positive": (workflow("", NAKED, cfg=0.0), False),
    "a scale below nothing": (workflow("", NAKED, cfg=-5), False),
    "a scale that comes from elsewhere": (workflow("", NAKED, cfg=["11", 0]), False),
    "words from another node": (
        workflow(["11", 0]) | {"11": {"class_type": "PrimitiveString", "inputs": {"value": NAKED}}}, False,
    ),
    "absent nudity from another node": (
        workflow(NAME, ["11", 0]) | {"11": {"class_type": "PrimitiveString", "inputs": {"value": "nude"}}}, True,
    ),
    "words that two nodes join": (
        workflow(["11", 0])
        | {"11": {"class_type": "StringConcatenate", "inputs": {"string_a": NAME, "string_b": "naked"}}}, False,
    ),
    "name and nudity in two encoders": (
        workflow(NAME) | {"12": {"class_type": "ConditioningCombine", "inputs": {"a": ["6", 0], "b": ["13", 0]}}}
        | {"13": text("naked")}, False,
    ),
    "one text for both": (workflow(["11", 0], ["11", 0]) | {"11": text(NAKED)}, False),
    "a node between": (with_controlnet(0, 1), True),
    "a node between, crossed": (with_controlnet(1, 0), False),
    "our own node": (with_own_node(0), True),
    "our own node, crossed": (with_own_node(1), False),
    "words that nothing uses": (workflow("a cat") | {"14": text(NAKED)}, False),
    "a picture": (
        workflow("undress her") | {"15": {"class_type": "LoadImage", "inputs": {"image": "photo.png"}}}, False,
    ),
    "the same without a picture": (workflow("undress her"), True),
    "a model of a person": (
        workflow("a naked woman") | {"16": {"class_type": "LoraLoader", "inputs": {"lora_name": "annelies_de_vries_v2.safetensors"}}},
        False,
    ),
    "words within lists": (workflow([[NAKED, 1.5]]), False),
    "a circle": (workflow(["6", 0], "x"), True),
    "a link to nowhere": (workflow(["99", 0]), True),
    "nothing": ({}, True),
}  # fmt: skip


@pytest.mark.parametrize(("told", "is_taken"), WORKFLOWS.values(), ids=WORKFLOWS)
def test_a_workflow_is_judged_whole(told: dict[str, Any], *, is_taken: bool) -> None:
    taken = WATCH({"prompt": told, "client_id": "x"})

    assert taken["client_id"] == "x"
    if is_taken:
        assert taken["prompt"] is told
    else:
        assert [node["class_type"] for node in taken["prompt"].values()] == [REFUSAL]


def test_a_refusal_tells_why_in_the_chosen_language_and_names_nobody() -> None:
    taken = watch_workflows(GUARD, language=Language.DUTCH)({"prompt": workflow(NAKED)})

    (node,) = taken["prompt"].values()
    assert RefusalNode.VALIDATE_INPUTS(**node["inputs"]) == "seksueel beeld van een beschermde persoon"
    assert NAME not in str(taken)


class Breaking(Guard):
    """A guard that cannot judge."""

    def check_prompt(self, *_: object, **__: object) -> Any:
        raise ZeroDivisionError


def test_a_workflow_that_could_not_be_judged_is_refused() -> None:
    # ComfyUI goes on with this very document when a handler fails.
    taken = {"prompt": workflow("a cat")}

    with pytest.raises(ZeroDivisionError):
        watch_workflows(Breaking())(taken)

    assert [node["class_type"] for node in taken["prompt"].values()] == [REFUSAL]


SHAPES = {"no prompt": {}, "a list": {"prompt": [NAKED]}, "a word": {"prompt": NAKED}, "nothing": {"prompt": None}}


@pytest.mark.parametrize("taken", SHAPES.values(), ids=SHAPES)
def test_what_is_no_workflow_is_refused(taken: dict[str, Any]) -> None:
    assert [node["class_type"] for node in WATCH(dict(taken))["prompt"].values()] == [REFUSAL]


documents = st.recursive(
    st.none() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([NAKED]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["inputs", "cfg", "negative", "1"]), inner)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["1", "2", "3"]), documents))
def test_any_document_gets_an_answer(told: dict[str, Any]) -> None:
    taken = WATCH({"prompt": told})["prompt"]

    assert taken is told or [node["class_type"] for node in taken.values()] == [REFUSAL]


def test_the_words_of_a_workflow_are_sorted() -> None:
    asked = asked_in(workflow("a cat", "blurry") | {"15": {"class_type": "LoadImage", "inputs": {}}})

    assert "a cat" in asked.text
    assert "blurry" not in asked.text
    assert asked.negative == "blurry"
    assert asked.images == 1


def test_the_node_has_the_shape_that_comfyui_asks_for() -> None:
    classes, names = nodes_for(GUARD)
    node = classes[NODE]

    assert classes.keys() == names.keys()
    for kind in classes.values():
        assert {"required"} <= kind.INPUT_TYPES().keys() <= {"required", "optional", "hidden"}
        assert all(isinstance(each, tuple) for part in kind.INPUT_TYPES().values() for each in part.values())
        assert isinstance(kind.RETURN_TYPES, tuple)
        assert callable(getattr(kind(), kind.FUNCTION))
        assert kind.CATEGORY == "verweer"
    assert len(node.RETURN_TYPES) == len(node.RETURN_NAMES) == len(node().check("a cat"))


def test_the_node_passes_words_on_or_stops_the_run() -> None:
    node = nodes_for(GUARD)[0][NODE]()

    assert node.check("a cat", "blurry") == ("a cat", "blurry")
    assert node.check("undress her") == ("undress her", "")
    for refused in ((NAKED,), (NAME, "clothing"), ("undress her", "", object())):
        with pytest.raises(PromptRefused):
            node.check(*refused)


def test_what_wants_a_look_passes_when_the_maker_says_so() -> None:
    suggestive = "Annelies de Vries in lingerie"

    with pytest.raises(PromptRefused):
        nodes_for(GUARD)[0][NODE]().check(suggestive)
    assert nodes_for(GUARD, pass_review=True)[0][NODE]().check(suggestive)[0] == suggestive
    assert watch_workflows(GUARD, pass_review=True)({"prompt": workflow(suggestive)})["prompt"]["6"]


def test_two_makers_in_one_process_keep_their_own_guards() -> None:
    ours, theirs = (nodes_for(guard)[0][NODE]() for guard in (GUARD, Guard()))

    assert theirs.check("naked Lumora")
    with pytest.raises(PromptRefused):
        ours.check(NAKED)


def test_the_refusing_node_refuses_when_it_is_run_all_the_same() -> None:
    with pytest.raises(RuntimeError, match="not today"):
        RefusalNode().refuse("not today")
