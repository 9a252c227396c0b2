# SPDX-License-Identifier: Apache-2.0
"""Django's settings, derived from the operator's environment."""

from verweer.site.environment import read_environment

ENVIRONMENT = read_environment()

SECRET_KEY = "replaced-before-serving"  # noqa: S105 - operations reads it from the data folder
INSTALLED_APPS = ["verweer.promises", "verweer.cases", "verweer.site"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ENVIRONMENT.data / "verweer.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=10000;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
