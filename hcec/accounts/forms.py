"""allauth's forms in the portal's manner: labels instead of placeholders, and no hint whether an address is known."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 12 characters. A short sentence that only you know is easy to keep in mind.")


class Plain:
    """Every field says what it wants in its label; a placeholder would vanish while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field.widget, forms.PasswordInput) and name == "password1":
                field.help_text = PASSWORD_HELP


class LoginForm(Plain, account.LoginForm):
    """E-mail and password; the session ends with the day, so there is nothing to remember."""


class SignupForm(Plain, account.SignupForm):
    """A new account. A known address is answered exactly as a new one, in words and in time."""

    def try_save(self, request: HttpRequest) -> Any:
        """Hash the password for a known address too: without it the answer would come 290 ms sooner (G26)."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class AddEmailForm(Plain, account.AddEmailForm):
    """Another address for the account."""


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """A new password by the old one."""


class SetPasswordForm(Plain, account.SetPasswordForm):
    """A first password."""


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Ask for a link to set a new password."""


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """A new password by the link."""


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password once more before something delicate."""


class AuthenticateForm(Plain, mfa.AuthenticateForm):
    """The six digits of the app, or a recovery code."""


class MfaReauthenticateForm(Plain, mfa.ReauthenticateForm):
    """The six digits once more."""


class ActivateTOTPForm(Plain, totp.ActivateTOTPForm):
    """Prove that the app works before it guards the account."""


class AddWebAuthnForm(Plain, webauthn.AddWebAuthnForm):
    """A name for the passkey, so that the list of them can be told apart."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        required=False,
        max_length=60,
        help_text=_("For example: my phone, the school's computer"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class EditWebAuthnForm(Plain, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=60)
