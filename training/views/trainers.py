"""The trainers of one's centers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from centers.models import Center
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import trainers
from training.forms.trainers import TrainerForm
from training.models import Trainer
from training.queries.trainers import of_centers


@require(Permission.ROUND_MANAGE)
def manage_trainers(request: HttpRequest) -> HttpResponse:
    """Who trains here; adding one asks for the address of an account."""
    centers = Center.objects.within(request.access, Permission.ROUND_MANAGE).order_by("name_sort", "pk")
    today = timezone.localdate()
    form = TrainerForm(request.POST or None, centers=centers, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            trainer = trainers.add(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("%(person)s is now a trainer.") % {"person": trainer.person})
            return redirect("manage-trainers")
    context = {"form": form, "trainers": of_centers(request.access)}
    return render(request, "training/manage_trainers.html", context)


@require(Permission.ROUND_MANAGE)
@require_POST
def manage_trainer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The trainer's last day is today."""
    trainer = get_object_or_404(Trainer.objects.within(request.access, Permission.ROUND_MANAGE), pk=pk)
    with refusal_shown(request):
        trainers.end(trainer, on=timezone.localdate(), by=request.user, at=timezone.now())
        messages.success(request, _("The trainer has ended. Dates already planned stay as they are."))
    return redirect("manage-trainers")
