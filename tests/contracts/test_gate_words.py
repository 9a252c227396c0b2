# SPDX-License-Identifier: Apache-2.0
"""The rules in a real page: which button of a gate is found, in five languages and many forms, and which never is."""

from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Page, sync_playwright

from verweer.browser import examine_chromium
from verweer.visit.gates import Kind, gate_rules

SCRIPT = files("verweer.visit").joinpath("gates.js").read_text("utf-8")
COOKIES = {"nl": "Wij gebruiken cookies.", "en": "We use cookies.", "de": "Wir verwenden Cookies.", "fr": "Nous utilisons des cookies.", "es": "Usamos cookies."}  # fmt: skip
AGES = {"nl": "Ben je 18 jaar of ouder?", "en": "Are you 18 or older?", "de": "Bist du über 18 Jahre alt?", "fr": "Avez-vous plus de 18 ans ?", "es": "¿Eres mayor de 18 años?"}  # fmt: skip
REFUSED = {
    "nl": ("Alles weigeren", "Weigeren", "Alleen noodzakelijke cookies", "Nee, bedankt", "Doorgaan zonder accepteren"),
    "en": ("Reject all", "Decline", "Only necessary", "Continue without accepting", "REJECT ALL COOKIES"),
    "de": ("Alle ablehnen", "Ablehnen", "Nur notwendige Cookies", "Weiter ohne Einwilligung"),
    "fr": ("Tout refuser", "Refuser", "Continuer sans accepter →", "Je refuse"),
    "es": ("Rechazar todo", "Rechazar", "Solo necesarias", "Continuar sin aceptar"),
}
ACCEPTED = {
    "nl": ("Alles accepteren", "Akkoord", "Ik ga akkoord", "Begrepen"),
    "en": ("Accept all cookies", "Got it!", "I agree", "Allow all"),
    "de": ("Alle akzeptieren", "Zustimmen", "Einverstanden"),
    "fr": ("Tout accepter", "J\u2019accepte", "OK"),
    "es": ("Aceptar todo", "De acuerdo", "Entendido"),
}
ENTERED = {
    "nl": ("Ja, ik ben 18 jaar of ouder", "Ik ben ouder dan 18", "Ja", "18+ betreden"),
    "en": ("I am over 18", "Yes, I am 18 or older", "I'm 18+", "Enter", "I am at least 18 years old"),
    "de": ("Ich bin über 18", "Ja, ich bin mindestens 18", "Eintreten", "Ich bin volljährig"),
    "fr": ("J'ai plus de 18 ans", "Oui, j'ai 18 ans ou plus", "Entrer", "Je suis majeur"),
    "es": ("Soy mayor de edad", "Sí, tengo 18 años", "Entrar", "Soy mayor de 18"),
}
BUTTONS = [(lang, "consent-reject", says) for lang, all_ in REFUSED.items() for says in all_]
BUTTONS += [(lang, "consent-accept", says) for lang, all_ in ACCEPTED.items() for says in all_]
BUTTONS += [(lang, "age-", says) for lang, all_ in ENTERED.items() for says in all_]
FORMS = {
    "a dialog": "<dialog open>{}</dialog>",
    "an element with that role": '<div role="dialog">{}</div>',
    "a bar at the bottom": '<div style="position:fixed;bottom:0">{}</div>',
    "a box that is named for it": '<div id="cookie-notice">{}</div>',
    "a bar of buttons within a dialog": '<div aria-modal="true"><p>Over cookies.</p><div style="position:sticky"><button>Weigeren</button></div></div>',
}
KNOWN = {
    "OneTrust": '<div><button id="onetrust-accept-btn-handler">Ja</button><button id="onetrust-reject-all-handler">x</button></div>',
    "Cookiebot": '<div><a id="CybotCookiebotDialogBodyButtonDecline" href="#">x</a></div>',
    "Didomi": '<span class="didomi-continue-without-agreeing" role="button">x</span>',
}
FILLER = "<p>" + "Een gewone alinea over het weer en de tuin, met woorden genoeg. " * 40 + "</p>"
LEFT_ALONE = {
    "a button of the page itself": f"{FILLER}<button>Accept</button>",
    "a dialog about something else": f'{FILLER}<div role="dialog">Vrienden worden?<button>Accepteren</button></div>',
    "a link to another page": f'{FILLER}<div role="dialog">Cookies<a href="/elders">Accept all</a></div>',
    "a link in another window": f'{FILLER}<div role="dialog">Cookies<a href="?ok" target="_blank">Accept all</a></div>',
    "a subscription": f'{FILLER}<div role="dialog">Cookies<button>Accept and subscribe</button></div>',
    "a form that asks who you are": f'{FILLER}<div role="dialog">Cookies<form><input type="email"><button>OK</button></form></div>',
    "a form that goes elsewhere": f'{FILLER}<div role="dialog">Cookies<form action="https://x.test/"><button>OK</button></form></div>',
    "a button that nobody sees": f'{FILLER}<div role="dialog">Cookies<button style="visibility:hidden">OK</button></div>',
    "an age gate's way out": f'{FILLER}<div role="dialog">18+<button>Nee, ik ben jonger</button></div>',
    "many words that begin alike": f'{FILLER}<div role="dialog">Cookies<button>Accept all and also sell my house today</button></div>',
}  # fmt: skip


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=examine_chromium(None).program, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def found(tab: Page, body: str) -> str | None:
    tab.set_content(f"<!doctype html><title>x</title>{body}")
    rules = gate_rules()
    for kind in (Kind.CONSENT, Kind.AGE):
        rule: str | None = tab.evaluate(f"rules => ({SCRIPT})(rules)?.rule ?? null", rules.told_to_the_page(kind))
        if rule:
            return rule
    return None


