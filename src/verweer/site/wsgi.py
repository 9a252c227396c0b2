# SPDX-License-Identifier: Apache-2.0
"""The site as one WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verweer.site.settings")
application = get_wsgi_application()
