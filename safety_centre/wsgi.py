"""The WSGI entry point, for granian or any other WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_centre.settings.production")
application = get_wsgi_application()

from safety_centre.prevention import compiled  # noqa: E402  # needs Django set up

# Before the first request, so that none waits for it; a worker that can't have it soon serves all the same.
compiled.watch(wait=15)
