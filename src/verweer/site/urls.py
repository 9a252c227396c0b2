# SPDX-License-Identifier: Apache-2.0
"""Every address of the site. Paths stay neutral: they remain in the history of a shared phone."""

from django.urls import path

from verweer.cases.adding import add
from verweer.cases.desk import check, minor, question, start
from verweer.cases.downloads import named, numbered
from verweer.cases.following import progress, progress_part, result
from verweer.cases.opening import begin, close, code_page, come_back, erase, first_page
from verweer.cases.sharing import hand_over_page, keys_page, take_back
from verweer.site import page

urlpatterns = [
    path("", first_page, name="first"),
    path("begin", begin, name="begin"),
    path("code", code_page, name="code"),
    path("terug", come_back, name="come-back"),
    path("sluiten", close, name="close"),
    path("vraag/<slug:name>", question, name="question"),
    path("overzicht", check, name="check"),
    path("rustig", minor, name="minor"),
    path("maken", start, name="start"),
    path("bezig", progress, name="progress"),
    path("bezig/deel", progress_part, name="progress-part"),
    path("klaar", result, name="result"),
    path("erbij", add, name="add"),
    path("bestand/<slug:kind>/<int:number>", numbered, name="numbered"),
    path("bestand/<str:name>", named, name="named"),
    path("sleutels", keys_page, name="keys"),
    path("sleutels/terug", take_back, name="take-back"),
    path("overdragen", hand_over_page, name="hand-over"),
    path("wissen", erase, name="erase"),
    path("taal", page.choose_language, name="language"),
    path("weg", page.leave, name="leave"),
    path("hulp", page.help_page, name="help"),
]

handler404 = "verweer.site.page.not_found"
handler500 = "verweer.site.page.failed"
