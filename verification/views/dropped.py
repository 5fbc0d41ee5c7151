"""Anyone drops the file of a certificate: is it what was issued, and does it still count? Nothing of it is kept."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from verification import answers
from verification.forms.dropped import FileForm
from verification.queries import signatures
from verification.views.public import shut, told_of


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest) -> HttpResponse:
    """The form, and after it what the file is: ours as issued, ours but taken back, changed, or none of ours."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        found = signatures.judge(form.cleaned_data["file"].read())
        return shut(render(request, "verification/dropped.html", about(found)))
    return shut(render(request, "verification/drop.html", {"form": form}))


def about(found: signatures.Facts) -> dict[str, Any]:
    """What the page says: of the file, and of the certificate that it is or says that it is."""
    answer = answers.answer(found.number) if found.number else None
    known = answer is not None and answer.certificate is not None
    return {
        "file": found,
        "answer": answer if known else None,
        "certificate": answer.certificate if answer and known else None,
        "facts": told_of(answer) if answer and known else "",
        "past": known and answer is not None and answer.word == "expired",
    }
