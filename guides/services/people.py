"""Accounts of an association's people."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from safety_centre.accounts.models import User


@transaction.atomic
def ensure_editor(*, address: str, group: Group) -> User:
    """Let the person at ``address`` work in ``group``; without an account, one is made that has no password yet.

    Raises ValidationError where the address is none, or belongs to a parent or teen: a family's account never opens
    the admin.
    """
    validate_email(address)
    user = User.objects.filter(email=address.lower()).first()
    if user is None:
        user = User.objects.create_user(address, None, kind=User.Kind.STAFF, is_staff=True)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    elif user.kind != User.Kind.STAFF:
        raise ValidationError(
            _("%(address)s has a family’s account. Use another address."), params={"address": address}
        )
    user.groups.add(group)
    return user
