"""A person of the portal, and the notices in her inbox."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat, Lower, Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hcec.core.national_id import mask, open_sealed
from hcec.core.thai import ThaiSort, full_name


class UserManager(BaseUserManager["User"]):
    """Makes people; an e-mail address is stored in lower case so that it is one person's."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. What she may do comes from her appointments, never from a flag here."""

    class Kind(models.TextChoices):
        TEACHER = "teacher", _("Teacher")
        PERSONNEL = "personnel", _("Educational personnel")
        STUDENT = "student", _("Student")
        PUBLIC = "public", _("Member of the public")

    class IdKind(models.TextChoices):
        NONE = "", _("None given")
        THAI = "thai", _("Thai national ID")
        PASSPORT = "passport", _("Passport")

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    title = models.CharField(_("title before the name"), max_length=40, blank=True)
    first_name_th = models.CharField(_("first name (Thai)"), max_length=100, blank=True)
    last_name_th = models.CharField(_("last name (Thai)"), max_length=100, blank=True)
    first_name_en = models.CharField(_("first name (English)"), max_length=100, blank=True)
    last_name_en = models.CharField(_("last name (English)"), max_length=100, blank=True)
    kind = models.CharField(_("kind of person"), max_length=20, choices=Kind, default=Kind.TEACHER)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    id_kind = models.CharField(
        _("kind of document"), max_length=10, choices=IdKind, blank=True, default=IdKind.NONE
    )
    id_fingerprint = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    id_sealed = models.BinaryField(null=True, editable=False)
    is_active = models.BooleanField(_("account is open"), default=True)
    is_staff = models.BooleanField(_("may enter the back office"), default=False)
    date_joined = models.DateTimeField(_("account made"), default=timezone.now)
    name_sort = models.GeneratedField(
        expression=ThaiSort(Concat("first_name_th", Value(" "), "last_name_th")),
        output_field=ThaiSort.field(),
        db_persist=True,
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["name_sort", "id"], name="people_by_thai_name"),
            models.Index(
                Func("phone", Value("[^0-9]"), Value(""), Value("g"), function="regexp_replace"),
                name="people_by_telephone",
                condition=~Q(phone=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["teacher", "personnel", "student", "public"]),
                name="accounts_user_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(id_kind__in=["", "thai", "passport"]), name="accounts_user_id_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(id_kind="", id_sealed__isnull=True, id_fingerprint__isnull=True)
                | (~Q(id_kind="") & Q(id_sealed__isnull=False, id_fingerprint__isnull=False)),
                name="accounts_user_id_is_sealed_and_fingerprinted_together",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="accounts_user_email_is_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name_th or self.email

    @property
    def name_th(self) -> str:
        """The Thai name as official papers print it: title joined to the given name; empty when none is given."""
        if not self.first_name_th:
            return ""
        return full_name(self.title, self.first_name_th, self.last_name_th)

    @property
    def has_name(self) -> bool:
        """Whether the profile was ever filled in; without a name no seat, list or certificate can be hers."""
        return bool(self.first_name_th or self.first_name_en)

    @property
    def name_en(self) -> str:
        return f"{self.first_name_en} {self.last_name_en}".strip()

    @property
    def name(self) -> str:
        """The name in the reader's language, falling back to the other one, then to the address."""
        names = [self.name_th, self.name_en]
        if get_language() == "en":
            names.reverse()
        return next((name for name in names if name), self.email)

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name_th or self.email

    @property
    def id_masked(self) -> str:
        """The ID as a page may show it: x-xxxx-xxxxx-12-3; empty when none was given."""
        if not self.id_sealed:
            return ""
        return mask(self.id_kind, open_sealed(bytes(self.id_sealed), aad=f"user:{self.pk}"))


class Notice(models.Model):
    """One message in a person's inbox; the mail that goes with it is a job of the outbox."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.TextField(unique=True)
    subject = models.TextField()
    body = models.TextField()
    path = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"], name="notices_of_a_person")]

    def __str__(self) -> str:
        return self.subject


class CalendarFeed(models.Model):
    """That a person's appointments may be read at a secret address. The address is made from `serial` and the portal's
    own key, so neither the table nor the address alone makes the other; deleting the row closes the address."""

    person = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    serial = models.UUIDField(unique=True, default=uuid4)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person_id)


class Letter(models.Model):
    """A mail about the account itself, kept only until it is sent: its links are secrets of the reader."""

    to = models.EmailField(max_length=254)
    subject = models.TextField()
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.subject
