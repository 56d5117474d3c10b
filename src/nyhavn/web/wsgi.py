"""The application as a server loads it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from nyhavn.web.restoring_marker import check_not_restoring

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nyhavn.web.settings")
gc.disable()  # what is loaded stays to the end
application = get_wsgi_application()
gc.freeze()
gc.enable()
check_not_restoring()
