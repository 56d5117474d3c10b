"""The application as a server loads it."""

import os

from django.core.wsgi import get_wsgi_application

from nyhavn.web.restoring_marker import check_not_restoring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyhavn.web.settings")
application = get_wsgi_application()
check_not_restoring()
