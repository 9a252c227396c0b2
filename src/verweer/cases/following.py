# SPDX-License-Identifier: Apache-2.0
"""Follow a case while it is built, and see what came of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from verweer.cases.building import build_again, is_stuck
from verweer.cases.gate import with_case
from verweer.cases.labels_told import LABELS, absence_in, tell_labels
from verweer.cases.model import CaseRecord, Route, StepState
from verweer.cases.models import Case, State
from verweer.cases.opening import where_it_stands
from verweer.cases.reading import SealedCase, read_progress
from verweer.cases.session import OpenCase
from verweer.cases.shown import first_steps, group_tracks, show_links
from verweer.cases.store import sealed_folder, working_folder
from verweer.proof import Actor

_PATIENCE_SECONDS = 30


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def progress(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show how far the work is; a press on the button tries a stuck build again."""
    if request.method == "POST":
        build_again(held.case_id, now=timezone.now())
        return redirect("progress")
    case = Case.objects.get(id=held.case_id)
    if case.state != State.BUILDING:
        return redirect(where_it_stands(held))
    return render(request, "cases/progress.html", _progress_of(case))


@require_safe
@with_case
def progress_part(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Give the part of the page that changes; when the work is done, tell htmx to go on."""
    case = Case.objects.get(id=held.case_id)
    if case.state != State.BUILDING:
        return HttpResponse(headers={"HX-Redirect": "/klaar"})
    return render(request, "cases/progress_part.html", _progress_of(case))


@require_safe
@with_case
def result(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show what can be done, what was found, and every file."""
    case = Case.objects.get(id=held.case_id)
    if case.state != State.READY:
        return redirect(where_it_stands(held))
    sealed = SealedCase(folder=sealed_folder(case.id), identity=held.identity)
    record, names = sealed.record(), sealed.names()
    if record.route is Route.MINOR:
        return render(request, "cases/minor.html", {"unsure": True, "ready": True})
    plan = sealed.plan()
    groups = group_tracks(plan, record, names)
    given = {
        "record": record,
        "plan": plan,
        "groups": groups,
        "first_steps": first_steps(groups),
        "links": show_links(record, names),
        "labels": tell_labels(record),
        "labels_heading": LABELS,
        "absence": absence_in(record),
        "trace": sealed.trace(),
        "names": names,
        "is_helper": held.actor is Actor.HELPER,
    }
    return render(request, "cases/result.html", given)


def _progress_of(case: Case) -> dict[str, object]:
    record = read_progress(working_folder(case.id))
    waited = (timezone.now() - case.touched).total_seconds()
    return {
        "stuck": is_stuck(case.id),
        "record": record,
        "waiting": record is None,
        "long_wait": record is None and waited > _PATIENCE_SECONDS,
        "done": _done(record),
        "total": len(record.steps) if record else 0,
    }


def _done(record: CaseRecord | None) -> int:
    return sum(step.state is StepState.DONE for step in record.steps) if record else 0
