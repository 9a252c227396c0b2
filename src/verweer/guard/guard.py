# SPDX-License-Identifier: Apache-2.0
"""The guard as a maker uses it: set up once, asked before each generation, and after it about what came out.

Nothing about a prompt or picture is kept or sent; only counters grow. What pictures need is loaded with
the first picture.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING

from verweer.guard.ciphers import unread
from verweer.guard.deciding import Choices, decide, is_about
from verweer.guard.euphemism import IntentSignal
from verweer.guard.finding import Finding, Lists, found_in, people_in
from verweer.guard.intent import Intent
from verweer.guard.lexicon import load_lexicon
from verweer.guard.model import (
    POLICY,
    BadGuard,
    Decision,
    PersonKind,
    PersonSignal,
    Reason,
    TextSigns,
    Verdict,
)
from verweer.guard.names import Names
from verweer.guard.persons import persons_of
from verweer.guard.register import Register
from verweer.kernel import Bilingual

if TYPE_CHECKING:
    from verweer.guard.picture_input import Given
    from verweer.guard.picture_values import PictureIntent
    from verweer.guard.pictures import PictureGuard

_TOO_LONG = Bilingual(
    nl="de prompt is te lang om helemaal te beoordelen", en="the prompt is too long to be judged whole"
)
_CODED = Bilingual(
    nl="een beschermde persoon en de opdracht om een code te ontcijferen",
    en="a protected person and an instruction to undo a code",
)
_EUPHEMISM = Bilingual(
    nl="een bestaande persoon en woorden die op een omschrijving van naaktheid lijken",
    en="a real person and words that are near a euphemism for nakedness",
)
_SHORT_FOLLOW_UP = 10
_GOING_ON = ("same", "swap", "likeness")  # words by which a turn goes on with an earlier one


@dataclass(frozen=True, slots=True)
class Protected:
    """A person on the maker's own list, with stage names and unmistakable roles as aliases."""

    name: str
    aliases: tuple[str, ...] = ()


