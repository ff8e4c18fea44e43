"""The admin's sign-in form."""

from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from wagtail.admin.forms.auth import LoginForm

from safety_centre.accounts.models import User


class AdminLoginForm(LoginForm):
    """Refuses whoever lacks admin access with the words of a wrong password, so that the door tells nothing."""

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if not cast(User, user).has_perm("wagtailadmin.access_admin"):
            raise self.get_invalid_login_error()
