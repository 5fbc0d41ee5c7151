"""People, notices and second factors."""

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from hcec.accounts.models import Notice, User

PASSWORD = "ครูดีศรีแผ่นดิน-2569"


class PersonFactory(factory.django.DjangoModelFactory):
    """A teacher with a confirmed address; her password is PASSWORD."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    title = "นางสาว"
    first_name_th = factory.Sequence(lambda n: f"สมใจ{n}")
    last_name_th = "ใจดี"
    first_name_en = factory.Sequence(lambda n: f"Somjai{n}")
    last_name_en = "Jaidee"
    kind = User.Kind.TEACHER

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, verified=True, **fields):
        person = model_class.objects.create_user(password=password, **fields)
        EmailAddress.objects.create(user=person, email=person.email, verified=verified, primary=True)
        return person


class NoticeFactory(factory.django.DjangoModelFactory):
    """One unread message."""

    class Meta:
        model = Notice

    person = factory.SubFactory(PersonFactory)
    key = factory.Sequence(lambda n: f"notice-{n}")
    subject = "ยืนยันที่นั่งสอบ"
    body = "ที่นั่งของท่านได้รับการยืนยันแล้ว"
    path = "/home/"


def give_second_factor(person: User) -> Authenticator:
    """A TOTP authenticator whose secret is public: base32 JBSWY3DPEHPK3PXP."""
    return Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
