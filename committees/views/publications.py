"""Published minutes: the secretary opens and withdraws them; anybody reads them without signing in."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from committees.actions import minutes as actions
from committees.forms.minutes import WithdrawForm
from committees.models import AgendaItem, Publication, Sitting
from committees.queries import minutes as reads
from committees.queries import sittings as of_sittings
from committees.views.minutes import page
from committees.views.sittings import run_by_me
from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class PublishedListing(Listing):
    """Published minutes of all committees."""

    columns = (
        Column("committee", gettext_lazy("Committee"), value="sitting.committee.name", card="title",
               link=lambda p: reverse("minutes-public", args=[p.sitting_id])),
        Column("number", gettext_lazy("Number"), value=lambda p: f"{p.sitting.number}/{p.sitting.fiscal_year}"),
        Column("held", gettext_lazy("Day"), value="sitting.starts_at", sort="sitting__starts_at", kind="date"),
        Column("published_at", gettext_lazy("Published"), sort="published_at", kind="date"),
    )  # fmt: skip
    search = ("sitting__committee__province__name_th", "sitting__committee__center__province__name_th")
    search_label = gettext_lazy("Province")
    default_sort = "-held"
    filename = "published-minutes"
    empty_title = gettext_lazy("No minutes are published yet")
    empty_text = gettext_lazy(
        "Committees publish the minutes of their meetings here after they were approved."
    )


@login_not_required
def published(request: HttpRequest) -> HttpResponse:
    """The minutes that anybody may read."""
    return PublishedListing(request, reads.published()).respond("committees/minutes_published.html")


def public_context(sitting: Sitting) -> dict[str, Any]:
    """What the public reads of a meeting, page and paper alike: withheld lines are a sentence, tasks stay inside."""
    attended = sitting.presences.select_related("appointment__person").order_by("arrived_at", "pk")
    return {
        "sitting": sitting,
        "items": sitting.items.prefetch_related("resolutions").order_by("position", "pk"),
        "attended": attended,
        "public": True,
        **of_sittings.roll(sitting),
    }


def publication_of(pk: int) -> Publication:
    """The last publication of a meeting's minutes; 404 where they never were."""
    sitting = get_object_or_404(
        Sitting.objects.select_related("committee__province", "committee__center__province", "approved_in"),
        pk=pk,
    )
    row = reads.publication(sitting)
    if row is None:
        raise Http404
    row.sitting = sitting
    return row


@login_not_required
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as the public reads them; where they were withdrawn, a note says why (410)."""
    row = publication_of(pk)
    if not row.open:
        return render(request, "committees/minutes_withdrawn.html", {"publication": row}, status=410)
    context = public_context(row.sitting) | {"publication": row}
    return render(request, "committees/minutes_public.html", context)


@login_not_required
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The public version in the Thai official form (PDF)."""
    row = publication_of(pk)
    if not row.open:
        raise Http404
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made on this machine at the moment."))
        return redirect("minutes-public", pk=pk)
    data = pdf.render("committees/papers/minutes.html", public_context(row.sitting), title=str(row.sitting))
    return HttpResponse(data, content_type="application/pdf")


@require(Permission.MEETING_RUN)
@require_POST
def withhold(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Leave a line out of the public version, or let it in again."""
    line = get_object_or_404(
        AgendaItem.objects.select_related("sitting"), pk=item, sitting=run_by_me(request, pk)
    )
    with refusal_shown(request):
        withheld = bool(request.POST.get("withheld"))
        actions.withhold(line, withheld=withheld, by=request.user, at=timezone.now())
    return redirect(f"{reverse('minutes-review', args=[pk])}#line-{item}")


@require(Permission.MEETING_RUN)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open approved minutes to the public."""
    with refusal_shown(request):
        actions.publish(run_by_me(request, pk), by=request.user, at=timezone.now())
    return redirect(f"{reverse('minutes-review', args=[pk])}#publication")


@require(Permission.MEETING_RUN)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take published minutes back, with the reason."""
    sitting, form = run_by_me(request, pk), WithdrawForm(request.POST)
    if form.is_valid():
        with refusal_shown(request, form):
            actions.withdraw(sitting, **form.cleaned_data, by=request.user, at=timezone.now())
            return redirect(f"{reverse('minutes-review', args=[pk])}#publication")
    return page(request, sitting, withdraw_form=form)
