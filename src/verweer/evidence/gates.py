# SPDX-License-Identifier: Apache-2.0
"""What stands between a visit and a page: words that open gates, and words that tell walls.

Plain rules in Dutch, English, German, French and Spanish. A gate is passed by one click
that any visitor would make; a wall is never climbed, only stated.
"""

import re

from verweer.evidence.model import Wall

AGE_WORDS = (
    r"ik ben (ouder dan )?18( jaar)?( of ouder)?|ja,? ik ben 18|18 jaar of ouder|"
    r"i am (over )?18( or older)?|i'm (over )?18|yes,? i am over 18|18 years or older|enter( site)?|"
    r"ich bin (über )?18|ja,? ich bin (mindestens )?18|j'ai (plus de )?18 ans|soy mayor de (18|edad)"
)
CONSENT_WORDS = (
    r"alles weigeren|weigeren|alleen noodzakelijke?( cookies)?|alles accepteren|accepteren|akkoord|"
    r"reject all|decline|only necessary|accept all|accept|agree|got it|"
    r"alle ablehnen|ablehnen|alle akzeptieren|zustimmen|tout refuser|refuser|tout accepter|rechazar|aceptar"
)

_LOGIN = re.compile(
    r"log in om|inloggen om|meld je aan om|je moet ingelogd|log in to|sign in to|you must be logged in|"
    r"anmelden, um|connectez-vous pour|inicia sesión para",
    re.IGNORECASE,
)
_CAPTCHA = re.compile(
    r"captcha|ben je een mens|bent u een mens|verify (that )?you are (a )?human|are you a robot|ik ben geen robot",
    re.IGNORECASE,
)
_CAPTCHA_PARTS = re.compile(r"data-sitekey|g-recaptcha|h-captcha|cf-turnstile")
_ALMOST_EMPTY = 600
_GEO = re.compile(
    r"niet beschikbaar in (jouw|uw) (land|regio)|not available in your (country|region)|in deinem land nicht verfügbar",
    re.IGNORECASE,
)
_UNAVAILABLE_FOR_LEGAL_REASONS = 451  # RFC 7725
_UNAUTHORIZED = 401  # RFC 9110 section 15.5.2


def walls_of(*, status: int | None, text: str, markup: str, has_password_field: bool) -> tuple[Wall, ...]:
    """Return the walls that a page shows, from its status, its visible text and its fields."""
    walls = {
        Wall.LOGIN: status == _UNAUTHORIZED or (has_password_field and bool(_LOGIN.search(text))),
        Wall.CAPTCHA: len(text) < _ALMOST_EMPTY and bool(_CAPTCHA.search(text) or _CAPTCHA_PARTS.search(markup)),
        Wall.GEO: status == _UNAVAILABLE_FOR_LEGAL_REASONS or bool(_GEO.search(text)),
    }
    return tuple(wall for wall, stands in walls.items() if stands)
