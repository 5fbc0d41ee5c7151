"""Speakers' pay: what is due in a round, vouchers prepared and approved, the paper to sign."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core import pdf, rowguard
from hcec.core.access import Permission, require
from hcec.core.refusals import refusal_shown
from training.actions import vouchers
from training.forms.vouchers import DeclineForm, VoucherForm
from training.lifecycles import VoucherStatus
from training.models import Round, Voucher
from training.models.vouchers import Payee
from training.queries import vouchers as reads
from training.views.tabs import tabs
from training.voucher_listings import VoucherListing
from training.voucher_papers import voucher_paper


def round_or_404(request: HttpRequest, pk: int) -> Round:
    rows = Round.objects.within(request.access, Permission.VOUCHER_PREPARE)
    return get_object_or_404(rows.select_related("course", "center__province"), pk=pk)


def voucher_or_404(
    request: HttpRequest, pk: int, permission: Permission = Permission.VOUCHER_PREPARE
) -> Voucher:
    return get_object_or_404(reads.of_centers(request.access, permission), pk=pk)


@require(Permission.VOUCHER_PREPARE)
@require_safe
def manage_vouchers(request: HttpRequest) -> HttpResponse:
    """The vouchers of one's centers."""
    return VoucherListing(request, reads.of_centers(request.access)).respond("training/manage_vouchers.html")


@require(Permission.VOUCHER_PREPARE)
@require_safe
def manage_round_vouchers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is still to be paid for a round, and the vouchers that there are."""
    round, at = round_or_404(request, pk), timezone.now()
    context = {
        "round": round,
        "due": reads.due(round, at),
        "vouchers": reads.of_centers(request.access).filter(round=round),
        "tabs": tabs(request, round, "manage-round-vouchers"),
    }
    return render(request, "training/manage_round_vouchers.html", context)


@require(Permission.VOUCHER_PREPARE)
@require_http_methods(["GET", "HEAD", "POST"])
def manage_voucher_new(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Prepare a voucher for all that is due to one person; hours and sum come from the records."""
    round, at = round_or_404(request, pk), timezone.now()
    found = next((due for due in reads.due(round, at) if due.person.pk == person), None)
    if found is None:
        messages.warning(
            request, _("Nothing is to be paid: every meeting that was held is in a voucher already.")
        )
        return redirect("manage-round-vouchers", pk)
    form = VoucherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            voucher = vouchers.prepare(round, found.person, **form.cleaned_data, by=request.user, at=at)
            messages.success(request, _("The voucher is prepared; somebody else approves it."))
            return redirect("manage-voucher", voucher.pk)
    last = timezone.localdate(found.meetings[-1][0].starts_at)
    rates = [rate for payee in Payee.values if (rate := reads.rate_on(payee, last))]
    context = {"round": round, "found": found, "form": form, "rates": rates}
    return render(request, "training/manage_voucher_new.html", context)


@require(Permission.VOUCHER_PREPARE)
@require_safe
def manage_voucher(request: HttpRequest, pk: int) -> HttpResponse:
    """One voucher; whoever may approve it finds the two buttons."""
    voucher = voucher_or_404(request, pk)
    waits = voucher.status == VoucherStatus.PREPARED and request.access.can(Permission.VOUCHER_APPROVE)
    context = {
        "voucher": voucher,
        "lines": voucher.lines.select_related("meeting").order_by("meeting__starts_at", "pk"),
        "waits": waits,
        "may_decide": waits and vouchers.may_decide(voucher, request.user),
        "form": DeclineForm(),
    }
    return render(request, "training/manage_voucher.html", context)


@require(Permission.VOUCHER_APPROVE)
@require_POST
def manage_voucher_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, or decline with a reason; the move is the button's value."""
    voucher = voucher_or_404(request, pk, Permission.VOUCHER_APPROVE)
    form = DeclineForm(request.POST)
    with refusal_shown(request):
        if form.is_valid() and request.POST.get("move") == "approve":
            vouchers.approve(voucher, by=request.user, at=timezone.now())
            messages.success(request, _("The voucher is approved and can be printed."))
        elif form.is_valid() and request.POST.get("move") == "decline":
            reason = form.cleaned_data["reason"]
            vouchers.decline(voucher, reason=reason, by=request.user, at=timezone.now())
            messages.success(
                request, _("The voucher is not approved; its meetings may be put in another one.")
            )
    return redirect("manage-voucher", pk)


@require(Permission.VOUCHER_PREPARE)
@require_safe
def manage_voucher_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The voucher as PDF."""
    return paper_of(request, voucher_or_404(request, pk), "manage-round-vouchers")


@rowguard.own
@require_safe
def my_voucher(request: HttpRequest, pk: int) -> HttpResponse:
    """The payee's own voucher as PDF, once it is approved."""
    rows = Voucher.objects.filter(person=request.user, status=VoucherStatus.APPROVED)
    return paper_of(request, get_object_or_404(rows.select_related("round__course", "center"), pk=pk), "home")


def paper_of(request: HttpRequest, voucher: Voucher, back: str) -> HttpResponse:
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made here at the moment."))
        return redirect(back) if back == "home" else redirect(back, voucher.round_id)
    answer = HttpResponse(voucher_paper(voucher), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="voucher-{voucher.fiscal_year}-{voucher.number}.pdf"'
    return answer
