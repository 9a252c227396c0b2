# SPDX-License-Identifier: Apache-2.0
"""The rules of gates are sound, and walls are told by what a page as a whole shows."""

from dataclasses import replace

import pytest

from verweer.visit import Wall
from verweer.visit.gates import BadGateRules, Kind, Signs, flattened, gate_rules, parsed_rules, walls_of

PLAIN = Signs(status=200, url="https://site.test/x", text="", markup="", password=False, fields=0)
LONG = "Een gewone alinea over het weer en de tuin. " * 60
LANGUAGES = ("nl", "en", "de", "fr", "es")

LOGIN = {
    "nl": "Log in om dit te zien",
    "nl, you": "Meld u aan om verder te kijken",
    "en": "Sign in to continue",
    "en, must": "You must be logged in to view this page",
    "de": "Melden Sie sich an, um diesen Beitrag zu sehen",
    "fr": "Connectez-vous pour continuer",
    "es": "Inicia sesión para ver esta publicación",
}
CAPTCHA = {
    "nl": "Ik ben geen robot",
    "en": "Verify you are human by completing the action below",
    "de": "Bestätigen Sie, dass Sie ein Mensch sind",
    "fr": "Je ne suis pas un robot",
    "es": "No soy un robot",
}
GEO = {
    "nl": "Deze video is niet beschikbaar in jouw land",
    "en": "This content isn\u2019t available in your region",
    "de": "Dieses Video ist in deinem Land nicht verfügbar",
    "fr": "Cette vidéo n'est pas disponible dans votre pays",
    "es": "Este contenido no está disponible en tu país",
}
OTHER_WALLS = {
    "401": (replace(PLAIN, status=401), Wall.LOGIN),
    "403 with a password field": (replace(PLAIN, status=403, password=True), Wall.LOGIN),
    "sent to a login page": (replace(PLAIN, url="https://site.test/login?next=/x", password=True), Wall.LOGIN),
    "451": (replace(PLAIN, status=451, text=LONG), Wall.GEO),
    "a challenge's own script": (replace(PLAIN, status=403, markup="window._cf_chl_opt={}"), Wall.CAPTCHA),
    "nothing but a CAPTCHA": (replace(PLAIN, markup='<div class="h-captcha" data-sitekey="x">'), Wall.CAPTCHA),
    "a question about age that stays": (replace(PLAIN, age_gate=True, text=LONG), Wall.AGE),
}
NO_WALLS = {
    "a long page with a login form": replace(PLAIN, text=LONG, password=True),
    "an article with an invitation to react": replace(PLAIN, text=LONG + "Log in om te reageren.", password=True),
    "you must be logged in to comment": replace(PLAIN, text=LONG + "You must be logged in to comment."),
    "a contact form with a CAPTCHA": replace(PLAIN, text="Contact", markup="<div data-sitekey=x>", fields=3),
    "a login form with a CAPTCHA": replace(PLAIN, text="Welkom", markup="<div data-sitekey=x>", password=True),
    "a long page with a badge": replace(PLAIN, text=LONG, markup="recaptcha/api.js"),
    "an article about CAPTCHAs": replace(PLAIN, text=LONG + "Een captcha vraagt: ben je een mens?"),
    "an article about films": replace(PLAIN, text=LONG + "Some films are not available in your country."),
    "a page that is forbidden": replace(PLAIN, status=403, text="Forbidden"),
    "an ordinary page": PLAIN,
}
BAD = {
    "no TOML": "gate = [",
    "nothing in it": "",
    "two means at once": 'selectors = ["#a"]\nwords = ["a"]',
    "no means": "",
    "a word with a capital": 'words = ["Weigeren"]',
    "a pattern that is none": "pattern = '('",
    "an unknown way": 'words = ["a"]\nway = "kick"',
    "an unknown key": 'words = ["a"]\ncolour = "red"',
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_refuses_before_it_accepts_and_has_words_for_age(language: str) -> None:
    mine = [rule.id for rule in gate_rules().gate if rule.language == language]

    assert mine == [f"consent-reject-{language}", f"consent-accept-{language}", f"age-{language}"]


def test_all_that_refuses_stands_before_all_that_accepts() -> None:
    order = [rule.id for rule in gate_rules().gate if rule.kind is Kind.CONSENT]
    accepting = [number for number, name in enumerate(order) if "accept" in name]

    assert accepting == list(range(min(accepting), len(order)))


@pytest.mark.parametrize(("text", "wall"), [
    *((text, Wall.LOGIN) for text in LOGIN.values()),
    *((text, Wall.CAPTCHA) for text in CAPTCHA.values()),
    *((text, Wall.GEO) for text in GEO.values()),
])  # fmt: skip
def test_a_wall_is_told_in_each_language(text: str, wall: Wall) -> None:
    assert walls_of(replace(PLAIN, text=text)) == (wall,)


@pytest.mark.parametrize(("signs", "wall"), OTHER_WALLS.values(), ids=OTHER_WALLS)
def test_a_wall_is_told_without_words_too(signs: Signs, wall: Wall) -> None:
    assert walls_of(signs) == (wall,)


@pytest.mark.parametrize("signs", NO_WALLS.values(), ids=NO_WALLS)
def test_what_only_looks_like_a_wall_is_none(signs: Signs) -> None:
    assert walls_of(signs) == ()


@pytest.mark.parametrize("rule", BAD.values(), ids=BAD)
def test_rules_that_cannot_be_used_are_refused_with_a_sentence(rule: str) -> None:
    frame = (
        "never = 'x'\nwall = []\n[about]\nconsent = 'c'\nage = 'a'\nplay = '.'\n[standing]\nage = 'a'\n"
        '[captcha]\nparts = []\nchallenges = []\n[[gate]]\nid = "a"\nkind = "age"\n'
    )
    assert parsed_rules(frame + 'words = ["ja"]').gate[0].words == ("ja",)

    with pytest.raises(BadGateRules, match="cannot be used"):
        parsed_rules(frame + rule if rule != "gate = [" else rule)


def test_what_a_button_says_is_compared_without_capitals_and_punctuation() -> None:
    assert flattened("  J\u2019accepte, tout ! ") == "j accepte tout"
    assert flattened("18+ Enter") == "18+ enter"
