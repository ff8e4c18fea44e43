"""The site's addresses and an empty view beside them, to measure the others against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from safety_centre.urls import handler404, handler500
from safety_centre.urls import urlpatterns as site

__all__ = ["handler404", "handler500", "urlpatterns"]


@csrf_exempt
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"{}", content_type="application/json")


urlpatterns = [path("api/empty", empty), *site]
