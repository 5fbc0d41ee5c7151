"""Templates of certificates: what each kind looks like, a draft changed by a form, its preview, its publication."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.db import database_now
from hcec.core.refusals import refusal_shown
from verification import paper, sample, wording
from verification.actions import templates as actions
from verification.forms.templates import HoldForm, LogoForm, VersionForm
from verification.models import Kind, Template, TemplateVersion
from verification.queries import templates as reads
from verification.views.files import pdf_response

EDIT = Permission.REFERENCE_EDIT


def template_or_404(kind: str) -> Template:
    if kind not in Kind.values:
        raise Http404
    return Template.objects.filter(kind=kind).first() or Template(kind=kind)


def version_or_404(kind: str, number: int) -> TemplateVersion:
    template_or_404(kind)
    if number == 1 and reads.in_force(kind) is None:
        return reads.shown(kind)
    rows = TemplateVersion.objects.select_related("template")
    return get_object_or_404(rows, template__kind=kind, number=number)


@require(EDIT)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Each kind with the version that is in force."""
    templates = {template.kind: template for template in Template.objects.all()}
    kinds = [(templates.get(kind, Template(kind=kind)), reads.shown(kind)) for kind in Kind]
    return render(request, "verification/templates.html", {"kinds": kinds})


@require(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The versions of one kind, and how long its certificates are held back."""
    found = template_or_404(kind)
    form = HoldForm(request.POST or None, initial={"hours": found.hold_hours})
    if request.method == "POST" and form.is_valid():
        found = actions.of_kind(kind, at=database_now())
        actions.hold(found, form.cleaned_data["hours"], by=request.user, at=database_now())
        messages.success(request, _("The hold is kept."))
        return redirect("certificate-template", kind=kind)
    context = {
        "template": found,
        "versions": reads.versions(kind),
        "in_force": reads.in_force(kind),
        "form": form,
    }
    return render(request, "verification/template.html", context)


@require(EDIT)
@require_POST
def begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Begin the next version, a copy of the latest."""
    template_or_404(kind)
    version = actions.draft(actions.of_kind(kind, at=database_now()), by=request.user, at=database_now())
    return redirect("certificate-template-edit", kind=kind, number=version.number)


@require(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Change a draft by its form; a published version is only shown."""
    version = version_or_404(kind, number)
    form = VersionForm(request.POST or None, instance=version)
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.change(version, form.cleaned_data, by=request.user, at=database_now())
            messages.success(request, _("The draft is kept. Look at its preview before you publish it."))
            return redirect("certificate-template-edit", kind=kind, number=number)
    context = {
        "version": version, "form": form, "logo_form": LogoForm(), "places": wording.PLACES.items(),
        "papers": pdf.available(),
    }  # fmt: skip
    return render(request, "verification/template_edit.html", context)


@require(EDIT)
@require_safe
def preview(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """The paper by this version, with the words of the latest certificate of the kind, marked as a specimen."""
    version = version_or_404(kind, number)
    if not pdf.available():
        return render(request, "verification/template_no_preview.html", {"version": version}, status=503)
    words, _real = sample.words_for(version)
    return pdf_response(paper.specimen(words, version), f"template-{kind}-{number}", attached=False)


@require(EDIT)
@require_POST
def publish(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Put a draft in force."""
    with refusal_shown(request):
        actions.publish(version_or_404(kind, number), by=request.user, at=database_now())
        messages.success(request, _("Certificates of this kind are drawn by this version from now on."))
    return redirect("certificate-template", kind=kind)


@require(EDIT)
@require_POST
def discard(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Throw a draft away."""
    with refusal_shown(request):
        actions.discard(version_or_404(kind, number), by=request.user, at=database_now())
        messages.success(request, _("The draft is thrown away."))
    return redirect("certificate-template", kind=kind)


@require(EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Add a logo to choose from, and come back to the draft."""
    version = version_or_404(kind, number)
    form = LogoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["picture"]
        with refusal_shown(request, form):
            actions.add_logo(
                file=file, size=file.size, name=form.cleaned_data["name"], by=request.user, at=database_now()
            )
            messages.success(request, _("The logo can be chosen now."))
            return redirect("certificate-template-edit", kind=kind, number=number)
    return render(request, "verification/template_logo.html", {"version": version, "form": form})
