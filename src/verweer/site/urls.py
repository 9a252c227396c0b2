# SPDX-License-Identifier: Apache-2.0
"""Every address of the site. Paths stay neutral: they remain in the history of a shared phone."""

from django.urls import path

from verweer.cases import desk, downloads, following, opening
from verweer.site import page

urlpatterns = [
    path("", opening.first_page, name="first"),
    path("begin", opening.begin, name="begin"),
    path("code", opening.code_page, name="code"),
    path("terug", opening.come_back, name="come-back"),
    path("sluiten", opening.close, name="close"),
    path("vraag/<slug:name>", desk.question, name="question"),
    path("overzicht", desk.check, name="check"),
    path("rustig", desk.minor, name="minor"),
    path("maken", desk.start, name="start"),
    path("bezig", following.progress, name="progress"),
    path("bezig/deel", following.progress_part, name="progress-part"),
    path("klaar", following.result, name="result"),
    path("bestand/<slug:kind>/<int:number>", downloads.numbered, name="numbered"),
    path("bestand/<str:name>", downloads.named, name="named"),
    path("wissen", opening.erase, name="erase"),
    path("taal", page.choose_language, name="language"),
    path("weg", page.leave, name="leave"),
    path("hulp", page.help_page, name="help"),
]

handler404 = "verweer.site.page.not_found"
handler500 = "verweer.site.page.failed"
