"""Fees: the person's page with her proof and receipt, the list and the page of those who check and take them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from centers.models import Center
from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown
from hcec.core.sheets import download
from testing import receipt_papers
from testing.actions import payments as actions
from testing.actions import receipts
from testing.forms.payments import CancelReceiptForm, PayWordsForm, ProofDecisionForm, ProofForm
from testing.forms.plan import ReasonForm
from testing.lifecycles import PAYMENT, SEATED, PaymentStatus
from testing.listings.payments import PaymentListing
from testing.models import Payment, PayWords, Receipt
from testing.queries import payments as reads
from testing.views.mine import own


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """What the booking costs, how it is paid, and the proof; the receipt once it is confirmed."""
    booking = own(request, code)
    payment = reads.payment_of(booking)
    if payment is None:
        raise Http404
    form = ProofForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.hand_in(payment, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("Your proof is sent. You are told when it has been checked."))
            return redirect("fee", code=booking.code)
    context = {
        "booking": booking,
        "session": booking.session,
        "payment": payment,
        "proof": reads.last_proof(payment),
        "receipt": reads.counting(payment),
        "until": reads.pay_until(booking),
        "how": PayWords.objects.filter(center=payment.center).first(),
        "open": PAYMENT.allows(payment, "hand_in") and booking.status in SEATED,
        "form": form,
    }
    return render(request, "testing/fee.html", context)


def printed(found: Receipt | None) -> HttpResponse:
    if found is None or not pdf.available():
        raise Http404
    paper = receipt_papers.receipt_paper(found)
    return download(paper, f"{_('receipt')}-{found.number}.pdf", "application/pdf", inline=True)


@require_safe
def my_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt that counts, as a PDF."""
    payment = reads.payment_of(own(request, code))
    return printed(reads.counting(payment) if payment else None)


@require(Permission.FEE_CONFIRM)
@require_safe
def fee_list(request: HttpRequest) -> HttpResponse:
    """The fees of the centers in reach, with their receipts."""
    rows = reads.with_receipt(reads.of_center(request.access))
    centers = Center.objects.within(request.access, Permission.FEE_CONFIRM).order_by("name_sort", "pk")[:5]
    return PaymentListing(request, rows).respond("testing/manage_fees.html", {"centers": list(centers)})


def taken(request: HttpRequest, pk: int, permission: Permission = Permission.FEE_CONFIRM) -> Payment:
    """A fee of a center in reach; 404 for any other."""
    return get_object_or_404(reads.of_center(request.access, permission), pk=pk)


@require(Permission.FEE_CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def fee(request: HttpRequest, pk: int) -> HttpResponse:
    """One fee: the proof to judge, or the money at the counter; its receipts."""
    payment = taken(request, pk)
    form = ProofDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            if form.cleaned_data["decision"] == "confirm":
                actions.confirm(payment, by=request.user, at=timezone.now())
            else:
                actions.send_back(
                    payment, words=form.cleaned_data["words"], by=request.user, at=timezone.now()
                )
            messages.success(request, _("Decided. The person is told."))
            return redirect("manage-fee", pk=pk)
    context = {
        "payment": payment,
        "booking": payment.booking,
        "session": payment.booking.session,
        "proof": reads.last_proof(payment),
        "receipts": list(reads.receipts(payment)),
        "moves": PAYMENT.open_moves(payment),
        "seated": payment.booking.status in SEATED,
        "own": payment.person_id == request.user.pk,
        "can_waive": request.access.can(Permission.FEE_WAIVE),
        "form": form,
    }
    return render(request, "testing/manage_fee.html", context)


@require(Permission.FEE_CONFIRM)
@require_safe
def proof(request: HttpRequest, pk: int, proof_pk: int) -> HttpResponse:
    """The slip that the person sent."""
    return private_file(get_object_or_404(taken(request, pk).proofs, pk=proof_pk).file)


@require(Permission.FEE_CONFIRM)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The money was laid on the counter."""
    with refusal_shown(request):
        actions.take(taken(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("The fee is paid and the receipt is issued."))
    return redirect("manage-fee", pk=pk)


@require(Permission.FEE_CONFIRM)
@require_POST
def paid_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The money was paid back."""
    with refusal_shown(request):
        actions.refund(taken(request, pk), by=request.user, at=timezone.now())
        messages.success(request, _("Noted. The person is told."))
    return redirect("manage-fee", pk=pk)


@require(Permission.FEE_WAIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def forgo(request: HttpRequest, pk: int) -> HttpResponse:
    """Waive a fee that is open, or have a paid one paid back; for a reason."""
    payment = taken(request, pk, Permission.FEE_WAIVE)
    form = ReasonForm(request.POST or None)
    action = actions.owe if payment.status == PaymentStatus.CONFIRMED else actions.waive
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            action(payment, words=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, _("Decided. The person is told."))
            return redirect("manage-fee", pk=pk)
    context = {"payment": payment, "form": form, "paid": payment.status == PaymentStatus.CONFIRMED}
    return render(request, "testing/fee_forgo.html", context)


@require(Permission.FEE_CONFIRM)
@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """A receipt as a PDF, a cancelled one too."""
    rows = Receipt.objects.filter(payment__in=reads.of_center(request.access))
    return printed(get_object_or_404(rows.select_related("cancellation", "series__center"), pk=pk))


@require(Permission.FEE_WAIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a receipt for a reason; another one takes its place, or the fee is open again."""
    rows = Receipt.objects.filter(payment__in=reads.of_center(request.access, Permission.FEE_WAIVE))
    found = get_object_or_404(rows.select_related("payment__person", "issued_by"), pk=pk)
    form = CancelReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            replace, reason = form.cleaned_data["then"] == "replace", form.cleaned_data["reason"]
            receipts.cancel(found, reason=reason, replace=replace, by=request.user, at=timezone.now())
            messages.success(request, _("The receipt is cancelled."))
            return redirect("manage-fee", pk=found.payment_id)
    return render(request, "testing/receipt_cancel.html", {"receipt": found, "form": form})


@require(Permission.FEE_CONFIRM)
@require_http_methods(["GET", "HEAD", "POST"])
def pay_words(request: HttpRequest, pk: int) -> HttpResponse:
    """How the fee is paid at a center."""
    center = get_object_or_404(Center.objects.within(request.access, Permission.FEE_CONFIRM), pk=pk)
    found = PayWords.objects.filter(center=center).first()
    form = PayWordsForm(request.POST or None, initial={"words": found.words if found else ""})
    if request.method == "POST" and form.is_valid():
        actions.say_how(center, form.cleaned_data["words"], by=request.user, at=timezone.now())
        messages.success(request, _("Saved: whoever has a fee to pay reads it."))
        return redirect("manage-fees")
    return render(request, "testing/pay_words.html", {"center": center, "form": form})
