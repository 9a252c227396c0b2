# SPDX-License-Identifier: Apache-2.0
"""A track and the facts become a finished letter: templates and data, the same each time.

What is known from memory only is never cited. The name of the person depicted stands in
a letter only when that person signs, or when the track shares it and it was given.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from verweer.kernel import Bilingual
from verweer.notices.addressing import addressee_of, cautions_of, clean, contact_of
from verweer.notices.authorities import authority_of
from verweer.notices.exhibits import told_capture, told_handed_in
from verweer.notices.model import Exhibit, Form, HandedInExhibit, Letter, LetterLanguage, Paragraph
from verweer.notices.phrases import day_in, said_in, speaks
from verweer.notices.wording import BrokenTemplate, Part, Template, load_grounds, load_shared, load_template
from verweer.parties import Channel, PartyKind
from verweer.remedies import Actor, Facts, Material, Remedy, SenderKind, Track, load_law

_SLOT = re.compile(r"\{(\w+)\}")
_BAN = date(2026, 12, 2)
_SPOKEN = {
    "NL": LetterLanguage.DUTCH,
    "DE": LetterLanguage.GERMAN,
    "AT": LetterLanguage.GERMAN,
    "FR": LetterLanguage.FRENCH,
}
_EMPOWERED = Bilingual(
    nl="de afgebeelde persoon, of wie daartoe schriftelijk is gemachtigd",
    en="the person depicted, or whoever that person empowered in writing",
)
_MATERIAL = {
    Material.FAKE: Bilingual(
        nl="Het beeldmateriaal is nep (gemanipuleerd of met AI gemaakt).",
        en="The imagery is fake (manipulated or made with AI).",
    ),
    Material.OBVIOUS_FAKE: Bilingual(nl="Het beeldmateriaal is zichtbaar nep.", en="The imagery is visibly fake."),
    Material.REAL: Bilingual(nl="Het beeldmateriaal is echt.", en="The imagery is real."),
    Material.UNSURE: Bilingual(
        nl="Of het beeldmateriaal echt of nep is, staat niet vast; voor de onrechtmatigheid maakt dat niet uit.",
        en="Whether the imagery is real or fake is not established; that makes no difference to its unlawfulness.",
    ),
}


def has_letter(track: Track) -> bool:
    """Return whether a track comes with a letter or form sheet; one that lacks what it must hold does not."""
    return track.template is not None and not track.lacks


def language_for(track: Track, facts: Facts) -> LetterLanguage:
    """Return the language of a track's text: the addressee's if the letter speaks it; a form sheet in the person's own."""
    if load_template(track.template or "").form is Form.FORM_SHEET:
        return LetterLanguage(facts.language.value)
    firm = track.party if track.party and track.party.kind is not PartyKind.UPLOADER else None
    country = firm.country if firm and not authority_of(track) else _home(track.remedy, facts)
    wanted = _SPOKEN.get(country or "", LetterLanguage.ENGLISH)
    return wanted if speaks(track.template or "", wanted) else LetterLanguage.ENGLISH


