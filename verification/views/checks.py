"""Many certificates at once, for registered bodies: by a table on a page, and by a program with a token."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.refusals import refusal_shown
from hcec.core.sheets import Problem, read_table
from verification import answers
from verification.actions import bodies as actions
from verification.forms.bodies import NUMBERS, NumbersForm
from verification.models import Channel, RegisteredBody
from verification.queries import bodies as reads
from verification.refusals import Refusal
from verification.tokens import digest
from verification.views.listings_bodies import AnswerListing


def mine_or_404(request: HttpRequest, pk: int) -> RegisteredBody:
    return get_object_or_404(reads.of_contact(request.user), pk=pk)


@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    """The bodies for which the person answers, and what it takes to become one."""
    return render(request, "verification/checks.html", {"bodies": reads.of_contact(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask by a table, and what was asked before."""
    found = mine_or_404(request, pk)
    form = NumbersForm(request.POST or None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST" and form.is_valid():
        table = read_table(form.cleaned_data["file"], NUMBERS)
        problems = table.problems
        if table.ok:
            asked = [(row.number, row["number"]) for row in table.rows]
            with refusal_shown(request, form):
                inquiry = actions.inquire(found, asked, channel=Channel.PAGE, at=timezone.now())
                return redirect("check-inquiry", pk=pk, inquiry=inquiry.pk)
    holds = reads.in_force(timezone.localdate()).filter(pk=pk).exists()
    context = {
        "body": found, "holds": holds, "form": form, "problems": problems,
        "inquiries": reads.inquiries(found)[:20],
    }  # fmt: skip
    return render(request, "verification/check_body.html", context)


@require_POST
def token(request: HttpRequest, pk: int) -> HttpResponse:
    """A new token for the body's programs, shown this once."""
    found = mine_or_404(request, pk)
    with refusal_shown(request):
        told = actions.new_token(found, by=request.user, at=timezone.now())
        return render(request, "verification/check_token.html", {"body": found, "token": told})
    return redirect("check-body", pk=pk)


@require_safe
def inquiry(request: HttpRequest, pk: int, inquiry: int) -> HttpResponse:
    """The answers to one inquiry, to read or to take as a table."""
    found = get_object_or_404(reads.inquiries(mine_or_404(request, pk)), pk=inquiry)
    context = {"body": found.body, "inquiry": found}
    return AnswerListing(request, reads.rows(found)).respond("verification/check_inquiry.html", context)


@csrf_exempt  # no cookie is read: the token alone says who asks
@login_not_required
@require_POST
def api(request: HttpRequest) -> HttpResponse:
    """The same for programs: numbers in, answers in their order out (docs/contract.md)."""
    scheme, _space, given = request.headers.get("Authorization", "").partition(" ")
    at = timezone.now()
    speaks = reads.by_digest(digest(given), timezone.localdate(at)) if scheme == "Bearer" else None
    if speaks is None:
        return said(401, _("The token is not one of a registered body."), **{"WWW-Authenticate": "Bearer"})
    asked = numbers_in(request.body)
    if asked is None:
        return said(400, _("Send a JSON object whose “numbers” is a list of texts."))
    try:
        made = actions.inquire(speaks, enumerate(asked, start=1), channel=Channel.API, at=at)
    except actions.TooMany as refusal:
        return said(429, str(refusal), **{"Retry-After": "60"})
    except Refusal as refusal:
        return said(400, str(refusal))
    rows = [{"row": row.row, "asked": row.asked, "answer": row.answer} for row in reads.rows(made)]
    told = [row | part_of(answer) for row, answer in zip(rows, answers.answers(asked), strict=True)]
    return answered({"inquiry": made.pk, "answers": told}, 200)


def part_of(answer: answers.Answer) -> dict[str, Any]:
    """What the public answer says beside its word."""
    return {name: value for name, value in answer.as_json().items() if name not in ("answer", "mistyped")}


def numbers_in(body: bytes) -> list[str] | None:
    """The numbers of a request; None where it is not what was agreed."""
    try:
        asked = json.loads(body)["numbers"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return asked if isinstance(asked, list) and all(isinstance(each, str) for each in asked) else None


def said(status: int, sentence: str, **headers: str) -> HttpResponse:
    return answered({"error": sentence}, status, **headers)


def answered(told: dict[str, Any], status: int, **headers: str) -> HttpResponse:
    response = JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
    for name, value in ({"Cache-Control": "no-store"} | headers).items():
        response[name] = value
    return response
