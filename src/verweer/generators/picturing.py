# SPDX-License-Identifier: Apache-2.0
"""One question about pictures: what goes into a generator, what came out of it, and the prompt with them.

When the prompt comes along it is judged as well, and the strictest decision counts: one call then suffices.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from verweer.generators.asking import Asked, ask, whole_text
from verweer.guard import Decision, Guard, strictest

if TYPE_CHECKING:
    from verweer.guard import PictureGuard, PictureIntent


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPictures:
    """Files of pictures; `made_here` are the places among the inputs that the maker's own generator made."""

    inputs: tuple[bytes, ...]
    outputs: tuple[bytes, ...]
    intent: "PictureIntent | None" = None
    prompt: Asked | None = None
    made_here: frozenset[int] = frozenset()


def ask_about_pictures(guard: Guard, pictures: "PictureGuard", asked: AskedPictures) -> Decision:
    """Return the strictest decision on the pictures and the prompt; raises what a look at pictures raises."""
    from verweer.guard import MadeHere  # noqa: PLC0415 - who asks about prompts alone does not wait for it

    inputs = [MadeHere(each) if place in asked.made_here else each for place, each in enumerate(asked.inputs)]
    if asked.prompt is None:
        return pictures.check(inputs, asked.outputs, intent=asked.intent)
    prompt = replace(asked.prompt, images=max(asked.prompt.images, len(inputs)))
    signs = guard.text_signs(whole_text(prompt.text, prompt.negative), history=prompt.history)
    return strictest(ask(guard, prompt), pictures.check(inputs, asked.outputs, intent=asked.intent, text=signs))
