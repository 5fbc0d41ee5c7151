"""Standards 7.1 to 7.4: the center fills in and signs, the province confirms or returns, OBEC samples."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centers.actions import standards as actions
from centers.forms.standards import AnswersForm, BecauseForm, SampleForm
from centers.lifecycles import AssessmentStatus
from centers.listings import StandardListing, with_latest
from centers.models import Assessment, AssessmentAnswer, Center
from centers.queries import standards as reads
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown

ROWS = ("center__province", "standard", "signed_by", "confirmed_by", "sampled_by")


@require(Permission.FIGURES_VIEW)
def standards(request: HttpRequest) -> HttpResponse:
    """The centers of one's branch and where their assessments stand."""
    rows = with_latest(Center.objects.within(request.access, Permission.FIGURES_VIEW))
    return StandardListing(request, rows).respond("centers/standards.html")


def center_seen(request: HttpRequest, pk: int) -> Center:
    """A center of one's branch; else 404."""
    centers = Center.objects.within(request.access, Permission.FIGURES_VIEW)
    return get_object_or_404(centers.select_related("province"), pk=pk)


@require(Permission.FIGURES_VIEW)
def standard(request: HttpRequest, pk: int) -> HttpResponse:
    """What a center may open and why, its latest assessment, and what this person can do about it."""
    return standard_page(request, center_seen(request, pk))


def standard_page(request: HttpRequest, center: Center, **forms: Any) -> HttpResponse:
    shown = center.assessments.select_related(*ROWS).order_by("-pk").first()
    day = timezone.localdate()
    context: dict[str, Any] = {
        "center": center,
        "assessment": shown,
        "answers": shown.answers.select_related("item").order_by("item__position", "pk") if shown else [],
        "openings": reads.openings(center, day),
        "enforced": reads.enforced(day),
        "may": powers(request, center, shown),
        "because_form": BecauseForm(),
        "sample_form": SampleForm(),
        "earlier": center.assessments.select_related(*ROWS).order_by("-pk")[1:6],
    }
    return render(request, "centers/standard.html", context | forms)


def powers(request: HttpRequest, center: Center, shown: Assessment | None) -> dict[str, bool]:
    """Which of the five acts are this person's at this center in this state."""
    own = center.pk in request.access.reach(Permission.CENTER_EDIT).centers
    judge = request.access.reach(Permission.STANDARD_CONFIRM)
    status = shown.status if shown else ""
    done = status in ("", AssessmentStatus.CONFIRMED, AssessmentStatus.OVERTURNED)
    return {
        "begin": own and done,
        "fill": own and status == AssessmentStatus.DRAFT,
        "confirm": status == AssessmentStatus.SIGNED and center.province_id in judge.provinces,
        "sample": status == AssessmentStatus.CONFIRMED and judge.nation,
    }


def own_center(request: HttpRequest, pk: int) -> Center:
    """A center that the person assesses from within; OBEC assesses no center in its place (403)."""
    center = get_object_or_404(Center.objects.within(request.access, Permission.CENTER_EDIT), pk=pk)
    if center.pk not in request.access.reach(Permission.CENTER_EDIT).centers:
        raise PermissionDenied
    return center


