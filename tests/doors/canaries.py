"""Markers in every text of the doors' world, each of its place or person, and the reader who finds strange ones.

A marker is a word of letters that no page writes by itself. `mark(canaries)` puts one into every free text of every row
and remembers who may read it; `strange(response, reach)` names what a reader had no business to see, in HTML, JSON,
CSV, spreadsheets and PDFs, in headers and redirects.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.http import HttpResponse
from pypdf import PdfReader

from centers.models import Center, Province, School, ServiceArea
from committees.models import Committee, Level
from hcec.accounts.models import User
from tests.doors.reach import OF_NOBODY, OWNERS, PUBLIC

LETTERS = "abcdefghij"
MARKER = re.compile(r"zq([a-j]{5})qz", re.IGNORECASE)
SHORTEST = 30  # a shorter field is a code, a number or a telephone
EVERYWHERE = "everyone"

# Who may read a text: "everyone", ("center", 7), ("province", 3), ("nation",) or ("person", 12).
Audience = frozenset[Any]


@dataclass
class Canaries:
    """The markers of a marked world: which number tells of what, and to whom it may sing."""

    audiences: list[Audience] = field(default_factory=list)
    about: list[str] = field(default_factory=list)

    def marker(self, audience: Audience, about: str) -> str:
        """A new marker for these readers."""
        self.audiences.append(audience)
        self.about.append(about)
        return "zq" + "".join(LETTERS[int(digit)] for digit in f"{len(self.audiences) - 1:05}") + "qz"

    def strange(self, response: HttpResponse, reach: Audience) -> set[str]:
        """What the answer tells that is outside the reach."""
        numbers = {
            int("".join(str(LETTERS.index(c)) for c in m.lower()))
            for text in texts(response)
            for m in MARKER.findall(text)
        }
        return {
            self.about[n]
            for n in numbers
            if EVERYWHERE not in self.audiences[n] and not self.audiences[n] & reach
        }


def texts(response: HttpResponse) -> Iterator[str]:
    """Every text of an answer: headers, and the body after unpacking."""
    yield from response.headers.values()
    body: bytes = getattr(response, "body", None) or (b"" if response.streaming else response.content)
    if body.startswith(b"PK"):
        with ZipFile(BytesIO(body)) as book:
            yield from (book.read(name).decode("utf-8", "replace") for name in book.namelist())
    elif body.startswith(b"%PDF") and b"%%EOF" in body:
        for page in PdfReader(BytesIO(body)).pages:
            yield re.sub(r"\s", "", page.extract_text())
    else:
        yield body.decode("utf-8", "replace")


def reach_of(user: User | None) -> Audience:
    """Whose texts a person may read: her own, those of her seats' places and of the places beneath them."""
    if user is None:
        return frozenset()
    found: set[Any] = {("person", user.pk)}
    for seat in user.appointments.select_related("committee__center", "committee__province"):
        committee = seat.committee
        found.add(("nation",))
        if committee.level in (Level.MINISTRY, Level.OBEC):
            found.add(("drafts of the nation",))
            found |= {("center", pk) for pk in Center.objects.values_list("pk", flat=True)}
            found |= {("province", pk) for pk in Province.objects.values_list("pk", flat=True)}
        elif committee.level == Level.PROVINCE:
            found.add(("province", committee.province_id))
            found |= {("center", center.pk) for center in committee.province.centers.all()}
        else:
            found.add(("center", committee.center_id))
    return frozenset(found)


def place_of(found: Any) -> Audience:
    """The readers of what a center, a committee, a province or a person owns."""
    if found is None:
        return frozenset()
    if isinstance(found, Center):
        return frozenset({("center", found.pk)})
    if isinstance(found, Province):
        return frozenset({("province", found.pk)})
    if isinstance(found, Committee):
        return place_of(found.center) or place_of(found.province) or frozenset({("nation",)})
    if isinstance(found, School):
        return place_of(found.province) | {("center", center.pk) for center in found.centers.all()}
    if isinstance(found, ServiceArea):
        return frozenset(("province", pk) for pk in found.provinces.values_list("pk", flat=True))
    return frozenset({("person", found.pk)})


def follow(row: Any, path: str) -> Any:
    """The center, committee or person at the end of a dotted path."""
    for step in path.split("."):
        row = getattr(row, step) if row is not None else None
    return row


def free_texts(model: type[models.Model]) -> list[models.Field]:
    """The columns in which people write freely."""
    return [
        f for f in model._meta.concrete_fields
        if isinstance(f, models.CharField | models.TextField) and not isinstance(f, models.URLField)
        and not (f.choices or f.unique or f.generated or f.primary_key) and (f.max_length or 999) >= SHORTEST
        and f.name not in ("password", "sha256", "minutes_sha256", "token_sha256", "path", "verb", "subject_type", "kind", "browser", "duty")
    ]  # fmt: skip


