"""The portal's addresses and the least that a Django page can do with a database: one row by its key, signed in or not."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from hcec.urls import urlpatterns as portal
from testing.models import Session
from verification import numbers
from verification.models import Certificate


def one_select(request: HttpRequest, pk: int) -> HttpResponse:
    """Every middleware of the portal, one row read by its key, a short answer."""
    session = Session.objects.get(pk=pk)
    return HttpResponse(f"{session.status}\n", content_type="text/plain")


@login_not_required
def one_certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The same for anybody, with the row that the verification page reads."""
    certificate = Certificate.objects.select_related("revocation").get(key=numbers.key_of(number))
    return HttpResponse(f"{certificate.number}\n", content_type="text/plain")


urlpatterns = [
    path("bench/one-certificate/<str:number>", one_certificate, name="bench-one-certificate"),
    path("bench/one-select/<int:pk>", one_select, name="bench-one-select"),
    *portal,
]
