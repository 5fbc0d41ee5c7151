"""A person's own profile, and the way there for those who have not filled it in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from centers.actions import profiles
from centers.actions.reference import read
from centers.forms.profile import ProfileForm
from centers.models import School
from centers.queries import people
from hcec.core.refusals import refusal_shown


def profile(request: HttpRequest) -> HttpResponse:
    """See and change one's own details. “Find” lists schools and saves nothing."""
    workplace = people.workplace_of(request.user)
    form = ProfileForm(request.POST or None, person=request.user, workplace=workplace)
    finding = "find" in request.POST
    if request.method == "POST" and not finding and form.is_valid():
        with refusal_shown(request, form):
            profiles.keep(
                request.user, description=form.description, place=form.place, identity=form.identity,
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("Your details are kept."))
            return redirect(way_on(request))
    if finding:
        form = asked_again(request, workplace)
    return render(request, "centers/profile.html", shown(request, form, finding=finding))


def shown(request: HttpRequest, form: ProfileForm, *, finding: bool) -> dict[str, Any]:
    """What the page shows: the form, the schools to choose from, the titles in use."""
    words, chosen = str(form["school_name"].value() or ""), form["school"].value()
    found = list(people.schools(words, number(form["province"].value()))) if finding and words else []
    if chosen and str(chosen) not in {str(school.pk) for school in found}:
        found = [*School.objects.filter(pk=number(chosen)), *found]
    return {
        "form": form, "schools": found, "chosen": str(chosen or ""), "finding": finding,
        "titles": read("titles"), "next": request.POST.get("next", request.GET.get("next", "")),
    }  # fmt: skip


def asked_again(request: HttpRequest, workplace: Any) -> ProfileForm:
    """The form as typed, without complaints, for somebody who is only looking for her school."""
    form = ProfileForm(person=request.user, workplace=workplace)
    form.initial |= {name: request.POST.get(name, "") for name in form.fields if name != "id_number"}
    return form


def schools(request: HttpRequest) -> HttpResponse:
    """The schools that match what is typed, as a fragment for htmx."""
    words = request.GET.get("school_name", "")[:100]
    found = list(people.schools(words, number(request.GET.get("province", "")))) if words.strip() else []
    return render(request, "centers/_schools.html", {"schools": found, "chosen": "", "finding": True})


def number(text: Any) -> int | None:
    """A primary key from a form, or None."""
    return int(text) if str(text or "").isdecimal() and len(str(text)) < 12 else None


def way_on(request: HttpRequest) -> str:
    """Back to where the person came from; to her home after the first time."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("profile") if request.user.has_name else reverse("home")


def needs_profile(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before a first booking the portal must know who and where; leads to the profile and back again."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if people.profile_complete(request.user):
            return view(request, *args, **kwargs)
        messages.info(
            request, _("Tell us your name and where you work or study first; then you come back here.")
        )
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect(f"{reverse('profile')}?{urlencode({'next': back})}")

    return guarded
