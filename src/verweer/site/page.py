# SPDX-License-Identifier: Apache-2.0
"""What belongs to every page: its frame, the quick exit, the language switch, help, and failures."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

_WIPE = '"cache", "cookies", "storage"'


def every_page(request: HttpRequest) -> dict[str, object]:
    """Return what the frame of every page needs."""
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    return {
        "exit_address": settings.ENVIRONMENT.exit_address,
        "other_language": "en" if language == "nl" else "nl",
        "here": request.get_full_path() if request.method == "GET" else "/",
    }


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language and return to the page."""
    next_page = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(next_page, allowed_hosts=None)
    response = redirect(next_page if safe else "/")
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            httponly=True,
            samesite="Strict",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


@csrf_exempt  # A beacon on leaving cannot carry a token, and closing someone's case harms nobody.
def leave(request: HttpRequest) -> HttpResponse:
    """Forget everything this browser holds of the site, and go to the neutral one."""
    response = HttpResponse(status=204) if request.method == "POST" else redirect(settings.ENVIRONMENT.exit_address)
    response["Clear-Site-Data"] = _WIPE
    for name in request.COOKIES:
        response.delete_cookie(name, samesite="Strict")
    return response


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Tell what this is, what it keeps, and who helps."""
    return render(request, "site/help.html")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Tell that a form was too old to be trusted."""
    return render(request, "site/form_expired.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Tell that there is no such page."""
    return render(request, "site/not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """Tell that something went wrong on our side."""
    return render(request, "site/failed.html", status=500)
