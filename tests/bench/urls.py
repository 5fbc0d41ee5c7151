"""The portal's addresses and `bench/one-select/<pk>`: the least that a signed-in Django page can do with a database."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from hcec.urls import urlpatterns as portal
from testing.models import Session


def one_select(request: HttpRequest, pk: int) -> HttpResponse:
    """Every middleware of the portal, one row read by its key, a short answer."""
    session = Session.objects.get(pk=pk)
    return HttpResponse(f"{session.status}\n", content_type="text/plain")


urlpatterns = [path("bench/one-select/<int:pk>", one_select, name="bench-one-select"), *portal]
