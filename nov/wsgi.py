"""The web server's way in: `gunicorn nov.wsgi`, with the environment of README.md set."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nov.settings")
application = get_wsgi_application()
