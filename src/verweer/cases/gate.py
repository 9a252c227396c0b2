# SPDX-License-Identifier: Apache-2.0
"""Who may see a page: the browser that holds the case's cookie, and no one else."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from verweer.cases.models import Case, HelperKey
from verweer.cases.session import COOKIE, OpenCase, from_cookie, to_cookie
from verweer.proof import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CaseView = Callable[Concatenate[HttpRequest, OpenCase, P], HttpResponse]


def held_by(request: HttpRequest) -> OpenCase | None:
    """Return the case that is open in this browser."""
    return from_cookie(request.COOKIES.get(COOKIE, ""), str(settings.SECRET_KEY), now=timezone.now())


def hold(response: HttpResponse, held: OpenCase) -> HttpResponse:
    """Keep the case open in this browser for another hour."""
    response.set_cookie(
        COOKIE,
        to_cookie(held, str(settings.SECRET_KEY), now=timezone.now()),
        httponly=True,
        samesite="Strict",
        secure=settings.ENVIRONMENT.https,
    )
    return response


def let_go(response: HttpResponse) -> HttpResponse:
    """Close the case in this browser."""
    response.delete_cookie(COOKIE, samesite="Strict")
    return response


def with_case(view: CaseView[P]) -> View[P]:
    """Give a view the open case, or show where to type the code; what was typed goes along."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        held = held_by(request)
        if held is None or not is_let_in(held):
            return let_go(ask_code(request, status=401))
        response = view(request, held, *args, **kwargs)
        if COOKIE not in response.cookies:
            hold(response, held)
        return response

    return cast("View[P]", guarded)


def only_person(view: CaseView[P]) -> CaseView[P]:
    """Keep a view for the person whose case it is: a helper reads that it is not theirs to decide."""

    @wraps(view)
    def guarded(request: HttpRequest, held: OpenCase, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if held.actor is not Actor.PERSON:
            return render(request, "cases/not_yours.html", status=403)
        return view(request, held, *args, **kwargs)

    return cast("CaseView[P]", guarded)


def is_let_in(held: OpenCase) -> bool:
    """Return whether the case is still there, and the helper's key too when a helper holds it."""
    if held.helper_key:
        return HelperKey.objects.filter(id=held.helper_key, case_id=held.case_id).exists()
    return Case.objects.filter(id=held.case_id).exists()


def ask_code(request: HttpRequest, *, status: int = 200, error: str = "") -> HttpResponse:
    """Show the page that asks for the code."""
    typed = request.method == "POST" and request.path != "/terug"
    kept = urlencode([pair for pair in _fields(request) if pair[0] != "csrfmiddlewaretoken"]) if typed else ""
    given = {
        "error": error,
        "expired": status == 401,  # noqa: PLR2004 - HTTP: not identified
        "kept": kept or request.POST.get("kept", ""),
        "kept_path": request.path if status == 401 else request.POST.get("kept_path", ""),  # noqa: PLR2004
    }
    response = render(request, "cases/come_back.html", given, status=status)
    if status == 401:  # noqa: PLR2004
        response["WWW-Authenticate"] = 'Code realm="notes"'
    return response


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, values in request.POST.lists() for value in values]
