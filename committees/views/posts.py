"""Pages of posts: the list, one post with its seats, handing it over, leaving it, listing another."""

import django_filters
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from committees.actions import posts as actions
from committees.forms.seats import AnotherPostForm, ByOrderForm, EndForm
from committees.models import Post, PostKind, Tenure
from committees.queries import posts as reads
from hcec.core.access import Permission, require
from hcec.core.files import private_file
from hcec.core.listing import Column, Listing
from hcec.core.refusals import refusal_shown


class PostFilter(django_filters.FilterSet):
    """By kind, and whether somebody holds it."""

    kind = django_filters.ChoiceFilter(
        choices=PostKind, label=gettext_lazy("Post"), empty_label=gettext_lazy("All posts")
    )
    held = django_filters.ChoiceFilter(
        choices=[("True", gettext_lazy("Held")), ("False", gettext_lazy("Vacant"))],
        label=gettext_lazy("Holder of the post"),
        empty_label=gettext_lazy("Held or vacant"),
    )

    class Meta:
        model = Post
        fields = ("kind",)


class PostListing(Listing):
    """The posts of one's branch and who holds them today."""

    columns = (
        Column(
            "name", gettext_lazy("Post"), card="title", sort=("kind", "school__name_th", "area__name_th", "number"),
            link=lambda post: reverse("post", args=[post.pk]),
        ),
        Column("place", gettext_lazy("Area or school"), sort=("school__name_th", "area__name_th", "kind"), card="hidden"),
        Column(
            "holder", gettext_lazy("Holder of the post"), template="committees/_post_holder.html",
            value=lambda post: post.now[0].person.name if post.now else "",
        ),
        Column("since", gettext_lazy("Since"), kind="date", value=lambda p: p.now[0].starts_on if p.now else None),
    )  # fmt: skip
    search = ("school__name_th", "school__name_en", "area__name_th", "area__name_en", "number")
    search_label = gettext_lazy("Area or school")
    filterset = PostFilter
    default_sort = "place"
    filename = "posts"
    empty_title = gettext_lazy("No post in your branch")
    empty_text = gettext_lazy(
        "Posts of a host school and of its service area are listed when a center names them."
    )


def within(request: HttpRequest, permission: Permission) -> QuerySet[Post]:
    """The posts of one's branch."""
    return Post.objects.within(request.access, permission).select_related("school", "area")


@require(Permission.COMMITTEE_VIEW)
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of one's branch."""
    rows = reads.with_holders(within(request, Permission.COMMITTEE_VIEW), timezone.localdate())
    return PostListing(request, rows).respond("committees/posts.html")


@require(Permission.COMMITTEE_VIEW)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """One post: who holds it, which seats follow it, who held it before."""
    today = timezone.localdate()
    found = get_object_or_404(within(request, Permission.COMMITTEE_VIEW), pk=pk)
    tenures = list(found.tenures.select_related("person").order_by("-starts_on", "-pk")[:50])
    now = next((t for t in tenures if t.starts_on <= today and (not t.ends_on or t.ends_on >= today)), None)
    context = {
        "post": found,
        "now": now,
        "others": [tenure for tenure in tenures if tenure != now],
        "seats": reads.seats_for_page(found, today),
        "may_appoint": within(request, Permission.COMMITTEE_APPOINT).filter(pk=pk).exists(),
        "today": today,
        "form": AnotherPostForm(),
    }
    return render(request, "committees/post.html", context)


@require(Permission.COMMITTEE_APPOINT)
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the order by which somebody takes up the post."""
    found = get_object_or_404(within(request, Permission.COMMITTEE_APPOINT), pk=pk)
    today = timezone.localdate()
    form = ByOrderForm(request.POST or None, request.FILES or None, initial={"starts_on": today})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.take_up(found, **form.seat, by=request.user, at=timezone.now())
            messages.success(
                request, _("The post has changed hands, and its seats with it. All have been told.")
            )
            return redirect("post", pk=pk)
    now = found.tenures.current(today).select_related("person").order_by("pk").first()
    context = {"post": found, "form": form, "now": now, "seats": reads.seats_for_page(found, today)}
    return render(request, "committees/post_hand_over.html", context)


@require(Permission.COMMITTEE_APPOINT)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that the holder leaves the post, with nobody to follow yet."""
    branch = within(request, Permission.COMMITTEE_APPOINT)
    rows = Tenure.objects.filter(post__in=branch).select_related("post__school", "post__area", "person")
    found = get_object_or_404(rows, pk=pk)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        with refusal_shown(request, form):
            actions.leave(found, on=form.cleaned_data["on"], by=request.user, at=timezone.now())
            messages.success(request, _("The holder leaves with that day, and so do the seats of the post."))
            return redirect("post", pk=found.post_id)
    return render(request, "committees/post_leave.html", {"tenure": found, "form": form})


@require(Permission.COMMITTEE_APPOINT)
@require_POST
def another(request: HttpRequest, pk: int) -> HttpResponse:
    """List one more post of the same kind in the same office, by its number."""
    found = get_object_or_404(within(request, Permission.COMMITTEE_APPOINT), pk=pk)
    form = AnotherPostForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say the number of the post."))
        return redirect("post", pk=pk)
    with refusal_shown(request):
        number = form.cleaned_data["number"]
        pk = actions.found(found.kind, found.place, number, by=request.user, at=timezone.now()).pk
    return redirect("post", pk=pk)


@require(Permission.COMMITTEE_VIEW)
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The order behind a tenure, for those who may see the post."""
    seen = within(request, Permission.COMMITTEE_VIEW)
    return private_file(get_object_or_404(Tenure, pk=pk, post__in=seen).order_document)
