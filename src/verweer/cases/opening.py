# SPDX-License-Identifier: Apache-2.0
"""Opening, closing and erasing a case: the first page, the code, coming back, going away."""

import time
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verweer.cases.access import WrongCode, ends_with, new_code, read_code
from verweer.cases.gate import ask_code, held_by, hold, is_let_in, let_go, only_person, with_case
from verweer.cases.logbook import note
from verweer.cases.models import Case, State
from verweer.cases.questions import QUESTIONS
from verweer.cases.session import OpenCase
from verweer.cases.store import erase_case, find_case, keep_answer, open_case
from verweer.kernel import Language

_LONGEST_KEPT = 3_000_000


@require_safe
def first_page(request: HttpRequest) -> HttpResponse:
    """Tell what happens here, how to leave at once, and where to begin."""
    held = held_by(request)
    is_open = held is not None and is_let_in(held)
    goes_on = where_it_stands(held) if held is not None and is_open else ""
    return render(request, "cases/first.html", {"is_open": is_open, "goes_on": goes_on})


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Open a case; pressing twice gives one case, because an unconfirmed one is used again."""
    held = held_by(request)
    if held is None or not held.unconfirmed_code or not Case.objects.filter(id=held.case_id).exists():
        held = open_case(new_code(), now=timezone.now())
    return hold(redirect("code"), held)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def code_page(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show the code until its last group was typed, and never again."""
    if not held.unconfirmed_code:
        return redirect(where_it_stands(held))
    code, error = read_code(held.unconfirmed_code), ""
    if request.method == "POST":
        if ends_with(code, request.POST.get("last_group", "")):
            confirmed = OpenCase(case_id=held.case_id, identity=held.identity)
            return hold(redirect("question", name="veilig"), confirmed)
        error = gettext(
            "This is not the last group of the code above. Look once more and type the last four characters."
        )
    return render(request, "cases/code.html", {"code": code, "error": error}, status=422 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: HttpRequest) -> HttpResponse:
    """Open a case again with its code; what was typed before the hour ran out is kept."""
    if request.method != "POST":
        return ask_code(request)
    try:
        held = find_case(read_code(request.POST.get("code", "")))
    except WrongCode as error:
        time.sleep(settings.WRONG_CODE_SECONDS)
        return ask_code(request, status=422, error=error.told(Language(get_language() or "nl")))
    note("case-opened", held.case_id, actor=held.actor)
    return hold(redirect(_kept(request, held) or where_it_stands(held)), held)


@require_POST
def close(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Close the case in this browser."""
    response = let_go(redirect("first"))
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
@only_person
def erase(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Erase a case after a second thought."""
    if request.method == "POST" and request.POST.get("sure") == "on":
        erase_case(held.case_id, actor=held.actor)
        return let_go(render(request, "cases/erased.html"))
    return render(request, "cases/erase.html", {"not_sure": request.method == "POST"})


def where_it_stands(held: OpenCase) -> str:
    """Return the name of the page on which a case goes on."""
    if held.unconfirmed_code:
        return "code"
    case = Case.objects.get(id=held.case_id)
    match case.state:
        case State.BUILDING:
            return "progress"
        case State.READY:
            return "result"
        case _:
            return "check" if case.draft else "/vraag/veilig"


def _kept(request: HttpRequest, held: OpenCase) -> str:
    """Save what was typed before the case closed by itself, and return its page."""
    path = request.POST.get("kept_path", "")
    name = path.removeprefix("/vraag/")
    if name not in QUESTIONS or not path.startswith("/vraag/"):
        return ""
    untrusted = request.POST.get("kept", "")[:_LONGEST_KEPT]
    fields = QUESTIONS[name].base_fields
    typed = {field: value for field, value in parse_qsl(untrusted, max_num_fields=200) if field in fields}
    if typed:
        keep_answer(held, name, typed, now=timezone.now())
    return path
