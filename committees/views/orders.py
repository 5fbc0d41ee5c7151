"""Pages of orders of appointment: draft, names, signature, and the order as a PDF."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from committees.actions import orders as actions
from committees.forms.orders import LineForm, OrderForm, SignForm, first_words
from committees.lifecycles import APPOINTMENT_ORDER, OrderStatus
from committees.models import AppointmentOrder, Committee, OrderLine
from committees.views.seats import appointing
from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.refusals import refusal_shown


def mine(request: HttpRequest, pk: int) -> AppointmentOrder:
    """An order of a committee to which the person may appoint; else 404."""
    branch = Committee.objects.within(request.access, Permission.COMMITTEE_APPOINT)
    rows = AppointmentOrder.objects.filter(committee__in=branch)
    return get_object_or_404(rows.select_related("committee__province", "committee__center"), pk=pk)


def shown(request: HttpRequest, order: AppointmentOrder, **other: Any) -> HttpResponse:
    """The page of an order; `other` brings a form that was refused, or the sentence beside a line."""
    context = {
        "order": order,
        "committee": order.committee,
        "lines": order.lines.select_related("person").order_by("pk"),
        "moves": APPOINTMENT_ORDER.open_moves(order),
        "words": OrderForm(instance=order),
        "line_form": LineForm(committee=order.committee, initial={"starts_on": timezone.localdate()}),
        "sign_form": SignForm(initial={"dated_on": timezone.localdate()}),
        "refused_line": None,
        "refused": "",
    }
    return render(request, "committees/order.html", context | other)


@require(Permission.COMMITTEE_APPOINT)
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft an order for a committee."""
    committee = appointing(request, pk)
    form = OrderForm(request.POST or None, initial=first_words(committee))
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            order = actions.draft(committee, form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("order", pk=order.pk)
    return render(request, "committees/order_new.html", {"committee": committee, "form": form})


@require(Permission.COMMITTEE_APPOINT)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: its words, its names, its signature."""
    found = mine(request, pk)
    if request.method != "POST":
        return shown(request, found)
    form = OrderForm(request.POST, instance=mine(request, pk))
    if form.is_valid():
        with refusal_shown(request):
            actions.draft(found.committee, form.cleaned_data, by=request.user, at=timezone.now(), order=found)
        return redirect("order", pk=pk)
    return shown(request, found, words=form)


@require(Permission.COMMITTEE_APPOINT)
@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Name one more person."""
    found = mine(request, pk)
    form = LineForm(request.POST, committee=found.committee)
    if form.is_valid():
        with refusal_shown(request, form):
            actions.add(found, **form.seat, by=request.user, at=timezone.now())
            return redirect("order", pk=pk)
    return shown(request, found, line_form=form)


@require(Permission.COMMITTEE_APPOINT)
@require_POST
def remove(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    """Take a name out."""
    found = mine(request, pk)
    with refusal_shown(request):
        row = get_object_or_404(OrderLine.objects.select_related("order"), pk=line, order=found)
        actions.remove(row, by=request.user, at=timezone.now())
    return redirect("order", pk=pk)


@require(Permission.COMMITTEE_APPOINT)
@require_POST
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the order in force: all of its names are seated, or none."""
    found = mine(request, pk)
    form = SignForm(request.POST, request.FILES)
    if not form.is_valid():
        return shown(request, found, sign_form=form)
    try:
        actions.sign(found, **form.cleaned_data, by=request.user, at=timezone.now())
    except actions.LineRefusal as refusal:
        form.add_error(None, _("Nobody was appointed: see the line that cannot be done."))
        return shown(request, found, sign_form=form, refused_line=refusal.line, refused=str(refusal))
    except actions.Refusal as refusal:
        form.add_error(None, str(refusal))
        return shown(request, found, sign_form=form)
    messages.success(request, _("The order is in force; everybody it names has been told."))
    return redirect("order", pk=pk)


@require(Permission.COMMITTEE_APPOINT)
@require_POST
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a draft up."""
    found = mine(request, pk)
    with refusal_shown(request):
        actions.discard(found, by=request.user, at=timezone.now())
    return redirect("committee", pk=found.committee_id)


@require(Permission.COMMITTEE_APPOINT)
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The order in the Thai official form: to be signed while a draft, as entered afterwards."""
    found = mine(request, pk)
    if not pdf.available():
        messages.warning(request, _("PDFs cannot be made on this machine at the moment."))
        return redirect("order", pk=pk)
    lines = list(found.lines.select_related("person").order_by("pk"))
    terms = {(line.starts_on, line.ends_on) for line in lines}
    context = {
        "order": found,
        "lines": lines,
        "draft": found.status != OrderStatus.SIGNED,
        "same_term": lines[0] if len(terms) == 1 else None,
    }
    data = pdf.render("committees/papers/order.html", context, title=f"คำสั่ง {found.number} {found.subject}")
    return HttpResponse(data, content_type="application/pdf")


@require(Permission.COMMITTEE_APPOINT)
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed order as it was uploaded."""
    return private_file(mine(request, pk).document)
