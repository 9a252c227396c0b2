# SPDX-License-Identifier: Apache-2.0
"""What is asked of a file that is handed in: how, when, where and by whom."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from verweer.cases.questions import Question
from verweer.intake import HOWS, LONGEST_NOTE, How, Refusal, Refused, Role, Told, read_told
from verweer.kernel import BadLink, Language, VerweerError
from verweer.remedies import ZONE


def _ways() -> list[tuple[str, str]]:
    spoken = Language(get_language() or "nl")
    return [("", gettext("Choose")), *((each.value, HOWS[each].in_(spoken)) for each in How)]


class HandInForm(Question):
    """The one page on which something saved by hand joins a case."""

    heading: ClassVar[Any] = _("Add what you saved yourself")
    why: ClassVar[Any] = _(
        "A screenshot, video, saved page, PDF or mail can help when we could not see the page. It is kept apart from "
        "what we captured ourselves, and marked as handed in."
    )

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "At most 200 MB: a picture, video, PDF, saved page (MHTML), web archive (WACZ, WARC) or mail (.eml)."
        ),
        widget=forms.FileInput,
        max_length=1_000,
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty; save it again.")},
    )
    how = forms.ChoiceField(
        label=_("How was it made?"),
        choices=_ways,
        error_messages={"required": _("Choose one of the answers.")},
    )
    day = forms.DateField(
        label=_("On which day?"),
        help_text=_("Leave it empty if you do not know."),
        required=False,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d %m %Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day as day-month-year, such as 20-11-2026.")},
    )
    time = forms.TimeField(
        label=_("At what time, in the Netherlands?"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Write the time as hours and minutes, such as 21:30.")},
    )
    link = forms.CharField(
        label=_("Which web address does it show?"),
        required=False,
        max_length=8_000,
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false"}),
    )
    by = forms.ChoiceField(
        label=_("Who hands it in?"),
        choices=[
            (Role.PERSON.value, _("The person it is about")),
            (Role.HELPER.value, _("Someone who helps")),
            (Role.LAWYER.value, _("A lawyer")),
            (Role.POLICE.value, _("The police")),
            (Role.OTHER.value, _("Someone else")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    note = forms.CharField(
        label=_("Anything to tell about it"),
        help_text=_("Without names."),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """Read what was told as one, so that each thing that is wrong is one sentence."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                cleaned["told"] = self._told(cleaned)
            except VerweerError as error:
                spoken = Language(get_language() or "nl")
                self.add_error(_field_of(error), error.told(spoken))
        return cleaned

    def _told(self, cleaned: dict[str, Any]) -> Told:
        return read_told(
            how=How(cleaned["how"]),
            untrusted_when=_when(cleaned),
            by=Role(cleaned["by"]),
            untrusted_link=cleaned["link"],
            untrusted_note=cleaned["note"],
            now=timezone.now(),
        )


def _when(cleaned: dict[str, Any]) -> str:
    if cleaned["day"] is None:
        return "unknown"
    if cleaned["time"] is None:
        return str(cleaned["day"].isoformat())
    return datetime.combine(cleaned["day"], cleaned["time"], ZONE).isoformat(timespec="minutes")


def _field_of(error: VerweerError) -> str:
    match error:
        case BadLink():
            return "link"
        case Refused(refusal=Refusal.WHEN):
            return "day"
        case _:
            return "note"
