# SPDX-License-Identifier: Apache-2.0
"""Who may open a case besides the person, and handing the whole of it to someone else."""

import secrets
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from verweer.cases.access import WrongCode, new_code, read_code
from verweer.cases.gate import only_person, with_case
from verweer.cases.handing_over import ForKey, ForPassphrase, Members, Receiver, hand_over, suffix_for
from verweer.cases.keys import LONGEST_NAME, CannotGive, give_key, given_keys, take_back_key
from verweer.cases.logbook import note, noted
from verweer.cases.models import Case, State
from verweer.cases.opening import where_it_stands
from verweer.cases.reading import SealedCase
from verweer.cases.session import OpenCase
from verweer.cases.store import sealed_folder
from verweer.kernel import Digest, Language
from verweer.proof import BadRecipient, stream_sealed


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
@only_person
def keys_page(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Show who can open the case and what was done with it; give a helper a code, shown once."""
    if held.unconfirmed_code:
        return redirect(where_it_stands(held))
    code, error = None, ""
    if request.method == "POST":
        made = new_code()
        try:
            key_id, name = request.POST.get("key", "")[:32], request.POST.get("name", "")
            give_key(held, key_id or secrets.token_hex(8), name, code=made, now=timezone.now())
            code = made
        except CannotGive as cause:
            error = cause.told(_language())
    given = {
        "keys": given_keys(held),
        "events": noted(held.case_id),
        "code": code,
        "error": error,
        "new_key": secrets.token_hex(8),
        "longest": LONGEST_NAME,
    }
    return render(request, "cases/keys.html", given, status=422 if error else 200)


@require_POST
@with_case
@only_person
def take_back(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Close the case to a helper."""
    take_back_key(held, request.POST.get("key", ""))
    return redirect("keys")


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
@only_person
def hand_over_page(request: HttpRequest, held: OpenCase) -> HttpResponse:
    """Give the whole case in one package, for a receiver's key or under a passphrase."""
    if not Case.objects.filter(id=held.case_id, state=State.READY).exists():
        return redirect(where_it_stands(held))
    if request.method != "POST":
        return render(request, "cases/hand_over.html", {"code": new_code()})
    try:
        return _handed_over(held, _receiver(request))
    except (BadRecipient, WrongCode) as cause:
        given = {"code": new_code(), "error": cause.told(_language())}
        return render(request, "cases/hand_over.html", given, status=422)


def _receiver(request: HttpRequest) -> Receiver:
    if "passphrase" in request.POST:
        return ForPassphrase(read_code(request.POST["passphrase"]))
    return ForKey(request.POST.get("recipient", "")[:200])


def _handed_over(held: OpenCase, receiver: Receiver) -> HttpResponse:
    sealed = SealedCase(folder=sealed_folder(held.case_id), identity=held.identity)
    package = hand_over(_members(sealed), receiver, now=timezone.now())
    match receiver:
        case ForKey(recipient):
            note("handed-over", held.case_id, actor=held.actor, to=Digest.of(recipient.strip().encode()).hex)
        case ForPassphrase():
            note("handed-over", held.case_id, actor=held.actor, to="passphrase")
    response = StreamingHttpResponse(package, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="package{suffix_for(receiver)}"'
    return response  # type: ignore[return-value]  # a StreamingHttpResponse has all that views use


def _members(sealed: SealedCase) -> Members:
    def opened(name: str) -> Iterator[bytes]:
        return stream_sealed(sealed.folder, name, sealed.identity)

    return ((name, opened(name)) for name in sorted(sealed.names()) if name != "facts.json")


def _language() -> Language:
    return Language(get_language() or "nl")
