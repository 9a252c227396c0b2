# SPDX-License-Identifier: Apache-2.0
"""The guard around a pipeline of diffusers, or of anything that is called like one; neither is imported here.

Whatever words a call holds are judged, in any argument, those of all text encoders together, since one picture is
made of them all. What is negative, a picture or an embedding is known by the names that the pipelines of diffusers
0.42 use. Words that were turned into embeddings beforehand cannot be judged, so they are refused unless they come along.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from inspect import Parameter, signature
from typing import Any

from verweer.generators.asking import Asked, PromptRefused, require_allowed
from verweer.guard import Guard
from verweer.kernel import Bilingual, InputError

Arguments = Mapping[str, object]
OnStepEnd = Callable[[Any, int, Any, dict[str, Any]], dict[str, Any]]
_UNREADABLE = Bilingual(
    nl="De prompt kwam als embeddings, die niet te beoordelen zijn; geef de woorden mee als guard_words.",
    en="The prompt came as embeddings, which cannot be judged; hand its words in as guard_words.",
)
_PICTURES = ("image", "video", "frames")
_FACES = "id_"  # templates of a face
_TOKENS = frozenset({"input_ids", "encoder_hidden_states"})


class UnreadablePrompt(InputError):
    """The prompt came as embeddings without its words."""


class GuardedPipeline:
    """A pipeline that makes nothing of a prompt the guard refuses; called as the pipeline itself.

    Hand this to your application in place of the pipeline. It passes no other methods on, so that nothing gives
    the unguarded pipeline away by chance; what must be set up is set up on `pipe`.
    """

    def __init__(
        self,
        pipe: Callable[..., Any],
        guard: Guard,
        *,
        pass_review: bool = False,
        on_refusal: Callable[[PromptRefused], object] | None = None,
    ) -> None:
        """Guard a pipeline; `on_refusal` makes what is returned in place of raising PromptRefused."""
        self.pipe = pipe
        self._guard, self._pass_review, self._on_refusal = guard, pass_review, on_refusal

    def __call__(
        self,
        *arguments: object,
        guard_words: str | Sequence[str] | None = None,
        guard_history: Sequence[str] = (),
        **named: object,
    ) -> Any:  # noqa: ANN401 - whatever the pipeline gives
        """Judge, then call the pipeline; raises PromptRefused or UnreadablePrompt.

        `guard_words` are the words of prompts that come as embeddings, `guard_history` earlier turns of the talk.
        """
        told = dict(_named(self.pipe, arguments, named))
        if guard_words is not None:
            told["guard_words"] = guard_words
        elif any(_is_embedded(name, value) for name, value in told.items()):
            raise UnreadablePrompt(_UNREADABLE)
        try:
            for asked in asked_in(told, history=guard_history):
                require_allowed(self._guard, asked, pass_review=self._pass_review)
        except PromptRefused as refused:
            if self._on_refusal is None:
                raise
            return self._on_refusal(refused)
        return self.pipe(*arguments, **named)


def guarding_callback(
    guard: Guard, asked: Asked, *, then: OnStepEnd | None = None, pass_review: bool = False
) -> OnStepEnd:
    """Return a `callback_on_step_end` that raises PromptRefused after the first step, or goes on with `then`.

    For programs that let a callback in but not another pipeline. Judging before the call is better: it saves a step.
    """
    is_judged = False

    def on_step_end(pipe: Any, step: int, timestep: Any, tensors: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - the pipeline's own types
        nonlocal is_judged
        if not is_judged:
            require_allowed(guard, asked, pass_review=pass_review)
            is_judged = True
        return tensors if then is None else then(pipe, step, timestep, tensors)

    return on_step_end


def asked_in(arguments: Arguments, *, history: Sequence[str] = ()) -> Iterator[Asked]:
    """Yield one question for each picture or batch row that a call asks for, out of its arguments by name."""
    columns = [(name, list(_texts(value))) for name, value in arguments.items() if not _is_about_form(name)]
    images = sum(_is_picture(name, value) for name, value in arguments.items())
    for row in range(max((len(texts) for _, texts in columns), default=0)):
        yield Asked(
            text=_joined(columns, row, negative=False),
            negative=_joined(columns, row, negative=True),
            history=tuple(history),
            images=images,
        )


def _named(pipe: Callable[..., Any], arguments: Sequence[object], named: Arguments) -> Iterator[tuple[str, object]]:
    """Yield all arguments by name, those given by place too; raises TypeError where the pipeline would."""
    if not arguments:
        yield from named.items()
        return
    shape = signature(pipe)
    for name, value in shape.bind_partial(*arguments, **named).arguments.items():
        match shape.parameters[name].kind:
            case Parameter.VAR_KEYWORD:
                yield from value.items()
            case Parameter.VAR_POSITIONAL:
                yield from ((f"prompt {place}", each) for place, each in enumerate(value))  # nobody knows: all judged
            case _:
                yield name, value


def _is_about_form(name: str) -> bool:
    """Tell whether the strings of an argument say how to hand the picture over, not what is in it."""
    return name == "output_type" or name.endswith("_tensor_inputs")


def _is_negative(name: str) -> bool:
    return "negative" in name or name.startswith("neg_")


def _is_embedded(name: str, value: object) -> bool:
    is_named = ("prompt" in name and "embed" in name) or name in _TOKENS
    return is_named and not _is_negative(name) and not _is_plain(value)


def _is_picture(name: str, value: object) -> bool:
    is_named = any(word in name for word in _PICTURES) or name.startswith(_FACES)
    return is_named and "prompt" not in name and not _is_plain(value)


def _is_plain(value: object) -> bool:
    """Tell whether a value is a number, a size, a word, a function or nothing: no picture and no tensor."""
    if isinstance(value, (tuple, list)):
        return all(isinstance(each, (int, float)) for each in value)
    return value is None or isinstance(value, (str, int, float)) or callable(value)


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for each in value.values():
                yield from _texts(each)
        case list() | tuple():
            for each in value:
                yield from _texts(each)
        case _:
            return


def _joined(columns: Sequence[tuple[str, Sequence[str]]], row: int, *, negative: bool) -> str:
    """Return what all text encoders get for one row, each text once; a single text stands for every row."""
    chosen = [texts for name, texts in columns if texts and _is_negative(name) is negative]
    return "\n".join(dict.fromkeys(texts[row] if row < len(texts) else texts[-1] for texts in chosen))
