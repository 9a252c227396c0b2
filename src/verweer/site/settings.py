# SPDX-License-Identifier: Apache-2.0
"""Django's settings, derived from the operator's environment."""

from functools import partial
from pathlib import Path

from django.utils.functional import SimpleLazyObject

from verweer.site.database import database_settings
from verweer.site.environment import read_environment
from verweer.site.secrets_file import secret_bytes

ENVIRONMENT = read_environment()

_HERE = Path(__file__).parent


def _secret_key() -> str:
    return secret_bytes(ENVIRONMENT.data / "keys" / "site.secret").hex()


SECRET_KEY = SimpleLazyObject(_secret_key)
CASE_SALT = SimpleLazyObject(partial(secret_bytes, ENVIRONMENT.data / "keys" / "case.salt"))
WRONG_CODE_SECONDS = 0.5

DEBUG = False
ALLOWED_HOSTS = [ENVIRONMENT.host, "localhost", "127.0.0.1", "[::1]", *ENVIRONMENT.site_names]
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in ENVIRONMENT.site_names]
INSTALLED_APPS = ["django.contrib.staticfiles", "verweer.promises", "verweer.cases", "verweer.site"]
MIDDLEWARE = [
    "verweer.site.middleware.safety_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "verweer.site.middleware.chosen_language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "verweer.site.urls"
WSGI_APPLICATION = "verweer.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "verweer.site.page.every_page",
            ],
        },
    }
]
DATABASES = {"default": database_settings(ENVIRONMENT.database, ENVIRONMENT.data)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "taal"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Strict"
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
LOCALE_PATHS = [_HERE / "locale"]

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_AGE = None
CSRF_COOKIE_NAME = "form"
CSRF_FAILURE_VIEW = "verweer.site.page.form_expired"
# Nothing to other sites. Plain "no-referrer" makes browsers send `Origin: null` with forms, which CSRF refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 4_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# One page takes a file, and says itself where it goes; everywhere else a file ends the request.
FILE_UPLOAD_HANDLERS = ["verweer.cases.uploading.NoFiles"]
CASE_OUTSIDE = "verweer.site.wiring.outside_of_site"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

LOGGING = {
    # No addresses of visitors and no paths: only that something failed, and where in the code.
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_paths": {"()": "verweer.site.logs.WithoutPaths"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_paths"]}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "verweer": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