def draft_letter(
    track: Track,
    facts: Facts,
    *,
    exhibits: Sequence[Exhibit],
    day: date,
    language: LetterLanguage,
    handed_in: Sequence[HandedInExhibit] = (),
) -> Letter:
    """Return the finished text of one track; raises BrokenTemplate."""
    template = load_template(track.template or "")
    draft = _Draft(track, facts, template, tuple(exhibits), day, language, tuple(handed_in))
    reached = None if authority_of(track) else track.party
    about_data = track.remedy.id.startswith("eu.gdpr.")
    return Letter(
        track=track.id,
        form=template.form,
        language=language,
        day=day,
        sender=draft.sender(),
        addressee=addressee_of(track, language),
        email=contact_of(reached, Channel.EMAIL, about_data=about_data),
        reply_to=clean(facts.sender.email),
        form_address=contact_of(reached, Channel.FORM, about_data=about_data),
        subject=said_in(template.subject.value(), language),
        paragraphs=tuple(paragraph for part in template.part for paragraph in draft.paragraphs(part)),
        closing=draft.closing(),
        sources=draft.sources(),
        caution=cautions_of(track, language),
        sign=template.sign != "nobody",
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    track: Track
    facts: Facts
    template: Template
    exhibits: tuple[Exhibit, ...]
    day: date
    language: LetterLanguage
    handed_in: tuple[HandedInExhibit, ...]

    def sender(self) -> tuple[str, ...]:
        told = self.facts.sender
        lines = {
            "none": (),
            "email": (told.name, told.organisation, told.email),
            "full": (told.name, told.organisation, told.address, told.email, told.phone),
        }
        # Whoever made it learns no home address or number from us.
        shown = "email" if self._to_uploader() and self.template.sender == "full" else self.template.sender
        return tuple(clean(line) for line in lines[shown] if line)

    def _to_uploader(self) -> bool:
        return self.track.party is not None and self.track.party.kind is PartyKind.UPLOADER

    def closing(self) -> tuple[str, ...]:
        if self.template.sign == "person" and self.facts.sender.kind is not SenderKind.SELF:
            return (said_in(_EMPOWERED, self.language),)
        return (clean(self.facts.sender.name),) if self.template.sender != "none" else ()

    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for remedy in self._cited() for source in remedy.sources))

    def paragraphs(self, part: Part) -> list[Paragraph]:
        if not all(self._holds(condition) for condition in part.when):
            return []
        if part.use:
            if part.use not in load_shared():
                message = f"There is no shared part named {part.use}."
                raise BrokenTemplate(message)
            return [paragraph for shared in load_shared()[part.use] for paragraph in self.paragraphs(shared)]
        points = [self._filled(point.value()) for point in part.points]
        if part.list:
            points += self._list(part.list)
        return [
            Paragraph(
                heading=self._filled(part.heading.value()),
                text=self._filled(part.text.value()),
                points=tuple(points),
                paste=part.paste,
            )
        ]

    def _filled(self, text: Bilingual) -> str:
        slots = self._slots()

        def fill(match: re.Match[str]) -> str:
            if match[1] not in slots:
                message = f"The template of {self.track.remedy.id} has an unknown slot {match[0]}."
                raise BrokenTemplate(message)
            return slots[match[1]]

        return _SLOT.sub(fill, " ".join(said_in(text, self.language).split()))

    def _slots(self) -> Mapping[str, str]:
        facts, sender = self.facts, self.facts.sender
        line = ", ".join(part for part in (sender.name, sender.organisation) if part)
        slots = {
            "country": facts.jurisdiction,
            "first_knowledge": self._day(facts.first_knowledge),
            "made_before": self._day(facts.made_before) if facts.made_before else "",
            "material": said_in(_MATERIAL[facts.material], self.language),
            "person": facts.person,
            "reference": self.track.id,
            "sender_email": sender.email,
            "sender_line": line,
            "sender_name": sender.name,
        }
        return {name: clean(text) for name, text in slots.items()}

    def _day(self, day: date) -> str:
        return day_in(day, self.language)

    def _holds(self, condition: str) -> bool:
        if condition.startswith("not "):
            return not self._holds(condition.removeprefix("not "))
        if condition.startswith("cites "):
            return condition.removeprefix("cites ") in {remedy.id for remedy in self._cited()}
        facts = self.facts
        known = {
            "self": facts.sender.kind is SenderKind.SELF,
            "shares_name": self.track.shares_name and bool(facts.person),
            "fake": facts.material in {Material.FAKE, Material.OBVIOUS_FAKE},
            "real": facts.material is Material.REAL,
            "unsure": facts.material is Material.UNSURE,
            "ban_applies": self.day >= _BAN,
            "danger": facts.danger,
            "extortion": facts.extortion,
            "repeated": facts.repeated_harassment,
            "named": facts.name_attached,
            "made_before": facts.made_before is not None,
            # Reasons and computed terms are there in two languages only.
            "bilingual": self.language in {LetterLanguage.DUTCH, LetterLanguage.ENGLISH},
            "unchecked": not self.track.remedy.reads_as_law,
            "uploader": facts.uploader.known,
            "to_uploader": self._to_uploader(),
        }
        if condition in known:
            return known[condition]
        return bool(self._list(condition))

    def _list(self, name: str) -> list[str]:
        facts, uploader, track = self.facts, self.facts.uploader, self.track
        lists: Mapping[str, Callable[[], Sequence[str]]] = {
            "links": lambda: track.links,
            "files": tuple,
            "why": lambda: [self._said(reason) for reason in track.why],
            "law": self._law,
            "exhibits": lambda: [told_capture(exhibit, self.language) for exhibit in self.exhibits],
            "handed_in": lambda: [told_handed_in(exhibit, self.language) for exhibit in self.handed_in],
            # An addressee is told of its own terms only, not when the person's rights lapse.
            "deadlines": lambda: [
                f"{self._said(each.what)}. {self._said(each.computed)}"
                for each in track.deadlines
                if each.actor is Actor.ADDRESSEE
            ],
            "clock": lambda: [self._said(each.computed) for each in track.deadlines if each.legal],
            "names": lambda: facts.search_names,
            "chronology": self._chronology,
            "provider": self._provider,
            "refusals": self._refusals,
            "accounts": lambda: uploader.accounts,
            "uploader": lambda: [text for text in (uploader.name, *uploader.accounts) if text],
            "payments": lambda: facts.payments_seen,
            "tools": lambda: facts.tools,
        }
        if name not in lists:
            message = f"The template of {self.track.remedy.id} has an unknown list or condition {name!r}."
            raise BrokenTemplate(message)
        return [clean(text) for text in lists[name]()]

    def _said(self, text: Bilingual) -> str:
        return said_in(text, self.language)

    def _law(self) -> list[str]:
        lines = []
        for remedy in self._cited():
            said = load_grounds().get(remedy.id)
            bearing = said_in(said or remedy.gives, self.language)
            source = "; ".join(remedy.sources)
            lines.append(f"{said_in(remedy.law, self.language)}: {bearing} [{source}]")
        return lines

    def _provider(self) -> list[str]:
        party = self.track.party
        return [] if party is None else [", ".join(filter(None, (party.name, party.country)))]

    def _refusals(self) -> list[str]:
        refused = said_in(Bilingual(nl="geweigerd of niet beantwoord", en="refused or not answered"), self.language)
        law = load_law()
        told = (
            (said_in(law[each.remedy].name, self.language), each.by, self._day(each.on) if each.on else "", refused)
            for each in self.track.refusals
            if each.remedy in law
        )
        return [", ".join(part for part in parts if part) for parts in told]

    def _chronology(self) -> list[str]:
        known = said_in(Bilingual(nl="voor het eerst gezien of vernomen", en="first seen or heard of"), self.language)
        captured = said_in(Bilingual(nl="vastgelegd", en="recorded"), self.language)
        refused = said_in(Bilingual(nl="geweigerd", en="refused"), self.language)
        rows = [(self.facts.first_knowledge, known)]
        rows += [(date.fromisoformat(each.captured_at[:10]), f"{captured}: {each.url}") for each in self.exhibits]
        rows += [(each.on, f"{refused}: {each.by or each.remedy}") for each in self.track.refusals if each.on]
        return [f"{self._day(day)}: {told}" for day, told in sorted(rows)]

    def _cited(self) -> tuple[Remedy, ...]:
        every = (self.track.remedy, *self.track.grounds)
        return tuple({remedy.id: remedy for remedy in every if remedy.reads_as_law}.values())


def _home(remedy: Remedy, facts: Facts) -> str:
    return facts.jurisdiction if remedy.jurisdiction in {"EU", "INT"} else remedy.jurisdiction