@pytest.mark.parametrize(("language", "rule", "says"), BUTTONS, ids=[f"{each[0]}: {each[2]}" for each in BUTTONS])
def test_a_gate_is_known_by_what_its_button_says(tab: Page, language: str, rule: str, says: str) -> None:
    told = AGES if rule == "age-" else COOKIES
    gate = f'{FILLER}<div role="dialog"><p>{told[language]}</p><a href="/beleid">?</a><button>{says}</button></div>'

    assert (found(tab, gate) or "").startswith(rule)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_gate_is_known_in_whatever_form_it_comes(tab: Page, form: str) -> None:
    assert (
        found(tab, FILLER + form.format("<p>Wij gebruiken cookies.</p><button>Weigeren</button>"))
        == "consent-reject-nl"
    )


@pytest.mark.parametrize("gate", KNOWN.values(), ids=KNOWN)
def test_a_known_manager_is_known_by_its_parts(tab: Page, gate: str) -> None:
    assert (found(tab, FILLER + gate) or "").endswith("-reject")


@pytest.mark.parametrize("body", LEFT_ALONE.values(), ids=LEFT_ALONE)
def test_what_is_no_gate_or_leads_away_is_left_alone(tab: Page, body: str) -> None:
    assert found(tab, body) is None


def test_a_page_that_is_nothing_but_a_gate_needs_nothing_around_it(tab: Page) -> None:
    assert found(tab, f"<p>{AGES['en']}</p><button>Enter</button>") == "age-en"


def test_every_selector_and_pattern_is_one_to_a_browser(tab: Page) -> None:
    rules = gate_rules()
    selectors = [text for rule in rules.gate for text in rule.selectors]
    patterns = [
        rules.never,
        *rules.about.values(),
        *rules.standing.values(),
        *(r.pattern for r in rules.gate if r.pattern),
    ]

    tab.set_content("<p>x")
    assert tab.evaluate("all => { for (const each of all) document.querySelector(each); return true; }", selectors)
    assert tab.evaluate("all => { for (const each of all) new RegExp(each, 'iu'); return true; }", patterns)
