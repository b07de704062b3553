"""Who may open an account: nobody by themselves; administrators appoint people."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Sign-in without sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: an account is made by an administrator, with an appointment."""
        return False
