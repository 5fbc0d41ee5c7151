"""OBEC's reference data: the list of centers comes in by one upload. Here because new centers need committees too."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from centers.actions import uploads as center_uploads
from centers.models import Affiliation, Center, Province, School, ServiceArea, SkillArea, Upload
from centers.queries.uploads import COLUMNS, export_rows, plan_of, read_centers
from committees.actions import uploads
from committees.models import Committee
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from hcec.core.sheets import csv_response, xlsx_response


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(label=gettext_lazy("List of centers (XLSX or CSV)"))


@require(Permission.REFERENCE_EDIT)
def reference(request: HttpRequest) -> HttpResponse:
    """What reference data there is, and how much."""
    counted = (Province, ServiceArea, Center, School, Affiliation, SkillArea, Committee)
    counts = {model._meta.model_name: model.objects.count() for model in counted}
    confirmed = Center.objects.filter(host_verified=True).count()
    return render(request, "committees/reference.html", {"counts": counts, "confirmed": confirmed})


@require(Permission.REFERENCE_EDIT)
def centers(request: HttpRequest) -> HttpResponse:
    """Upload a list of centers; nothing is written before the look that follows."""
    if (form := request.GET.get("export")) in ("xlsx", "csv"):
        answer = xlsx_response if form == "xlsx" else csv_response
        return answer(f"hcec-centers.{form}", [column.headings[0] for column in COLUMNS], export_rows())
    form = UploadForm(request.POST or None, request.FILES or None)
    problems = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        table = read_centers(file)
        problems = table.problems
        if table.ok:
            with refusal_shown(request, form):
                kept = center_uploads.keep(table, filename=file.name, by=request.user, at=timezone.now())
                return redirect("manage-reference-centers-check", pk=kept.pk)
    past = (
        Upload.objects.exclude(applied_at=None)
        .select_related("applied_by")
        .order_by("-applied_at", "-pk")[:10]
    )
    return render(
        request,
        "committees/reference_centers.html",
        {"form": form, "problems": problems, "columns": COLUMNS, "past": past},
    )


@require(Permission.REFERENCE_EDIT)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """What the list would change, before it does."""
    upload = get_object_or_404(Upload.objects.select_related("by"), pk=pk)
    return render(
        request, "committees/reference_check.html", {"upload": upload, "plan": plan_of(upload.rows)}
    )


@require_POST
@require(Permission.REFERENCE_EDIT)
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the list over."""
    upload = get_object_or_404(Upload, pk=pk)
    with refusal_shown(request):
        plan = uploads.apply(upload, by=request.user, at=timezone.now())
        counts = {"added": len(plan.added), "changed": len(plan.changed)}
        messages.success(
            request, _("The list is taken over: %(added)d centers added, %(changed)d changed.") % counts
        )
        return redirect("manage-centers")
    return redirect("manage-reference-centers-check", pk=upload.pk)
