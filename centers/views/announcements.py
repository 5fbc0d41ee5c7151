"""A center's history: OBEC announces, everyone reads (guideline 6.2.1)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from centers.actions.announcements import announce as announce_action
from centers.forms.registers import AnnouncementForm
from centers.models import Announcement, Center
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class AnnouncementListing(Listing):
    """The announcements about the centers of one's branch."""

    columns = (
        Column("number", gettext_lazy("Announcement number"), sort="number", card="title",
               link=lambda a: reverse("center-history", args=[a.center.code])),
        Column("kind", gettext_lazy("What is announced"), value="get_kind_display", sort="kind"),
        Column("center", gettext_lazy("Center"), value="center.name", sort="center__code"),
        Column("announced_on", gettext_lazy("Date of the announcement"), sort="announced_on", kind="date"),
        Column("effective_on", gettext_lazy("In force from"), sort="effective_on", kind="date"),
    )  # fmt: skip
    search, search_label = ("number", "center__name_th", "center__code"), gettext_lazy("Number or center")
    default_sort = "-announced_on"
    filename = "announcements"
    empty_title = gettext_lazy("No announcements yet")
    empty_text = gettext_lazy("Open a center's page and enter the announcement that established it.")


@require(Permission.CENTER_EDIT)
def announcements(request: HttpRequest) -> HttpResponse:
    """What was announced about the centers that the person looks after."""
    rows = Announcement.objects.within(request.access, Permission.CENTER_EDIT)
    return AnnouncementListing(request, rows.select_related("center__province")).respond(
        "centers/announcements.html"
    )


@require(Permission.CENTER_EDIT)
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an announcement and let the center follow it; for OBEC alone."""
    if not request.access.reach(Permission.CENTER_EDIT).nation:
        raise PermissionDenied
    center = get_object_or_404(Center.objects.select_related("province"), pk=pk)
    form = AnnouncementForm(request.POST or None, request.FILES or None, center=center)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            announce_action(center, form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The announcement is entered and the center follows it."))
            return redirect("center-history", code=center.code)
    return render(request, "centers/announce.html", {"center": center, "form": form})


@login_not_required
@require_safe
def history(request: HttpRequest, code: str) -> HttpResponse:
    """The life of a center as it was announced, newest first. Closed centers keep theirs."""
    center = get_object_or_404(Center.objects.select_related("province"), code=code)
    rows = center.announcements.select_related("host_school").order_by("-effective_on", "-pk")
    may_announce = request.access.reach(Permission.CENTER_EDIT).nation
    context = {"center": center, "announcements": rows, "may_announce": may_announce}
    return render(request, "centers/history.html", context)


@login_not_required
@require_safe
def document(request: HttpRequest, pk: int) -> FileResponse:
    """The announcement as it was published: a public document."""
    return private_file(get_object_or_404(Announcement, pk=pk).document)
