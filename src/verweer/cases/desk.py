# SPDX-License-Identifier: Apache-2.0
"""The facts in short steps, the check before the start, and the calm page for minors."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verweer.cases.answers import Answers, facts_of, is_adult, missing_questions, pasted_links, refused_lines, said
from verweer.cases.building import order_build
from verweer.cases.gate import with_case
from verweer.cases.models import Case, State
from verweer.cases.opening import where_it_stands
from verweer.cases.questions import QUESTIONS, Question, after, before
from verweer.cases.session import OpenCase
from verweer.cases.store import keep_answer, read_answers
from verweer.kernel import Bilingual, Language
from verweer.proof import Actor
from verweer.remedies import YesNoUnsure


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer as the check page shows it."""

    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredQuestion:
    """One question with its answers, as the check page shows it."""

    name: str
    heading: str
    lines: tuple[AnswerLine, ...]
    missing: bool


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def question(request: HttpRequest, held: OpenCase, name: str) -> HttpResponse:
    """Ask one group of questions; a valid answer is saved at once."""
    if name not in QUESTIONS:
        raise Http404
    case = Case.objects.get(id=held.case_id)
    if case.state != State.DRAFT:
        return redirect(where_it_stands(held))
    answers = read_answers(case, held.identity)
    if request.method != "POST":
        return _asked(request, name, QUESTIONS[name](initial=answers.get(name, {})), answers)
    return _answered(request, held, name, answers)


@require_safe
@with_case
def check(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show all answers before the work starts."""
    case = Case.objects.get(id=held.case_id)
    if case.state != State.DRAFT:
        return redirect(where_it_stands(held))
    answers = read_answers(case, held.identity)
    if is_adult(answers) in {YesNoUnsure.NO, YesNoUnsure.UNSURE}:
        return redirect("minor")
    given = {
        "questions": tuple(_answered_questions(answers)),
        "missing": missing_questions(answers),
        "no_links": not pasted_links(said(answers, "links", "links")),
        "is_helper": held.actor is Actor.HELPER,
    }
    return render(request, "cases/check.html", given)


@require_POST
@with_case
def start(request: HttpRequest, held: OpenCase) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Start the work; pressing twice, or in two tabs, starts it once."""
    case = Case.objects.get(id=held.case_id)
    if case.state != State.DRAFT:
        return redirect(where_it_stands(held))
    answers = read_answers(case, held.identity)
    if is_adult(answers) is not YesNoUnsure.YES or missing_questions(answers):
        return redirect("check")
    facts = facts_of(answers, Language(get_language() or "nl"))
    order_build(held.case_id, facts, now=timezone.now())
    return redirect("progress")


@require_safe
@with_case
def minor(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show who helps when it is or may be about someone under 18; nothing is visited or kept."""
    answers = read_answers(Case.objects.get(id=held.case_id), held.identity)
    unsure = is_adult(answers) is YesNoUnsure.UNSURE
    in_danger = said(answers, "veilig", "safe") == "no"
    return render(request, "cases/minor.html", {"unsure": unsure, "in_danger": in_danger})


def _answered(request: HttpRequest, held: OpenCase, name: str, answers: Answers) -> HttpResponse:
    form = QUESTIONS[name](request.POST)
    if not form.is_valid():
        return _asked(request, name, form, answers, status=422)
    typed = {field: _typed(form, field) for field in form.fields}
    keep_answer(held, name, typed, now=timezone.now())
    refused = refused_lines(typed["links"]) if name == "links" else ()
    if refused and "anyway" not in request.POST and "back" not in request.POST:
        return _asked(request, name, form, answers, status=422, refused=refused)
    return redirect(_next_page(request, name, typed))


def _next_page(request: HttpRequest, name: str, typed: dict[str, str]) -> str:
    if "back" in request.POST:
        earlier = before(name)
        return f"/vraag/{earlier}" if earlier else "/"
    if name == "veilig" and typed["adult"] != YesNoUnsure.YES:
        return "minor"
    if request.GET.get("na") == "overzicht":
        return "check"
    later = after(name)
    return f"/vraag/{later}" if later else "check"


def _asked(
    request: HttpRequest,
    name: str,
    form: Question,
    answers: Answers,
    *,
    status: int = 200,
    refused: tuple[tuple[int, str, Bilingual], ...] = (),
) -> HttpResponse:
    place = [*QUESTIONS].index(name)
    given = {
        "form": form,
        "name": name,
        "number": place + 1,
        "total": len(QUESTIONS),
        "first": before(name) is None,
        "refused": refused,
        "accepted": len(pasted_links(form.data.get("links", ""))) - len(refused),
        "not_safe": name == "beeld" and said(answers, "veilig", "safe") in {"no", "unsure"},
    }
    return render(request, "cases/question.html", given, status=status)


def _typed(form: Question, field: str) -> str:
    value = form.data.get(field, "")
    cleaned = form.cleaned_data.get(field)
    return cleaned.isoformat() if isinstance(cleaned, date) else str(value)


def _answered_questions(answers: Answers) -> Iterator[AnsweredQuestion]:
    missing = missing_questions(answers)
    for name, kind in QUESTIONS.items():
        form = kind(initial=dict(answers.get(name, {})))
        lines = tuple(_lines_of(form, answers.get(name, {})))
        yield AnsweredQuestion(name=name, heading=str(kind.heading), lines=lines, missing=name in missing)


def _lines_of(form: Question, answer: object) -> Iterator[AnswerLine]:
    values = answer if isinstance(answer, dict) else {}
    for name, field in form.fields.items():
        value = str(values.get(name, "")).strip()
        if value == "on":
            yield AnswerLine(label=str(field.label), value="")
        elif value:
            shown = dict(getattr(field, "choices", ())).get(value, value)
            yield AnswerLine(label=str(field.label), value=str(shown))
