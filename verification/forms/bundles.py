"""Which papers are wanted as one ZIP."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.forms import ThaiDateField
from testing.models import Session
from training.models import Round
from verification.models import Certificate, Kind, Occasion
from verification.sources import both
from verification.words import Pair

LATEST = 200  # sessions, rounds or occasions to choose from


class BundleForm(forms.Form):
    """By session, by round, by occasion, by center, by days; what is left empty does not narrow."""

    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind of certificate"), required=False, choices=[("", _("All")), *Kind.choices]
    )
    center = forms.ModelChoiceField(
        Center.objects.none(), label=_("Center"), required=False, empty_label=_("All")
    )
    session = forms.ModelChoiceField(
        Session.objects.none(), label=_("Test"), required=False, empty_label=_("All")
    )
    round = forms.ModelChoiceField(
        Round.objects.none(), label=_("Course"), required=False, empty_label=_("All")
    )
    occasion = forms.ModelChoiceField(
        Occasion.objects.none(), label=_("Honours and attestations"), required=False, empty_label=_("All")
    )
    first = ThaiDateField(label=_("Issued from"), required=False)
    last = ThaiDateField(label=_("Issued until"), required=False)

    def __init__(
        self, *args: Any, rows: QuerySet[Certificate], centers: QuerySet[Center], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        plain = rows.select_related(None).order_by()
        sessions = Session.objects.filter(pk__in=plain.values("result__booking__session"))
        rounds = Round.objects.filter(pk__in=plain.values("completion__enrolment__round"))
        occasions = Occasion.objects.filter(pk__in=plain.values("citation__occasion"))
        groups = {
            "session": (sessions.order_by("-starts_at", "-pk"), ("exam", "center__province")),
            "round": (rounds.order_by("-starts_at", "-pk"), ("course", "center__province")),
            "occasion": (occasions.order_by("-starts_on", "-pk"), ()),
        }
        self.fields["center"].queryset = centers.select_related("province")  # type: ignore[attr-defined]
        for name, (found, related) in groups.items():
            latest = list(found.values_list("pk", flat=True)[:LATEST])
            chosen = found.model._default_manager.filter(pk__in=latest)
            self.fields[name].queryset = chosen.select_related(*related) if related else chosen  # type: ignore[attr-defined]

    def found(self) -> QuerySet[Certificate]:
        """The certificates that the answers leave."""
        given = self.cleaned_data
        paths = {
            "kind": "kind", "center": "series__center", "session": "result__booking__session",
            "round": "completion__enrolment__round", "occasion": "citation__occasion",
            "first": "issued_at__date__gte", "last": "issued_at__date__lte",
        }  # fmt: skip
        return self.rows.filter(**{path: given[name] for name, path in paths.items() if given.get(name)})

    def title(self) -> Pair:
        """What was asked for, in both languages."""
        given = self.cleaned_data
        named = [given[name] for name in ("session", "round", "occasion", "center") if given.get(name)]
        kind = Kind(given["kind"]).label if given.get("kind") else _("Certificates")
        return both(lambda: " · ".join(str(each) for each in (named or [kind])))