class Guard:
    """Decides on prompts; one guard may be shared by threads, since only its counters change."""

    def __init__(  # noqa: PLR0913 - one an option
        self,
        protected: Iterable[str | Protected] = (),
        *,
        register: Register | None = None,
        suggestive: Verdict = Verdict.REVIEW,
        longest: int = 20_000,
        turns: int = 8,
        pictures: "PictureGuard | None" = None,
        euphemism: IntentSignal | None = None,
    ) -> None:
        """Take the protected people in; raises BadGuard for a name without letters or a limit below one.

        `pictures` is the part that looks at pictures, when it is to have enrolled people or a policy of one's own.
        """
        if longest < 1 or turns < 0:
            message = "The longest prompt must be at least 1 character and the turns at least 0; raise them."
            raise BadGuard(message)
        self._lexicon = load_lexicon()
        self._lists = Lists(names=Names(_names(protected), self._lexicon), register=register)
        self._choices = Choices(suggestive=suggestive)
        self._longest = longest
        self._turns = turns
        self._pictures = pictures
        self._opening = Lock()
        self._euphemism = euphemism
        self._counted: Counter[str] = Counter()

    @property
    def counters(self) -> Mapping[str, int]:
        """Return how often each verdict and each reason was given; nothing else of prompts and pictures is kept."""
        return dict(self._counted)

    def check_prompt(
        self, text: str | bytes, *, history: Sequence[str] = (), images: Sequence[object] = ()
    ) -> Decision:
        """Return the decision on a prompt, given earlier turns (oldest first) and the pictures handed in with it."""
        untrusted = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        verdict, reasons = self._judged(untrusted[: self._longest], history, has_pictures=bool(images))
        if len(untrusted) > self._longest and verdict is Verdict.ALLOW:
            verdict, reasons = Verdict.REVIEW, (Reason(code="too-long", told=_TOO_LONG),)
        return self._counting(Decision(verdict=verdict, policy=POLICY, reasons=reasons, disguises=_disguises(reasons)))

    def check_prompts(self, texts: Iterable[str | bytes]) -> list[Decision]:
        """Return the decisions on many prompts that stand alone."""
        return [self.check_prompt(text) for text in texts]

    def check_images(
        self,
        inputs: "Sequence[Given]" = (),
        outputs: "Sequence[Given]" = (),
        *,
        intent: "PictureIntent | str | None" = None,
        text: TextSigns | None = None,
    ) -> Decision:
        """Return the decision on the pictures of one request; `text` are the signs of its prompt (`text_signs`).

        Needs verweer[faces]; raises FacesNotInstalled, and NotAPicture, InputError for what is no picture.
        """
        decision = self._open_pictures().check(inputs, outputs, intent=intent, text=text or TextSigns())
        return self._counting(decision)

    def text_signs(self, text: str | bytes, *, history: Sequence[str] = ()) -> TextSigns:
        """Return what a prompt adds to the pictures beside it: intent is plain, or somebody may be under age."""
        untrusted = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        now = found_in(untrusted[: self._longest], self._lexicon)
        earlier = self._earlier(history)
        intents = [*now.intents, *self._carried(now, earlier)]
        people = [each for finding in (now, *(found for _, found in earlier)) for each in self._anybody(finding)]
        return TextSigns(
            sexual=any(intent.signal.is_plain for intent in intents) and not is_about(now),
            minor=any(each.kind is PersonKind.MINOR for each in people),
        )

    def close(self) -> None:
        """End the process that decodes pictures, if one was started; it also ends with this one."""
        with self._opening:
            if self._pictures is not None:
                self._pictures.close()

    def _open_pictures(self) -> "PictureGuard":
        """Return the part for pictures, made when first needed, since its libraries take a second to load."""
        with self._opening:
            if self._pictures is None:
                from verweer.guard.pictures import PictureGuard  # noqa: PLC0415 - see above

                self._pictures = PictureGuard()
            return self._pictures

    def _counting(self, decision: Decision) -> Decision:
        self._counted.update([decision.verdict.value, *(reason.code for reason in decision.reasons)])
        return decision

    def _earlier(self, history: Sequence[str]) -> list[tuple[int, Finding]]:
        """Return what the earlier turns that count say, each with its number."""
        turns = min(len(history), self._turns)
        return [
            (turn, found_in(each[: self._longest], self._lexicon))
            for turn, each in enumerate(history[len(history) - turns :], -turns)
        ]

    def _anybody(self, finding: Finding) -> list[PersonSignal]:
        return [each for reading in finding.readings for each in persons_of(reading, self._lexicon, has_pictures=False)]

    def _judged(self, text: str, history: Sequence[str], *, has_pictures: bool) -> tuple[Verdict, tuple[Reason, ...]]:
        now = found_in(text, self._lexicon)
        earlier = self._earlier(history)
        intents = [*now.intents, *self._carried(now, earlier)]
        if not intents:
            coded = self._coded(now, has_pictures=has_pictures)
            return coded if coded[1] else self._hinted(text, now, has_pictures=has_pictures)
        people = self._people(now, has_pictures=has_pictures)
        if now.intents:
            for turn, finding in earlier:
                people += [replace(each, turn=turn) for each in self._people(finding, has_pictures=False)]
        return decide(now, intents, people, self._choices)

    def _people(self, finding: Finding, *, has_pictures: bool) -> list[PersonSignal]:
        return people_in(finding, self._lexicon, self._lists, has_pictures=has_pictures)

    def _carried(self, now: Finding, earlier: Sequence[tuple[int, Finding]]) -> list[Intent]:
        """Return the intents of earlier turns when this turn goes on with them."""
        if not earlier:
            return []
        is_short = len(now.readings[0].words) <= _SHORT_FOLLOW_UP
        if not is_short and not any(map(now.counts, _GOING_ON)):
            return []
        return [
            replace(intent, signal=replace(intent.signal, turn=turn))
            for turn, finding in earlier
            for intent in finding.intents
        ]

    def _coded(self, now: Finding, *, has_pictures: bool) -> tuple[Verdict, tuple[Reason, ...]]:
        """Ask for a look when a protected person meets an instruction to undo a code, and it could not be undone."""
        if not now.counts("code"):
            return Verdict.ALLOW, ()
        people = self._people(now, has_pictures=has_pictures)
        person = next((each for each in people if each.kind in {PersonKind.LISTED, PersonKind.REGISTERED}), None)
        if person is None or not self._hides(now, people):
            return Verdict.ALLOW, ()
        return Verdict.REVIEW, (Reason(code="coded", told=_CODED, person=person),)

    def _hides(self, now: Finding, people: Sequence[PersonSignal]) -> bool:
        """Tell whether a word is left that nobody can read, or letters are to be put in another order."""
        words = now.readings[0].words
        tried = [word for word in words if word.entry is None] if now.counts("jumble") else unread(words, self._lexicon)
        return any(not any(each.span.overlaps(word.span) for each in people) for word in tried)

    def _hinted(self, text: str, now: Finding, *, has_pictures: bool) -> tuple[Verdict, tuple[Reason, ...]]:
        """Ask for a look when no word tells intent, but the sentence about a real person is near a euphemism."""
        people = self._people(now, has_pictures=has_pictures) if self._euphemism and not is_about(now) else []
        if self._euphemism is None or not people:
            return Verdict.ALLOW, ()
        signal = self._euphemism.intent(text, [person.span for person in people])
        if signal is None:
            return Verdict.ALLOW, ()
        return Verdict.REVIEW, (Reason(code="euphemism", told=_EUPHEMISM, person=people[0], sexual=signal),)


def _names(protected: Iterable[str | Protected]) -> list[str]:
    names: list[str] = []
    for each in protected:
        if isinstance(each, Protected):
            names += [each.name, *each.aliases]
        else:
            names.append(each)
    return names


def _disguises(reasons: Sequence[Reason]) -> frozenset[str]:
    signals = [signal for reason in reasons for signal in (reason.person, reason.sexual) if signal is not None]
    return frozenset(disguise for signal in signals for disguise in signal.disguises)
