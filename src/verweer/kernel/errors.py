# SPDX-License-Identifier: Apache-2.0
"""The three families of errors, told apart by who can act.

    VerweerError
    ├── InputError     the sender can mend it
    ├── EvidenceError  a person must look: something is not what it claims to be
    └── OutsideError   try again: another system did not answer as it should

Every error carries one sentence that says what is wrong and what to do.
Errors that a person in trouble may read carry it in both languages.
"""

from verweer.kernel.languages import Bilingual, Language


class VerweerError(Exception):
    """The root of all expected errors; `str(error)` is the English sentence."""

    def __init__(self, sentence: Bilingual | str) -> None:
        """Keep the sentence; a plain text is for operators and stands for both languages."""
        self.sentence = Bilingual(nl=sentence, en=sentence) if isinstance(sentence, str) else sentence
        super().__init__(self.sentence.en)

    def told(self, language: Language) -> str:
        """Return the sentence in the reader's language."""
        return self.sentence.in_(language)


class InputError(VerweerError):
    """What came in is wrong, and the sender can mend it."""


class EvidenceError(VerweerError):
    """Something is not what it claims to be, so a person must look."""


class OutsideError(VerweerError):
    """Another system did not answer as it should; trying again may help."""