@require(Permission.CENTER_EDIT)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin an assessment, with the answers of the last one."""
    center = own_center(request, pk)
    with refusal_shown(request):
        assessment = actions.begin(center, by=request.user, at=timezone.now())
        return redirect("manage-standard-fill", pk=assessment.pk)
    return redirect("manage-standard", pk=pk)


def own_assessment(request: HttpRequest, pk: int) -> Assessment:
    """An assessment of a center that the person assesses from within."""
    rows = Assessment.objects.within(request.access, Permission.CENTER_EDIT).select_related(*ROWS)
    assessment = get_object_or_404(rows, pk=pk)
    own_center(request, assessment.center_id)
    return assessment


@require(Permission.CENTER_EDIT)
def fill(request: HttpRequest, pk: int) -> HttpResponse:
    """Fill the list in. Two people may do so at once; a line that both changed comes back with both answers."""
    assessment = own_assessment(request, pk)
    form = AnswersForm(request.POST or None, request.FILES or None, assessment=assessment)
    if request.method == "POST" and form.is_valid():
        if form.clashes():
            return clashed(request, assessment, form)
        with refusal_shown(request, form):
            version = assessment.version
            actions.answer(assessment, form.changed(), version=version, by=request.user, at=timezone.now())
            return signed(request, assessment) if "sign" in request.POST else kept(request, assessment)
    return render(request, "centers/standard_fill.html", {"assessment": assessment, "form": form})


def clashed(request: HttpRequest, assessment: Assessment, form: AnswersForm) -> HttpResponse:
    """Nothing is saved yet: what was typed comes back, with the other person's answer beside it where both wrote."""
    form.add_error(None, _("Somebody else answered some of the same lines. Compare and keep again."))
    context = {"assessment": assessment, "form": form.beside_theirs()}
    return render(request, "centers/standard_fill.html", context, status=409)


def kept(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    messages.success(request, _("The answers are kept. Sign when every line is answered."))
    return redirect("manage-standard-fill", pk=assessment.pk)


def signed(request: HttpRequest, assessment: Assessment) -> HttpResponse:
    """Sign what was just saved; a refusal leads back to the list."""
    with refusal_shown(request):
        actions.sign(assessment, by=request.user, at=timezone.now())
        messages.success(request, _("Signed. The province confirms it or sends it back."))
        return redirect("manage-standard", pk=assessment.center_id)
    return redirect("manage-standard-fill", pk=assessment.pk)


def judged(request: HttpRequest, pk: int) -> Assessment:
    """An assessment that the person may confirm or sample; else 404."""
    rows = Assessment.objects.within(request.access, Permission.STANDARD_CONFIRM).select_related(*ROWS)
    return get_object_or_404(rows, pk=pk)


def of_the_province(request: HttpRequest, pk: int) -> Assessment:
    """One that the province decides on; OBEC samples and does not decide in its place (403)."""
    assessment = judged(request, pk)
    if assessment.center.province_id not in request.access.reach(Permission.STANDARD_CONFIRM).provinces:
        raise PermissionDenied
    return assessment


@require(Permission.STANDARD_CONFIRM)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm for the province (6.3.2)."""
    assessment = of_the_province(request, pk)
    with refusal_shown(request):
        actions.confirm(assessment, by=request.user, at=timezone.now())
        messages.success(request, _("Confirmed. It decides from now on what the center may open."))
    return redirect("manage-standard", pk=assessment.center_id)


@require(Permission.STANDARD_CONFIRM)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return it to the center with the reason."""
    assessment, form = of_the_province(request, pk), BecauseForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            actions.send_back(assessment, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("manage-standard", pk=assessment.center_id)
    return standard_page(request, assessment.center, because_form=form)


@require(Permission.STANDARD_CONFIRM)
@require_POST
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """OBEC looks for itself and upholds or overturns (6.2.6)."""
    if not request.access.reach(Permission.STANDARD_CONFIRM).nation:
        raise PermissionDenied
    assessment, form = judged(request, pk), SampleForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            upheld = form.cleaned_data["upheld"] == "yes"
            note = form.cleaned_data["note"]
            actions.sample(assessment, upheld=upheld, note=note, by=request.user, at=timezone.now())
            return redirect("manage-standard", pk=assessment.center_id)
    return standard_page(request, assessment.center, sample_form=form)


@require(Permission.FIGURES_VIEW)
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """The document behind one answer, for the branch alone."""
    centers = Center.objects.within(request.access, Permission.FIGURES_VIEW)
    answer = get_object_or_404(AssessmentAnswer, pk=pk, assessment__center__in=centers)
    return private_file(answer.evidence)