def models_with_texts() -> list[type[models.Model]]:
    """Ours, those in which somebody writes."""
    ours = ("accounts", "centers", "committees", "core", "testing", "training", "verification")
    return [m for m in apps.get_models() if m._meta.app_label in ours and m is not User and free_texts(m)]


def people_of() -> dict[int, set[Any]]:
    """Who is known where: whoever may read a row may read the name of the person it speaks of."""
    known: dict[int, set[Any]] = defaultdict(set)
    for label, paths in OWNERS.items():
        model = apps.get_model(label)
        to_people = [f for f in model._meta.concrete_fields if f.related_model is User]
        for row in model._default_manager.all() if to_people else ():
            audience = frozenset().union(*(place_of(follow(row, path)) for path in paths))
            for f in to_people:
                known[getattr(row, f.attname)] |= audience
    return known


def mark(canaries: Canaries) -> None:
    """Put a marker into every free text of the database. Triggers rest meanwhile: some tables are never rewritten."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        renamed = dict(mark_people(canaries))
        for model in models_with_texts():
            mark_rows(canaries, model)
        rename_in_json(renamed)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def mark_people(canaries: Canaries) -> Iterator[tuple[str, str]]:
    """Names and addresses of people; gives what each was called before and is called now."""
    known = people_of()
    for user in User.objects.order_by("pk"):
        word = canaries.marker(place_of(user) | frozenset(known[user.pk]), f"person {user.pk} ({user.email})")
        names = [user.first_name_th, user.first_name_en]
        user.first_name_th, user.first_name_en = f"{word}ท", f"{word}e"
        yield from zip(names, [user.first_name_th, user.first_name_en], strict=True)
        yield user.email, f"{word}@example.org"
        EmailAddress.objects.filter(user=user, email=user.email).update(email=f"{word}@example.org")
        user.email = f"{word}@example.org"
        user.save(update_fields=["first_name_th", "first_name_en", "email"])


def mark_rows(canaries: Canaries, model: type[models.Model]) -> None:
    """One marker a row, at the head of each of its texts, so that a shortened text still shows it."""
    label = model._meta.label
    if label in OF_NOBODY:
        return
    for row in model._default_manager.all():
        word = canaries.marker(audience_of(row), f"{label} {row.pk}")
        inside = canaries.marker(place_of(row), f"inside {label} {row.pk}") if isinstance(row, Center) else ""
        texts_of(row, word, inside)


def texts_of(row: models.Model, word: str, inside: str) -> None:
    """Write the marker into every text of the row; where a constraint keeps an empty one empty, into the others."""
    changes = {}
    for f in free_texts(type(row)):
        own = inside if f.name == "provenance" and inside else word
        email = isinstance(f, models.EmailField)
        changes[f.name] = f"{own}@example.org" if email else f"{own} {getattr(row, f.name)}"[: f.max_length]
    same = type(row)._default_manager.filter(pk=row.pk)
    try:
        with transaction.atomic():
            same.update(**changes)
    except IntegrityError:
        if written := {name: value for name, value in changes.items() if getattr(row, name)}:
            same.update(**written)


def audience_of(row: models.Model) -> Audience:
    """Who may read the texts of a row; a directive that is not out belongs to those who write it."""
    label = row._meta.label
    if label in PUBLIC:
        return frozenset({EVERYWHERE})
    if label == "committees.Directive" and row.status == "draft":  # type: ignore[attr-defined]
        return frozenset({("drafts of the nation",)})
    return frozenset().union(*(place_of(follow(row, path)) for path in OWNERS[label]))


def rename_in_json(renamed: dict[str, str]) -> None:
    """Words that were frozen when a certificate was issued name people too."""
    olds = sorted((old for old in renamed if old), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, olds)))
    for model, name in json_columns():
        for row in model._default_manager.exclude(**{name: None}):
            text = json.dumps(getattr(row, name), ensure_ascii=False)
            new = pattern.sub(lambda m: renamed[m.group()], text)
            if new != text:
                model._default_manager.filter(pk=row.pk).update(**{name: json.loads(new)})


def json_columns() -> Iterable[tuple[type[models.Model], str]]:
    return [
        (model, f.name)
        for model in apps.get_models()
        for f in model._meta.concrete_fields
        if isinstance(f, models.JSONField) and model._meta.app_label in ("verification", "core")
    ]
