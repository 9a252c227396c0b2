# SPDX-License-Identifier: Apache-2.0
"""Files of a finished case, opened for the person only, piece by piece, under neutral names."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from verweer.cases.gate import with_case
from verweer.cases.logbook import note
from verweer.cases.models import Case, State
from verweer.cases.reading import SealedCase
from verweer.cases.session import OpenCase
from verweer.cases.shown import letter_name
from verweer.cases.store import sealed_folder
from verweer.kernel import Language
from verweer.notices import guidance_pdf, guidance_text
from verweer.proof import holds, stream_sealed
from verweer.remedies import minor_guidance

_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
    "jpg": "image/jpeg",
    "wacz": "application/wacz",
}
_NAMED = frozenset({"dossier.pdf", "dossier.zip", "LEESMIJ.txt", "README.txt", "press.txt"})


@require_GET
@with_case
def named(request: HttpRequest, held: OpenCase, name: str) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Give one of the files that each case has once; the guide for minors is the same for all."""
    if name in {"guidance.pdf", "guidance.txt"}:
        return _guide(name)
    if name not in _NAMED:
        raise Http404
    return _exported(held, name, name)


@require_GET
@with_case
def numbered(request: HttpRequest, held: OpenCase, kind: str, number: int) -> HttpResponse:  # noqa: ARG001 - Django passes it
    """Give a letter by the number of its track, or a capture or blurred picture by that of its link."""
    sealed = _sealed(held)
    match kind:
        case "beeld":
            return _given(sealed, f"screenshots/{number}.jpg", f"{number}.jpg", inline=True)
        case "pagina":
            return _exported(held, f"evidence/{number}.wacz", f"pagina-{number}.wacz")
        case "erbij":
            path = next((name for name in sealed.names() if name.startswith(f"handed-in/{number}/original.")), "")
            return _exported(held, path, f"erbij-{number}.{path.rpartition('.')[2]}")
        case "pdf" | "eml" | "txt":
            return _exported(held, letter_name(sealed.plan(), number, kind), f"brief-{number}.{kind}")
        case _:
            raise Http404


def _guide(name: str) -> HttpResponse:
    language = Language(get_language() or "nl")
    guidance = minor_guidance()
    content = guidance_pdf(guidance, language) if name.endswith(".pdf") else guidance_text(guidance, language)
    response = HttpResponse(content, content_type=_TYPES[name.rpartition(".")[2]])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _sealed(held: OpenCase) -> SealedCase:
    if not Case.objects.filter(id=held.case_id, state=State.READY).exists():
        raise Http404
    return SealedCase(folder=sealed_folder(held.case_id), identity=held.identity)


def _exported(held: OpenCase, path: str, shown: str) -> HttpResponse:
    """Give a file that leaves the site, and note it first."""
    response = _given(_sealed(held), path, shown)
    note("exported", held.case_id, actor=held.actor, file=shown)
    return response


def _given(sealed: SealedCase, path: str, shown: str, *, inline: bool = False) -> HttpResponse:
    if not path or not holds(sealed.folder, path):
        raise Http404
    response = StreamingHttpResponse(
        stream_sealed(sealed.folder, path, sealed.identity),
        content_type=_TYPES.get(path.rpartition(".")[2], "application/octet-stream"),
    )
    response["Content-Disposition"] = "inline" if inline else f'attachment; filename="{shown}"'
    return response  # type: ignore[return-value]  # a StreamingHttpResponse has all that views use
