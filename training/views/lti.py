"""LTI 1.3: the person's launch, and the addresses that outside platforms ask (keys, tokens, line items, scores)."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import Refusal, refusal_shown
from training.actions import lti
from training.forms.lti import ToolLinkForm
from training.lifecycles import SEATED
from training.lti import keys, launches, tokens
from training.models import Enrolment, ToolLink
from training.views.meetings import meeting_or_404

JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LARGEST = 64 * 1024


@require_safe
def lti_launch(request: HttpRequest, pk: int) -> HttpResponse:
    """The button of one's own course: send the browser to the platform, which asks back at `lti-authorize`."""
    places = Enrolment.objects.filter(person=request.user, status__in=SEATED, round__meetings=pk)
    place = get_object_or_404(places.select_related("person", "round"))
    link = get_object_or_404(
        ToolLink.objects.select_related("tool", "meeting"), meeting=pk, tool__active=True
    )
    at = database_now()
    if not link.meeting.starts_at <= at < link.meeting.ends_at:
        return redirect("enrolment", place.pk)
    return redirect(launches.login_address(link, place))


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def lti_authorize(request: HttpRequest) -> HttpResponse:
    """What the platform sends the browser back with: answered by a form that hands the signed message over.

    A POST from there comes without our cookies and is only asked again as GET.
    """
    if request.method == "POST":
        return redirect(f"{reverse('lti-authorize')}?{request.POST.urlencode()}")
    try:
        asked = launches.asked(request.GET, request.user)
        token = lti.launch(asked, request.user, at=database_now())
    except Refusal as refusal:
        return render(request, "training/lti_refused.html", {"why": str(refusal)}, status=400)
    context = {"action": asked.redirect_uri, "token": token, "state": asked.state, "tool": asked.tool}
    response = render(request, "training/lti_launch.html", context)
    # The one form of the portal that goes elsewhere: to this platform, whose address is registered, and to nobody else.
    response._csp_update = {"form-action": [lti.origin(asked.redirect_uri)]}  # type: ignore[attr-defined]
    return response


@login_not_required
@require_safe
def lti_keys(request: HttpRequest) -> JsonResponse:
    """The public keys that launches are signed with (RFC 7517)."""
    return JsonResponse(keys.published())


def refused(code: str, status: int = 400, *, why: str = "") -> JsonResponse:
    body = {"error": code, **({"error_description": why} if why else {})}
    return JsonResponse(body, status=status)


@login_not_required
@csrf_exempt
@never_cache
@require_POST
def lti_token(request: HttpRequest) -> JsonResponse:
    """A token for a request that is signed by a platform's key (client credentials, RFC 7523)."""
    if request.POST.get("grant_type") != "client_credentials":
        return refused("unsupported_grant_type")
    if request.POST.get("client_assertion_type") != JWT_BEARER:
        return refused("invalid_client", 401)
    scopes = set(request.POST.get("scope", "").split())
    try:
        audience = launches.absolute("lti-token")
        assertion = request.POST.get("client_assertion", "")[:LARGEST]
        token, granted = tokens.issue(assertion, scopes, audience=audience, at=timezone.now())
    except tokens.Denied as denied:
        return refused(denied.code, 401 if denied.code == "invalid_client" else 400)
    facts = {"access_token": token, "token_type": "Bearer", "expires_in": tokens.LASTS}
    return JsonResponse(facts | {"scope": " ".join(granted)})


def link_of(request: HttpRequest, key: Any, scope: str) -> ToolLink | JsonResponse:
    """The link whose line item this is, for the platform that holds a token of the scope."""
    try:
        tool = tokens.holder(request.headers.get("Authorization", ""), scope)
    except tokens.Denied as denied:
        return refused(denied.code, 403 if denied.code == "insufficient_scope" else 401)
    rows = ToolLink.objects.select_related("tool", "meeting__round__created_by")
    return rows.filter(key=key, tool=tool).first() or refused("not_found", 404)


@login_not_required
@never_cache
@require_safe
def lti_line_item(request: HttpRequest, key: Any) -> JsonResponse:
    """The line item of a link (AGS 2.0, 3.2)."""
    link = link_of(request, key, tokens.LINE_ITEM)
    if isinstance(link, JsonResponse):
        return link
    facts = {
        "id": launches.absolute("lti-line-item", link.key),
        "label": link.title,
        "scoreMaximum": 100,
        "resourceLinkId": str(link.key),
    }
    return JsonResponse(facts, content_type="application/vnd.ims.lis.v2.lineitem+json")


@login_not_required
@csrf_exempt
@require_POST
def lti_scores(request: HttpRequest, key: Any) -> HttpResponse:
    """A score of one person (AGS 2.0, 3.4)."""
    link = link_of(request, key, tokens.SCORE)
    if isinstance(link, JsonResponse):
        return link
    try:
        told = json.loads(request.body[:LARGEST])
        if not isinstance(told, dict):
            raise ValueError("no object")
        lti.take_score(link, told, at=timezone.now())
    except lti.Unfit as unfit:
        return refused("invalid_score", 422, why=str(unfit))
    except ValueError:
        return refused("invalid_json")
    return HttpResponse(status=204)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_meeting_tool(request: HttpRequest, pk: int) -> HttpResponse:
    """What of an outside platform is worked through at an e-learning meeting."""
    meeting = meeting_or_404(request, pk)
    known = ToolLink.objects.filter(meeting=meeting).select_related("tool").first()
    form = ToolLinkForm(request.POST or None, initial=ToolLinkForm.values_of(known))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            lti.put_to(meeting, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("manage-round", meeting.round_id)
    context = {"round": meeting.round, "meeting": meeting, "form": form}
    return render(request, "training/manage_meeting_tool.html", context)
