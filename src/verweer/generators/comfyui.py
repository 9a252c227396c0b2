# SPDX-License-Identifier: Apache-2.0
"""The guard in ComfyUI: a node that lets a prompt pass or stops the run, and a watch over whole workflows.

A node protects those who put it into their workflow. The watch sits where the server takes workflows in, so
nobody who uses the server can leave it out. ComfyUI itself is not imported here.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from verweer.generators.asking import Asked, PromptRefused, require_allowed
from verweer.guard import Guard
from verweer.kernel import Bilingual, Language

Workflow = Mapping[str, Any]
Taken = dict[str, Any]
REFUSAL = "VerweerRefusal"
GUARD = "VerweerPromptGuard"
# Choices that the server makes sure are its own. `lora_name` is not among them: it often is the name of a person.
_SETTINGS = frozenset(
    [
        "sampler_name",
        "scheduler",
        "ckpt_name",
        "unet_name",
        "vae_name",
        "clip_name",
        "clip_name1",
        "clip_name2",
        "clip_name3",
        "control_net_name",
        "model_name",
        "style_model_name",
        "filename_prefix",
        "upscale_method",
        "weight_dtype",
        "device",
        "type",
        "image",
        "upload",
    ]
)
_FAILED = Bilingual(nl="de wachter kon deze workflow niet beoordelen", en="the guard could not judge this workflow")


@dataclass(frozen=True, slots=True)
class Link:
    """An output of a node; no number stands for the node itself."""

    node: str
    output: int | None = None


class PromptGuardNode:
    """The node: words in, the same words out, or the run stops with the reason."""

    RETURN_TYPES: ClassVar = ("STRING", "STRING")
    RETURN_NAMES: ClassVar = ("prompt", "negative")
    FUNCTION: ClassVar = "check"
    CATEGORY: ClassVar = "verweer"
    DESCRIPTION: ClassVar = "Stops the run when a prompt asks for a sexual image of an identifiable person."
    guard: ClassVar[Guard]
    pass_review: ClassVar[bool] = False

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, dict[str, tuple[Any, ...]]]:  # noqa: N802 - ComfyUI's own name
        """Return what goes in: the prompt, and if there are any the negative prompt and a picture."""
        return {
            "required": {"prompt": ("STRING", {"multiline": True, "dynamicPrompts": True})},
            "optional": {"negative": ("STRING", {"multiline": True, "default": ""}), "image": ("IMAGE",)},
        }

    def check(self, prompt: str, negative: str = "", image: object = None) -> tuple[str, str]:
        """Return the words; raises PromptRefused, at which ComfyUI stops the run and tells the reason."""
        asked = Asked(text=prompt, negative=negative, images=int(image is not None))
        require_allowed(self.guard, asked, pass_review=self.pass_review)
        return prompt, negative


class RefusalNode:
    """What stands in the place of a refused workflow: ComfyUI finds it invalid and tells the sentence."""

    RETURN_TYPES: ClassVar = ()
    FUNCTION: ClassVar = "refuse"
    CATEGORY: ClassVar = "verweer"
    OUTPUT_NODE: ClassVar = True

    @classmethod
    def INPUT_TYPES(cls) -> dict[str, dict[str, tuple[Any, ...]]]:  # noqa: N802 - ComfyUI's own name
        """Return what goes in: the sentence."""
        return {"required": {"told": ("STRING", {"default": _FAILED.en})}}

    @classmethod
    def VALIDATE_INPUTS(cls, told: str) -> str:  # noqa: N802 - ComfyUI's own name
        """Return the sentence, which makes the workflow invalid."""
        return told

    def refuse(self, told: str) -> tuple[()]:
        """Refuse once more, for a server that did not ask whether the workflow is valid."""
        raise RuntimeError(told)


def nodes_for(guard: Guard, *, pass_review: bool = False) -> tuple[dict[str, type[Any]], dict[str, str]]:
    """Return NODE_CLASS_MAPPINGS and NODE_DISPLAY_NAME_MAPPINGS with this guard in them."""
    node = type(GUARD, (PromptGuardNode,), {"guard": guard, "pass_review": pass_review})
    return {GUARD: node, REFUSAL: RefusalNode}, {GUARD: "Prompt guard (Verweer)", REFUSAL: "Refused (Verweer)"}


def watch_workflows(
    guard: Guard, *, pass_review: bool = False, language: Language = Language.ENGLISH
) -> Callable[[Taken], Taken]:
    """Return a handler for `PromptServer.instance.add_on_prompt_handler` that judges every workflow whole."""

    def handle(taken: Taken) -> Taken:
        # ComfyUI goes on with what it had when a handler fails. So the refusal is put there first.
        workflow = taken.get("prompt")
        taken["prompt"] = _refusal(_FAILED.in_(language))
        try:
            if isinstance(workflow, Mapping):
                require_allowed(guard, asked_in(workflow), pass_review=pass_review)
                taken["prompt"] = workflow
        except PromptRefused as refused:
            taken["prompt"] = _refusal(refused.told(language))
        return taken

    return handle


def asked_in(workflow: Workflow) -> Asked:
    """Return all words of a workflow as one question; words that only steer away from something are negative."""
    wanted, avoided = _reached(workflow, _ends(workflow), whole=False)
    unwanted = _reached(workflow, avoided, whole=True)[0]
    reached = {link.node for link in wanted}
    only_avoided = {link.node for link in unwanted} - reached
    texts: dict[bool, list[str]] = {False: [], True: []}
    for number, node in workflow.items():
        for name, value in _inputs(node).items():
            if name in _SETTINGS:
                continue
            is_own_negative = _kind(node) == GUARD and name == "negative" and Link(number, 1) not in wanted
            texts[number in only_avoided or is_own_negative] += _words(value)
    images = sum(_loads_pictures(node) for node in workflow.values())
    return Asked(text="\n".join(texts[False]), negative="\n".join(texts[True]), images=images)


def _ends(workflow: Workflow) -> list[Link]:
    """Return the nodes that nothing uses."""
    used = {link.node for node in workflow.values() for value in _inputs(node).values() for link in _links(value)}
    return [Link(number) for number in workflow if number not in used]


def _reached(workflow: Workflow, begin: Sequence[Link], *, whole: bool) -> tuple[set[Link], list[Link]]:
    """Return the outputs that lead to these, and the links not followed since they only steer away."""
    seen: set[Link] = set()
    avoided: list[Link] = []
    ahead = list(begin)
    while ahead:
        link = ahead.pop()
        if link in seen or link.node not in workflow:
            continue
        seen.add(link)
        inputs = _inputs(workflow[link.node])
        steers_away = not whole and _steers_away(inputs, link)
        for name, value in inputs.items():
            (avoided if steers_away and "negative" in name else ahead).extend(_links(value))
    return seen, avoided


def _steers_away(inputs: Mapping[str, object], link: Link) -> bool:
    """Tell whether what comes in as negative is kept out of what a link gives.

    A sampler keeps it out; with a scale below 1 it moves towards it instead. A node without a scale that takes both,
    as those of ControlNet do, gives the positive first.
    """
    scales = [value for name, value in inputs.items() if "cfg" in name]
    if scales:
        return all(isinstance(scale, (int, float)) and scale >= 1 for scale in scales)
    return link.output == 0 and {"positive", "negative"} <= inputs.keys()


def _loads_pictures(node: object) -> bool:
    kind = _kind(node)
    return "Load" in kind and ("Image" in kind or "Video" in kind)


def _inputs(node: object) -> Mapping[str, object]:
    inputs = node.get("inputs") if isinstance(node, Mapping) else None
    return inputs if isinstance(inputs, Mapping) else {}


def _kind(node: object) -> str:
    return str(node.get("class_type", "")) if isinstance(node, Mapping) else ""


def _links(value: object) -> Iterator[Link]:
    """Yield the output that a value comes from, when it is a link."""
    match value:
        case [str() as node, int() as output]:
            yield Link(node, output)
        case _:
            return


def _words(value: object) -> Iterator[str]:
    """Yield the texts in a value, however deep; a link is none."""
    ahead = [value]
    while ahead:
        match ahead.pop():
            case str() as text:
                yield text
            case [str(), int()]:
                continue
            case list() as several:
                ahead += several
            case Mapping() as several:
                ahead += several.values()
            case _:
                continue


def _refusal(told: str) -> dict[str, Any]:
    return {"1": {"class_type": REFUSAL, "inputs": {"told": told}}}
