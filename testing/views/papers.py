"""The papers of one test day, from one page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hcec.core import pdf
from hcec.core.access import Permission, require
from hcec.core.sheets import download
from testing import papers
from testing.queries import day
from testing.views.desk import served


@require(Permission.CHECK_IN)
@require_safe
def day_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is printed for a session."""
    session = served(request, pk)
    context = {
        "session": session,
        "count": day.count(session),
        "papers": papers.PAPERS.items(),
        "can_print": pdf.available(),
    }
    return render(request, "testing/day_papers.html", context)


@require(Permission.CHECK_IN)
@require_safe
def paper(request: HttpRequest, pk: int, paper: str) -> HttpResponse:
    """One paper as a PDF."""
    session = served(request, pk)
    if paper not in papers.PAPERS or not pdf.available():
        raise Http404
    name = f"{papers.PAPERS[paper].title}-{session.pk}.pdf"
    return download(papers.printed(session, paper), name, "application/pdf", inline=True)
