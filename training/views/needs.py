"""Waiting by need for a course: the public rule, one's own wishes, and the offers to answer (pages: centers/views/needs.py)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.views.needs import Line
from hcec.core import rowguard
from training.actions import offers, wishes
from training.forms.needs import NeedForm
from training.queries import wishes as reads

LINE = Line(
    folder="training", wish_address="course-wish", place="round", wants="course", form=NeedForm, wishes=wishes, offers=offers,
    reads=reads, taken=lambda place: redirect("enrolment", place.pk),
    in_line=_("You are in line. As soon as a place fits you are told."), hers=_("The place is yours."),
)  # fmt: skip


@login_not_required
@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    return LINE.policy(request)


@require_safe
@rowguard.own
def wishes_and_offers(request: HttpRequest) -> HttpResponse:
    return LINE.wishes_and_offers(request)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    return LINE.new(request)


@require_safe
def wish(request: HttpRequest, pk: int) -> HttpResponse:
    return LINE.wish(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def centers(request: HttpRequest, pk: int) -> HttpResponse:
    return LINE.centers(request, pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return LINE.withdraw(request, pk)


@require_safe
@rowguard.own
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    return LINE.offer(request, pk)


@require_POST
def answer(request: HttpRequest, pk: int, answer: str) -> HttpResponse:
    return LINE.answer(request, pk, answer)
