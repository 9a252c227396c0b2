# SPDX-License-Identifier: Apache-2.0
"""The questions, one small group a page, in words that ask no more than is needed."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from verweer.cases.answers import MOST_LINKS, pasted_links

_YES_NO_UNSURE = [("yes", _("Yes")), ("no", _("No")), ("unsure", _("I am not sure"))]
_LINE = 300
_LINES = 3_000


class Question(forms.Form):
    """One page of questions; `heading` and `why` stand above the fields."""

    heading: ClassVar[Any] = ""
    why: ClassVar[Any] = ""
    template_name = "cases/fields.html"
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on to Django as they are
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("autocomplete", "off")
            if name in self.errors:
                field.widget.attrs["aria-invalid"] = "true"


def _choice(label: Any, choices: list[Any], *, needed: bool = False, help_text: Any = "") -> forms.ChoiceField:  # noqa: ANN401 - lazy texts
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        required=needed,
        help_text=help_text,
        error_messages={"required": _("Choose one of the answers.")},
    )


def _lines(label: Any, help_text: Any) -> forms.CharField:  # noqa: ANN401 - lazy texts
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=_LINES,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


def _tick(label: Any, help_text: Any = "") -> forms.BooleanField:  # noqa: ANN401 - lazy texts
    return forms.BooleanField(label=label, help_text=help_text, required=False)


def _day(label: Any, help_text: Any, *, needed: bool) -> forms.DateField:  # noqa: ANN401 - lazy texts
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=needed,
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d %m %Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Fill in a day. If you are not sure, choose the day that comes closest."),
            "invalid": _("Write the day as day-month-year, such as 20-11-2026."),
        },
    )


class Safe(Question):
    """Safety and the gate for minors, before anything else."""

    heading = _("First: how are you?")
    why = _("Your safety comes first. The pictures come after that.")
    safe = _choice(_("Are you safe right now?"), _YES_NO_UNSURE)
    adult = _choice(
        _("Is the person in the picture 18 or older?"),
        _YES_NO_UNSURE,
        needed=True,
        help_text=_(
            "Both now and in the picture. If it is about someone younger, other people help faster than we can."
        ),
    )


class Picture(Question):
    """What it is and since when it is known."""

    heading = _("What is it about?")
    why = _("Real or fake: both are a violation. The answer only decides which rule fits best.")
    material = _choice(
        _("What do you know of the picture or video?"),
        [
            ("fake", _("It is fake, but looks real")),
            ("obvious-fake", _("It is fake, and everyone can see that")),
            ("real", _("It is real")),
            ("unsure", _("I am not sure")),
        ],
    )
    first_knowledge = _day(
        _("When did you first know about it?"),
        _("The day on which you saw it or heard of it. Some terms start to run on that day."),
        needed=True,
    )
    made_before = _day(
        _("Do you know a day on which it certainly existed?"),
        _("For instance the date under a post. You may leave this empty."),
        needed=False,
    )
    consented = _choice(
        _("Did you agree that this would be published?"),
        [("no", _("No")), ("yes", _("Yes, at the time"))],
        help_text=_("Agreeing to one thing is not agreeing to everything, and you may change your mind."),
    )

    def clean_first_knowledge(self) -> Any:  # noqa: ANN401 - a date
        """Refuse a day that has yet to come."""
        day = self.cleaned_data["first_knowledge"]
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day has yet to come. Choose today or an earlier day."))
        return day


class Links(Question):
    """Where it was seen."""

    heading = _("Where did you see it?")
    why = _("You do not have to look again. Ask someone you trust to copy the links if you would rather not.")
    links = forms.CharField(
        label=_("Links, one on each line"),
        help_text=_("Copy them from the address bar. The page of a post works better than the front page of a site."),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "inputmode": "url", "class": "links"}),
    )

    mode = _choice(
        _("What may we keep of these pages?"),
        [
            ("", _("Decide for me: everything in my own case, no pictures when a helper does this")),
            ("sealed", _("Everything, locked with your code: the strongest evidence")),
            ("digest-only", _("The pages, but none of the pictures: only their fingerprints")),
            ("link-only", _("Nothing: do not visit the pages, only find out who is behind them")),
        ],
        help_text=_("Pages disappear. Once a page is gone it cannot be kept any more."),
    )

    def clean_links(self) -> str:
        """Refuse more links than one case can hold."""
        text: str = self.cleaned_data["links"]
        if len(pasted_links(text)) > MOST_LINKS:
            message = _(
                "These are more than %(most)d links. Put the first %(most)d here and start a second case for the rest."
            )
            raise forms.ValidationError(message % {"most": MOST_LINKS})
        return text


class Intent(Question):
    """The gate of plain questions: satire and matters of public interest."""

    heading = _("Two questions to be fair")
    why = _("Sometimes the law protects a joke or news. If that may be so here, a lawyer should look first.")
    joke = _choice(
        _("Could someone honestly think it is a joke, cartoon or art, and not meant to be sexual?"), _YES_NO_UNSURE
    )
    news = _choice(
        _("Is it part of news or a public debate about your work in public?"),
        _YES_NO_UNSURE,
        help_text=_("For instance if you are a politician and it is about your policy."),
    )


class Known(Question):
    """What is known of who is behind it."""

    heading = _("What do you know already?")
    why = _("You may leave all of this empty. Do not go looking, and never pay to find out.")
    uploader_name = forms.CharField(label=_("Who spread it, if you know"), required=False, max_length=_LINE)
    uploader_accounts = _lines(_("Accounts that spread it"), _("One on each line, such as @name on a platform."))
    contact_is_safe = _tick(
        _("It is safe for me if this person gets a letter"),
        _("Leave this empty if you are not sure. Without your tick nothing goes to this person."),
    )
    tools = _lines(_("App or site with which it was made"), _("One on each line."))
    payments_seen = _lines(
        _("Ways to pay that you saw on the site"), _("One on each line, such as a bank card or PayPal.")
    )
    search_names = _lines(
        _("Names with which it is found in a search engine"), _("One on each line, such as your own name.")
    )


class Around(Question):
    """What else is going on."""

    heading = _("What else is going on?")
    why = _("Tick what fits. Each of these opens another way to help.")
    extortion = _tick(_("Someone threatens to publish it, or wants money, pictures or something else"))
    repeated_harassment = _tick(_("It goes on and on: posting, tagging, messages, following"))
    name_attached = _tick(_("My name, account, address or phone number stands with it"))
    private_group_only = _tick(_("I only saw it in a closed group or chat"))
    has_the_file = _tick(
        _("I have the picture or video on my own device"),
        _("Do not send it to us. With some services you can block copies without sending it."),
    )
    own_photo = _tick(_("I made the photo or video that was used myself"))
    many_victims = _tick(_("Others are on the same site, or were harmed by the same person"))
    police_refused = _tick(_("The police would not take my report, or stopped my case"))
    prosecution = _tick(_("Someone is being prosecuted for this"))


class FromWhom(Question):
    """In whose name the letters stand."""

    heading = _("In whose name do the letters go out?")
    why = _(
        "A platform must be able to answer someone. That is why a name and an e-mail address are needed here, "
        "and nowhere else. Nothing is sent until you send it yourself."
    )
    kind = _choice(
        _("Who is the sender?"),
        [
            ("self", _("I am")),
            ("helper", _("Someone who helps me, or an organisation")),
            ("lawyer", _("My lawyer")),
        ],
        help_text=_("With a helper or lawyer your own name stays out of most letters."),
    )
    name = forms.CharField(
        label=_("Name of the sender"),
        max_length=_LINE,
        error_messages={"required": _("Fill in the name under the letters.")},
    )
    email = forms.EmailField(
        label=_("E-mail address of the sender"),
        max_length=254,
        help_text=_("A new address only for this is fine, and often safer."),
        error_messages={
            "required": _("Fill in an e-mail address to which answers may come."),
            "invalid": _("An e-mail address looks like name@example.org."),
        },
    )
    organisation = forms.CharField(label=_("Organisation"), required=False, max_length=_LINE)
    address = forms.CharField(
        label=_("Postal address"),
        required=False,
        max_length=_LINE,
        help_text=_("Only needed for a letter by post. You may leave it empty."),
    )
    phone = forms.CharField(label=_("Phone number"), required=False, max_length=_LINE)
    person = forms.CharField(
        label=_("Name of the person in the picture"),
        required=False,
        max_length=_LINE,
        help_text=_("Only stands in letters that cannot do without it. You can see which before you send."),
    )


QUESTIONS: Mapping[str, type[Question]] = {
    "veilig": Safe,
    "beeld": Picture,
    "links": Links,
    "bedoeling": Intent,
    "weten": Known,
    "situatie": Around,
    "afzender": FromWhom,
}


def after(name: str) -> str | None:
    """Return the question after this one, or None after the last."""
    names = [*QUESTIONS]
    place = names.index(name) + 1
    return names[place] if place < len(names) else None


def before(name: str) -> str | None:
    """Return the question before this one, or None before the first."""
    names = [*QUESTIONS]
    place = names.index(name)
    return names[place - 1] if place else None
