"""The trainers of one's centers: their terms, what qualifies them, what they have led."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.models import Center
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from training.actions import qualifications, trainers
from training.forms.trainers import QualificationForm, TermOfTrainerForm, TrainerForm, WithdrawForm
from training.models import Qualification, Trainer
from training.queries import trainers as reads


def trainer_or_404(request: HttpRequest, pk: int) -> Trainer:
    """The trainer, where she is one of a center whose rounds the person runs."""
    return get_object_or_404(reads.managed(request.access, timezone.now()), pk=pk)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_trainers(request: HttpRequest) -> HttpResponse:
    """Who trains here; adding one asks for the address of an account."""
    centers = Center.objects.within(request.access, Permission.ROUND_MANAGE).order_by("name_sort", "pk")
    at = timezone.now()
    today = timezone.localdate(at)
    form = TrainerForm(request.POST or None, centers=centers, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            trainer = trainers.add(**form.cleaned_data, by=request.user, at=at)
            messages.success(
                request,
                _("%(person)s is now a trainer. Record what qualifies the trainer.")
                % {"person": trainer.person},
            )
            return redirect("manage-trainer", trainer.pk)
    context = {"form": form, "trainers": reads.of_centers(request.access, at), "today": today}
    return render(request, "training/manage_trainers.html", context)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_trainer(request: HttpRequest, pk: int) -> HttpResponse:
    """One trainer: term, load, papers; the form renews the term and says who may ask for her."""
    trainer, at = trainer_or_404(request, pk), timezone.now()
    today = timezone.localdate(at)
    initial = {"kind": trainer.kind, "until": trainer.until, "lends": trainer.lends}
    form = TermOfTrainerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            trainers.change(trainer, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, _("The trainer is saved."))
            return redirect("manage-trainer", pk)
    context = {
        "trainer": trainer,
        "form": form,
        "papers": reads.papers_of(trainer),
        "today": today,
        "over": trainer.until is not None and trainer.until <= today,
    }
    return render(request, "training/manage_trainer.html", context)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_trainer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The trainer's last day is today."""
    trainer = trainer_or_404(request, pk)
    with refusal_shown(request):
        trainers.end(trainer, on=timezone.localdate(), by=request.user, at=timezone.now())
        messages.success(request, _("The trainer has ended. Dates already planned stay as they are."))
    return redirect("manage-trainers")


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_qualification_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what qualifies a trainer, with the paper."""
    trainer = trainer_or_404(request, pk)
    form = QualificationForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            qualifications.record(trainer, form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("The qualification is recorded."))
            return redirect("manage-trainer", pk)
    return render(request, "training/manage_qualification_new.html", {"trainer": trainer, "form": form})


def qualification_or_404(request: HttpRequest, pk: int) -> Qualification:
    rows = Qualification.objects.within(request.access, Permission.ROUND_MANAGE)
    return get_object_or_404(rows.select_related("trainer__person", "trainer__center", "skill"), pk=pk)


@require(Permission.ROUND_MANAGE)
@require_safe
def manage_qualification_paper(request: HttpRequest, pk: int) -> FileResponse:
    """The paper of a qualification, as a download."""
    return private_file(qualification_or_404(request, pk).evidence)


@require(Permission.ROUND_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_qualification_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper counts no more, for a reason."""
    paper = qualification_or_404(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            qualifications.withdraw(
                paper, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, _("The qualification counts no more."))
            return redirect("manage-trainer", paper.trainer_id)
    return render(request, "training/manage_qualification_withdraw.html", {"paper": paper, "form": form})
