"""Pages of partners and of a center's contact book, with invitations."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.models import Center
from committees.actions import partners as actions
from committees.forms.problems import ContactForm, InvitationForm, PartnerForm, SupportForm
from committees.models import Committee, Contact, Partner
from committees.queries.directives import my_committees
from hcec.core.access import Permission, require
from hcec.core.listing import Column, Listing


class PartnerListing(Listing):
    """Partners of a branch."""

    columns = (
        Column(
            "name",
            gettext_lazy("Partner"),
            sort="name",
            card="title",
            link=lambda p: reverse("partner", args=[p.pk]),
        ),
        Column("committee", gettext_lazy("Of"), value="committee.name"),
        Column("agreement", gettext_lazy("Agreement")),
        Column("starts_on", gettext_lazy("From"), sort="starts_on", kind="date"),
        Column("ends_on", gettext_lazy("Until"), sort="ends_on", kind="date"),
    )
    search, search_label = ("name", "agreement"), gettext_lazy("Partner or agreement")
    default_sort = "name"
    filename = "partners"
    empty_title = gettext_lazy("No partners yet")
    empty_text = gettext_lazy(
        "Write down universities and other bodies that support the work, with their agreement."
    )


class ContactListing(Listing):
    """The contact book of a center."""

    columns = (
        Column(
            "name",
            gettext_lazy("Name"),
            sort="name",
            card="title",
            link=lambda c: reverse("contact", args=[c.pk]),
        ),
        Column("duty", gettext_lazy("Post")),
        Column("of", gettext_lazy("Area or school"), value=lambda c: str(c.area or c.school)),
        Column("email", gettext_lazy("E-mail")),
        Column("phone", gettext_lazy("Telephone")),
    )
    search, search_label = (
        ("name", "email", "school__name_th", "area__name_th"),
        gettext_lazy("Name, area or school"),
    )
    default_sort = "name"
    filename = "contacts"
    empty_title = gettext_lazy("The contact book is empty")
    empty_text = gettext_lazy("Write down whom to write to at the areas and schools that the center serves.")


@require(Permission.COMMITTEE_VIEW)
def partners(request: HttpRequest) -> HttpResponse:
    """The partners of the person's branch."""
    committees = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    rows = Partner.objects.filter(committee__in=committees).select_related(
        "committee__province", "committee__center"
    )
    mine = my_committees(request.appointments, Permission.PARTNER_EDIT)
    return PartnerListing(request, rows).respond("committees/partners.html", {"mine": mine})


@require(Permission.PARTNER_EDIT)
def partner_new(request: HttpRequest, committee: int) -> HttpResponse:
    """A new partner of one's own committee."""
    mine = {c.pk: c for c in my_committees(request.appointments, Permission.PARTNER_EDIT)}
    owner = get_object_or_404(Committee, pk=committee, pk__in=mine)
    return kept(request, owner, None)


def kept(request: HttpRequest, owner: Committee, partner: Partner | None) -> HttpResponse:
    """Show the form of a partner and keep what was filled in."""
    form = PartnerForm(request.POST or None, instance=partner or Partner(committee=owner))
    if request.method == "POST" and form.is_valid():
        row = actions.keep(owner, form.cleaned_data, partner=partner, by=request.user, at=timezone.now())
        return redirect("partner", pk=row.pk)
    return render(request, "committees/partner_form.html", {"form": form, "owner": owner})


def editable(request: HttpRequest, pk: int) -> Partner:
    """The partner, where the person keeps the partners of its committee; else 404."""
    mine = my_committees(request.appointments, Permission.PARTNER_EDIT)
    return get_object_or_404(
        Partner.objects.select_related("committee"), pk=pk, committee__in=[c.pk for c in mine]
    )


@require(Permission.COMMITTEE_VIEW)
def partner(request: HttpRequest, pk: int) -> HttpResponse:
    """One partner and what it supported."""
    committees = Committee.objects.within(request.access, Permission.COMMITTEE_VIEW)
    rows = Partner.objects.select_related("committee__province", "committee__center")
    found = get_object_or_404(rows, pk=pk, committee__in=committees)
    edits = found.committee in my_committees(request.appointments, Permission.PARTNER_EDIT)
    context = {
        "partner": found,
        "supports": found.supports.order_by("-on", "-pk"),
        "edits": edits,
        "form": SupportForm(),
    }
    return render(request, "committees/partner.html", context)


@require(Permission.PARTNER_EDIT)
def partner_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a partner of one's own committee."""
    found = editable(request, pk)
    return kept(request, found.committee, found)


@require(Permission.PARTNER_EDIT)
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a partner gave."""
    found = editable(request, pk)
    form = SupportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_support(found, form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("partner", pk=pk)
    context = {
        "partner": found,
        "supports": found.supports.order_by("-on", "-pk"),
        "edits": True,
        "form": form,
    }
    return render(request, "committees/partner.html", context)


def my_centers(request: HttpRequest) -> Any:
    """The centers whose contact book the person keeps."""
    return Center.objects.within(request.access, Permission.PARTNER_EDIT).order_by("code", "pk")


@require(Permission.PARTNER_EDIT)
def contacts(request: HttpRequest) -> HttpResponse:
    """The contact books of the person's centers."""
    rows = Contact.objects.within(request.access, Permission.PARTNER_EDIT).select_related("area", "school")
    return ContactListing(request, rows).respond(
        "committees/contacts.html", {"centers": my_centers(request)[:20]}
    )


@require(Permission.PARTNER_EDIT)
def contact_new(request: HttpRequest, center: int) -> HttpResponse:
    """A new line of a center's contact book."""
    return contact_kept(request, get_object_or_404(my_centers(request), pk=center), None)


@require(Permission.PARTNER_EDIT)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a line of the contact book."""
    rows = Contact.objects.within(request.access, Permission.PARTNER_EDIT).select_related("center")
    found = get_object_or_404(rows, pk=pk)
    return contact_kept(request, found.center, found)


def contact_kept(request: HttpRequest, center: Center, contact: Contact | None) -> HttpResponse:
    """Show the form of a contact and keep what was filled in."""
    form = ContactForm(request.POST or None, instance=contact, center=center)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep_contact(
                center, form.cleaned_data, contact=contact, by=request.user, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("contacts")
    return render(request, "committees/contact_form.html", {"form": form, "center": center})


@require(Permission.PARTNER_EDIT)
def invite(request: HttpRequest, center: int) -> HttpResponse:
    """Invite contacts of a center to a round or session."""
    found = get_object_or_404(my_centers(request), pk=center)
    form = InvitationForm(request.POST or None, center=found)
    if request.method == "POST" and form.is_valid():
        sent = actions.invite(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(n)s invitations are on their way.") % {"n": len(sent)})
        return redirect("contacts")
    return render(request, "committees/invite.html", {"form": form, "center": found})
