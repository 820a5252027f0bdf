"""How people come in: accounts are made by the administrator, nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """allauth's way of working, without signing up.

    Its mail is sent at once and does not go through the outbox: who can read that table could use the links in it.
    """

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False


class LongEnough(MinimumLengthValidator):
    """Django's rule for the length of a password, in Dutch (Django 5.2 says it in English)."""

    def get_error_message(self) -> str:
        """What is said of a password that is too short."""
        return f"Dit wachtwoord is te kort. Gebruik minstens {self.min_length} tekens."

    def get_help_text(self) -> str:
        """The rule, said before."""
        return f"Gebruik minstens {self.min_length} tekens."
