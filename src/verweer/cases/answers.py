# SPDX-License-Identifier: Apache-2.0
"""From typed answers to the facts of a case, and which answers are still missing.

Answers stay as typed, question by question, so that nothing is lost on the way back
and forth. The keys are the names of the form fields in `questions`.
"""

from collections.abc import Mapping
from datetime import date

from verweer.evidence import Mode
from verweer.kernel import BadLink, Bilingual, Language, Link
from verweer.remedies import Facts, Material, Sender, SenderKind, Uploader, YesNoUnsure

Answer = Mapping[str, str]
Answers = Mapping[str, Answer]

MOST_LINKS = 500


def as_answers(untrusted: object) -> dict[str, dict[str, str]]:
    """Return answers read back from the sealed draft."""
    if not isinstance(untrusted, dict):
        return {}
    return {
        str(question): {str(name): str(value) for name, value in answer.items()}
        for question, answer in untrusted.items()
        if isinstance(answer, dict)
    }


def said(answers: Answers, question: str, name: str) -> str:
    """Return one typed value, or an empty text."""
    return answers.get(question, {}).get(name, "").strip()


def is_adult(answers: Answers) -> YesNoUnsure | None:
    """Return the answer to the gate, or None before it is given."""
    text = said(answers, "veilig", "adult")
    return YesNoUnsure(text) if text in {*YesNoUnsure} else None


def pasted_links(text: str) -> tuple[str, ...]:
    """Return the pasted lines that are not empty, each exactly once."""
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def refused_lines(text: str) -> tuple[tuple[int, str, Bilingual], ...]:
    """Return each pasted line that is no web address: its number, the line cut short, and why."""
    refused = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            Link.parse(line)
        except BadLink as error:
            refused.append((number, line.strip()[:80], error.sentence))
    return tuple(refused)


def missing_questions(answers: Answers) -> tuple[str, ...]:
    """Return the questions without which the work cannot start."""
    needed = {
        "veilig": is_adult(answers) is not None,
        "beeld": bool(said(answers, "beeld", "first_knowledge")),
        "afzender": bool(said(answers, "afzender", "name") and said(answers, "afzender", "email")),
    }
    return tuple(question for question, answered in needed.items() if not answered)


def facts_of(answers: Answers, language: Language) -> Facts:
    """Return the facts of a case from answers in which nothing is missing."""
    made_before = said(answers, "beeld", "made_before")
    return Facts(
        language=language,
        jurisdiction="NL",
        adult=is_adult(answers) or YesNoUnsure.UNSURE,
        material=Material(said(answers, "beeld", "material") or "unsure"),
        links=pasted_links(said(answers, "links", "links")),
        first_knowledge=date.fromisoformat(said(answers, "beeld", "first_knowledge")),
        made_before=date.fromisoformat(made_before) if made_before else None,
        consented=said(answers, "beeld", "consented") == "yes",
        sender=_sender(answers),
        person=said(answers, "afzender", "person"),
        search_names=_lines(said(answers, "weten", "search_names")),
        satire_or_public_interest=_fair_use(answers),
        danger=said(answers, "veilig", "safe") == "no",
        extortion=_ticked(answers, "situatie", "extortion"),
        repeated_harassment=_ticked(answers, "situatie", "repeated_harassment"),
        name_attached=_ticked(answers, "situatie", "name_attached"),
        private_group_only=_ticked(answers, "situatie", "private_group_only"),
        has_the_file=_ticked(answers, "situatie", "has_the_file"),
        own_photo=_ticked(answers, "situatie", "own_photo"),
        many_victims=_ticked(answers, "situatie", "many_victims"),
        police_refused=_ticked(answers, "situatie", "police_refused"),
        prosecution=_ticked(answers, "situatie", "prosecution"),
        payments_seen=_lines(said(answers, "weten", "payments_seen")),
        tools=_lines(said(answers, "weten", "tools")),
        mode=Mode(chosen) if (chosen := said(answers, "links", "mode")) else None,
        uploader=_uploader(answers),
    )


def _sender(answers: Answers) -> Sender:
    return Sender(
        kind=SenderKind(said(answers, "afzender", "kind") or "self"),
        name=said(answers, "afzender", "name"),
        email=said(answers, "afzender", "email"),
        organisation=said(answers, "afzender", "organisation"),
        address=said(answers, "afzender", "address"),
        phone=said(answers, "afzender", "phone"),
    )


def _uploader(answers: Answers) -> Uploader:
    name, accounts = said(answers, "weten", "uploader_name"), _lines(said(answers, "weten", "uploader_accounts"))
    return Uploader(
        known=bool(name),
        name=name,
        accounts=accounts,
        contact_is_safe=_ticked(answers, "weten", "contact_is_safe"),
    )


def _fair_use(answers: Answers) -> YesNoUnsure:
    given = {said(answers, "bedoeling", name) for name in ("joke", "news")}
    if "yes" in given:
        return YesNoUnsure.YES
    return YesNoUnsure.UNSURE if "unsure" in given else YesNoUnsure.NO


def _ticked(answers: Answers, question: str, name: str) -> bool:
    return said(answers, question, name) == "on"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip()[:300] for line in text.splitlines() if line.strip()))
