"""Sign in as any demo person by one click. These addresses exist in demo mode only."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from hcec.accounts.models import User
from hcec.demo.accounts import BY_EMAIL


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo accounts, with both factors recorded as if they had been typed just now."""
    account = BY_EMAIL.get(request.POST.get("email", ""))
    if account is None:
        raise Http404
    person = get_object_or_404(User, email=account.email)
    logout(request)
    get_adapter().login(request, person)
    record_authentication(request, person, method="password", email=person.email)
    for authenticator in Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP):
        post_authentication(request, authenticator)
    onward = request.POST.get("next", "")
    if onward and url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        return redirect(onward)
    return redirect("home")
