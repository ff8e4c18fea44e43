"""The admin's sign-in form."""

from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.admin.forms.auth import LoginForm

from safety_centre.accounts.models import User


class AdminLoginForm(LoginForm):
    """Refuses whoever lacks admin access with the words of a wrong password, so that the door tells nothing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")  # Wagtail's is made of the field's name, in no language

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if not cast(User, user).has_perm("wagtailadmin.access_admin"):
            raise self.get_invalid_login_error()
