"""The catalogue for anyone; proposals of a center; the review that recognises."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from centers.models import Center
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training import requirements
from training.actions import materials, proposals
from training.catalogue_listings import CatalogueListing, ProposalListing, RecognitionListing
from training.forms.catalogue import MaterialForm, ProposalForm, ReviewForm
from training.lifecycles import SEATED
from training.models import Course, Enrolment, Material, Proposal
from training.queries import catalogue as reads
from training.queries import rounds

MOVES = {"recognise", "return", "decline"}


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every course in use, whoever owns it."""
    return CatalogueListing(request, reads.catalogue(timezone.now())).respond("training/catalogue.html")


@login_not_required
@require_safe
def course(request: HttpRequest, code: str) -> HttpResponse:
    """One course: what it promises and has promised, and its next rounds."""
    course, at = get_object_or_404(reads.course_shown(code)), timezone.now()
    places = Enrolment.objects.filter(round__course=course, status__in=SEATED)
    enrolled = request.user.is_authenticated and places.filter(person=request.user).exists()
    context = {
        "course": course,
        "to_complete": requirements.asked(course),
        "materials": reads.materials(course, enrolled=enrolled),
        "versions": [(each, requirements.asked(each)) for each in course.versions.order_by("-number")],
        "rounds": rounds.open_rounds(at).filter(course=course)[:5],
        "mine": owned_by(request, course),
    }
    return render(request, "training/course.html", context)


def owned_by(request: HttpRequest, course: Course) -> bool:
    """Whether the person looks after the course for its owner."""
    centers = Center.objects.within(request.access, Permission.ROUND_MANAGE)
    return course.owner_id is not None and centers.filter(pk=course.owner_id).exists()


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_proposals(request: HttpRequest) -> HttpResponse:
    """What one's centers propose."""
    action = (_("Propose a course"), reverse("manage-proposal-new"))
    return ProposalListing(request, reads.proposed(request.access), empty_action=action).respond(
        "training/manage_proposals.html"
    )


@require(Permission.ROUND_MANAGE)
def manage_proposal_new(request: HttpRequest) -> HttpResponse:
    """A new course, or with `?course=` new words for one's own."""
    mine = Center.objects.within(request.access, Permission.ROUND_MANAGE).select_related("province")
    asked = request.GET.get("course", "")
    changed = get_object_or_404(Course, code=asked, active=True, owner__in=mine) if asked else None
    wanted = request.GET.get("center", "")
    if changed is not None:
        center = get_object_or_404(mine, pk=changed.owner_id)
    elif wanted.isdecimal():
        center = get_object_or_404(mine, pk=wanted)
    elif (only := list(mine.order_by("name_sort", "pk")[:200])) and len(only) == 1:
        center = only[0]
    else:
        return render(request, "training/choose_center.html", {"centers": only})
    initial = ProposalForm.values_of(changed) if changed else None
    form = ProposalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            made = proposals.draft(
                center,
                form.cleaned_data,
                key=key_of(request),
                by=request.user,
                at=timezone.now(),
                course=changed,
            )
            messages.success(request, _("The draft is saved. Send it for review when everything is right."))
            return redirect("manage-proposal", made.pk)
    context = {
        "form": form,
        "center": center,
        "changed": changed,
        "key": request.POST.get("idempotency_key") or uuid4().hex,
    }
    return render(request, "training/manage_proposal_form.html", context)


def key_of(request: HttpRequest) -> UUID:
    """The key that makes two presses one; a page without one gets a fresh one."""
    try:
        return UUID(request.POST.get("idempotency_key", ""))
    except ValueError:
        return uuid4()


def proposed_or_404(request: HttpRequest, pk: int) -> Proposal:
    return get_object_or_404(reads.proposed(request.access), pk=pk)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal as it stands, and what can be done with it now."""
    proposal, at = proposed_or_404(request, pk), timezone.now()
    context = {
        "proposal": proposal,
        "to_complete": requirements.asked(proposal),
        "late": reads.is_late(proposal, at),
        "criteria": reads.criteria(timezone.localdate(at)),
        "editable": proposal.status in proposals.EDITABLE,
    }
    return render(request, "training/manage_proposal.html", context)


@require(Permission.ROUND_MANAGE)
def manage_proposal_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with a draft or with what was sent back."""
    proposal = proposed_or_404(request, pk)
    form = ProposalForm(request.POST or None, initial=ProposalForm.values_of(proposal))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            proposals.edit(proposal, form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The proposal is saved."))
            return redirect("manage-proposal", pk)
    context = {"form": form, "center": proposal.center, "proposal": proposal, "key": ""}
    return render(request, "training/manage_proposal_form.html", context)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_proposal_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a proposal for review."""
    with refusal_shown(request):
        proposals.submit(proposed_or_404(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Sent for review. You are told as soon as it is decided."))
    return redirect("manage-proposal", pk)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_proposal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a proposal back."""
    with refusal_shown(request):
        proposals.withdraw(proposed_or_404(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("The proposal is taken back."))
    return redirect("manage-proposal", pk)


@require(Permission.COURSE_RECOGNISE)
@require_safe
def manage_recognitions(request: HttpRequest) -> HttpResponse:
    """What waits for review, and what was decided."""
    return RecognitionListing(request, reads.to_review(request.access)).respond(
        "training/manage_recognitions.html"
    )


@require(Permission.COURSE_RECOGNISE)
def manage_recognition(request: HttpRequest, pk: int) -> HttpResponse:
    """Review one proposal against every criterion, and decide."""
    proposal, at = get_object_or_404(reads.to_review(request.access), pk=pk), timezone.now()
    answered = {a.criterion_id: a for a in proposal.answers.all()}
    initial = {f"met-{pk}": "yes" if a.met else "no" for pk, a in answered.items()}
    initial |= {f"note-{pk}": a.note for pk, a in answered.items()}
    form = ReviewForm(
        request.POST or None, criteria=list(reads.criteria(timezone.localdate(at))), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        move = request.POST.get("move", "")
        if move not in MOVES:
            raise Http404
        said = form.cleaned_data["answer"]
        with refusal_shown(request, form):
            proposals.decide(proposal, move, form.findings(), answer=said, by=request.user, at=at)
            messages.success(request, _("Decided. The center is told."))
            return redirect("manage-recognition", pk)
    context = {
        "proposal": proposal,
        "to_complete": requirements.asked(proposal),
        "form": form,
        "late": reads.is_late(proposal, at),
    }
    return render(request, "training/manage_recognition.html", context)


def course_of(request: HttpRequest, code: str) -> Course:
    """A course that the person looks after for its owner."""
    mine = Center.objects.within(request.access, Permission.ROUND_MANAGE)
    return get_object_or_404(Course, code=code, active=True, owner__in=mine)


@require(Permission.ROUND_MANAGE)
def manage_materials(request: HttpRequest, code: str) -> HttpResponse:
    """The materials of a course that one's center owns."""
    course, form = course_of(request, code), MaterialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            materials.add(course, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The material is listed."))
            return redirect("manage-materials", code)
    context = {"course": course, "form": form, "materials": course.materials.order_by("pk")}
    return render(request, "training/manage_materials.html", context)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_material_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a material off the list."""
    material = get_object_or_404(
        Material.objects.select_related("course"), course=course_of(request, code), pk=pk
    )
    materials.remove(material, by=request.user, at=timezone.now())
    messages.success(request, _("The material is taken off the list."))
    return redirect("manage-materials", code)
