# SPDX-License-Identifier: Apache-2.0
"""One question to the guard, as every generator asks it: prompt, negative prompt, earlier turns, pictures.

A negative prompt says what must be absent. Clothes that must be absent are undressing, so they are put to the
guard as words; whatever else stands there ("nude, blurry") keeps a picture decent and is left out.
"""

from dataclasses import dataclass

from verweer.guard import Decision, Guard, Verdict
from verweer.guard.finding import found_in
from verweer.guard.lexicon import load_lexicon
from verweer.guard.vocabulary import Entry
from verweer.kernel import InputError

_LONGEST_NEGATIVE = 4_000
# One garment among others steers a style ("a suit, no dress"); words of the group `clothes`, or several, mean all.
_SEVERAL = 3


class PromptRefused(InputError):
    """Nothing may be made of this prompt; `decision` says why, the sentence is its first reason."""

    def __init__(self, decision: Decision) -> None:
        """Keep the decision, which holds nothing of the prompt but places in it."""
        self.decision = decision
        super().__init__(decision.reasons[0].told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a generator is about to make: `history` oldest first, `images` how many pictures came with it."""

    text: str
    negative: str = ""
    history: tuple[str, ...] = ()
    images: int = 0


def ask(guard: Guard, asked: Asked) -> Decision:
    """Return the guard's decision; a place beyond the prompt's end lies in the clothes that must be absent."""
    return guard.check_prompt(
        whole_text(asked.text, asked.negative), history=asked.history, images=("",) if asked.images else ()
    )


def require_allowed(guard: Guard, asked: Asked, *, pass_review: bool = False) -> None:
    """Raise PromptRefused unless the prompt is allowed, or wants a look and the maker sees to that later."""
    decision = ask(guard, asked)
    if decision.verdict is Verdict.REFUSE or (decision.verdict is Verdict.REVIEW and not pass_review):
        raise PromptRefused(decision)


def whole_text(text: str, negative: str) -> str:
    """Return the prompt with the clothes that the negative prompt wants absent, said as words."""
    garments = _garments(negative[:_LONGEST_NEGATIVE]) if negative else ()
    if not any("clothes" in garment.groups for garment in garments) and len(garments) < _SEVERAL:
        return text
    return f"{text}\n{', '.join(f'without {garment.word}' for garment in garments)}"


def _garments(text: str) -> tuple[Entry, ...]:
    """Return the garments in a text, disguises undone, each once."""
    words = (word for reading in found_in(text, load_lexicon()).readings for word in reading.words)
    garments = (word.entry for word in words if word.entry and "garment" in word.entry.groups)
    return tuple({entry.word: entry for entry in garments}.values())
