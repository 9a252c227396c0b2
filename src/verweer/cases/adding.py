# SPDX-License-Identifier: Apache-2.0
"""The page on which something saved by hand joins a finished case, while the person is there with the key.

The file streams into the working folder, which is in memory where there is room; it is
looked at, receipted and sealed, and what lay open is wiped before the page answers.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from verweer.cases.adding_form import HandInForm
from verweer.cases.folder import BusyFolder
from verweer.cases.gate import with_case
from verweer.cases.handing_in import NotTaken, Offered, Outcome, Taken, hand_in, refuse_closed
from verweer.cases.logbook import note
from verweer.cases.models import Case, State
from verweer.cases.opening import where_it_stands
from verweer.cases.reading import SealedCase
from verweer.cases.session import OpenCase
from verweer.cases.store import sealed_folder
from verweer.cases.unsealing import OpenPlace, open_place, unsealed
from verweer.cases.uploading import LARGEST_UPLOAD, OTHER_FIELDS, IntoFolder
from verweer.evidence import Mode
from verweer.intake import NOT_KEPT, NOT_KEPT_BEFORE, Refusal, Refused, refusal_sentence
from verweer.kernel import Bilingual, system_clock
from verweer.proof import Actor, Copy

_UNPROCESSABLE = 422


@csrf_exempt  # The token is read below, once it is settled where the file goes.
@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def add(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show what can be added, or take one file in."""
    case = Case.objects.get(id=held.case_id)
    if case.state != State.READY:
        return redirect(where_it_stands(held))
    sealed = SealedCase(folder=sealed_folder(case.id), identity=held.identity)
    try:
        refuse_closed(sealed.record(), sealed.facts())
    except Refused as refused:
        return render(
            request, "cases/add.html", {"closed": refused.sentence}, status=403 if _is_sending(request) else 200
        )
    if not _is_sending(request):
        return _shown(request, sealed, HandInForm(initial={"by": "person"}))
    return _taken(request, case, sealed, held.actor)


def _taken(request: HttpRequest, case: Case, sealed: SealedCase, actor: Actor) -> HttpResponse:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_UPLOAD + OTHER_FIELDS:
        # Nothing of it is read, not even the token, so nothing of it is believed either.
        return _refused(request, sealed, refusal_sentence(Refusal.TOO_LARGE))
    try:
        with open_place(case.id) as place:
            request.upload_handlers = [IntoFolder(place.arriving)]
            return _protected(request, case, sealed, place, actor)
    except BusyFolder as busy:
        return _refused(request, sealed, busy.sentence)


def _received(request: HttpRequest, case: Case, sealed: SealedCase, place: OpenPlace, actor: Actor) -> HttpResponse:
    form = HandInForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, sealed, form, status=_UNPROCESSABLE)
    upload = form.cleaned_data["file"]
    offered = Offered(path=place.arriving / "upload", name=upload.name)
    outside = import_string(settings.CASE_OUTSIDE)()
    try:
        with unsealed(case, sealed.identity, place, incoming=upload.size) as folder:
            (outcome,) = hand_in(
                folder,
                [offered],
                form.cleaned_data["told"],
                outside=outside,
                clock=system_clock,
                largest=LARGEST_UPLOAD,
            )
    except Refused as refused:
        return _refused(request, sealed, refused.sentence)
    if isinstance(outcome, Taken):
        digest = outcome.receipt.file.sha256.hex
        note("handed-in", case.id, actor=actor, copy=Copy.EVIDENTIAL, digest=digest)
    if isinstance(outcome, NotTaken):
        return _refused(request, sealed, outcome.reason)
    return _shown(request, sealed, HandInForm(initial={"by": form.cleaned_data["by"]}), outcome=outcome)


_protected = csrf_protect(_received)


def _refused(request: HttpRequest, sealed: SealedCase, sentence: Bilingual) -> HttpResponse:
    form = HandInForm(initial={"by": "person"})
    return _shown(request, sealed, form, refused=sentence, status=_UNPROCESSABLE)


def _shown(
    request: HttpRequest,
    sealed: SealedCase,
    form: HandInForm,
    *,
    outcome: Outcome | None = None,
    refused: Bilingual | None = None,
    status: int = 200,
) -> HttpResponse:
    record = sealed.record()
    given = {
        "form": form,
        "refused": refused,
        "taken": outcome if isinstance(outcome, Taken) else None,
        "before": outcome if outcome is not None and not isinstance(outcome, Taken) else None,
        "kept_before": NOT_KEPT_BEFORE if record.mode is Mode.DIGEST_ONLY else None,
        "not_kept": NOT_KEPT,
        "receipts": sealed.receipts(record),
    }
    return render(request, "cases/add.html", given, status=status)


def _is_sending(request: HttpRequest) -> bool:
    return request.method == "POST"
