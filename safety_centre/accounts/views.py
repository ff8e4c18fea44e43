"""The admin's sign-in, which goes through the same stages as the people's door."""

from allauth.account.utils import perform_login
from django.http import HttpResponse
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView


class AdminLoginView(LoginView):
    """Wagtail's form, then allauth's stages: whoever has a second factor is asked for it here too."""

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = perform_login(
            self.request, form.get_user(), email_verification="none", redirect_url=self.get_success_url()
        )
        self.request.session.set_expiry(None if form.cleaned_data.get("remember") else 0)
        return response
