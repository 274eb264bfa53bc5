"""allauth's forms in our words. A placeholder is no label, and a stranger is told nothing about who works here."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.base.forms import AuthenticateForm as AllauthCodeForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthCodeAgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tovholder.accounts.adapter import too_many_attempts
from tovholder.accounts.models import SignInMethod, SignInRefusal
from tovholder.accounts.sign_ins import record


def _plainly(field: forms.Field, label: Any, help_text: Any = "") -> None:
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["login"], _("E-mail"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _plainly(self.fields["password"], _("Password"))


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["password"], _("Password"))


class NewPasswordForm(ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.user is not None and self.user.password_set_by_other_at
        present = _("The one-time password you were given") if given else _("Present password")
        _plainly(self.fields["oldpassword"], present)
        _plainly(self.fields["password1"], _("New password"), " ".join(password_validators_help_texts()))
        _plainly(self.fields["password2"], _("New password again"))


class _Throttled:
    """A wrong code too many ends on the page that says how long to wait, as a wrong password too many does."""

    user: Any

    def clean_code(self) -> str:
        try:
            return super().clean_code()  # type: ignore[misc]
        except ValidationError as error:
            if error.code != "too_many_login_attempts":
                raise
            now = timezone.now()
            record(staff=self.user, how=SignInMethod.APP, at=now, refused=SignInRefusal.TOO_MANY)
            raise ImmediateHttpResponse(too_many_attempts(context.request)) from None


_CODE_HELP = _("Six digits from the app, or one of your recovery codes.")


class CodeForm(_Throttled, AllauthCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"], _("Code"), _CODE_HELP)
        self.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class CodeAgainForm(_Throttled, AllauthCodeAgainForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"], _("Code"), _CODE_HELP)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ActivateAppForm(ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["code"], _("The six digits that the app shows now"))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["name"], _("What you call it"), _("To tell it from others: “work telephone”."))
        _plainly(
            self.fields["passwordless"],
            _("Sign in with it alone, without a password"),
            _("The device then asks for your fingerprint, your face or its PIN each time."),
        )


class RenamePasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plainly(self.fields["name"], _("What you call it"))
