"""Photos of centers and rooms: kept by the center, seen by everyone (guideline 1.a, 7.1)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.actions import photos as actions
from centers.forms.registers import PhotoForm
from centers.lifecycles import CenterStatus
from centers.models import Center, Photo
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown


@require(Permission.CENTER_EDIT)
def photos(request: HttpRequest, pk: int) -> HttpResponse:
    """The pictures of a center; add one."""
    centers = Center.objects.within(request.access, Permission.CENTER_EDIT).select_related("province")
    center = get_object_or_404(centers, pk=pk)
    form = PhotoForm(request.POST or None, request.FILES or None, center=center)
    if request.method == "POST" and form.is_valid():
        file, given = form.cleaned_data["image"], form.cleaned_data
        with refusal_shown(request, form):
            actions.add(
                center, file=file, size=file.size, caption=given["caption"], room=given["room"],
                by=request.user, at=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The picture is on the center's page."))
            return redirect("manage-photos", pk=pk)
    pictures = center.photos.select_related("room").order_by("-at", "-pk")
    return render(request, "centers/photos.html", {"center": center, "photos": pictures, "form": form})


@require(Permission.CENTER_EDIT)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a picture away."""
    rows = Photo.objects.within(request.access, Permission.CENTER_EDIT).select_related("center")
    photo = get_object_or_404(rows, pk=pk)
    actions.remove(photo, by=request.user, at=timezone.now())
    messages.success(request, _("The picture is removed."))
    return redirect("manage-photos", pk=photo.center_id)


@login_not_required
@require_safe
def picture(request: HttpRequest, pk: int) -> FileResponse:
    """The picture itself; those of a closed center are history."""
    photo = get_object_or_404(Photo.objects.exclude(center__status=CenterStatus.CLOSED), pk=pk)
    try:
        answer = FileResponse(photo.image.open("rb"), content_type="image/jpeg")
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer["Cache-Control"] = "public, max-age=86400"  # a picture never changes under its address
    return answer
