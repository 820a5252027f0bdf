"""The tables of the wiring itself in the admin: who has an account, and with which roles."""

from __future__ import annotations

from django import forms
from django.contrib import admin

from nov.kernel.models import User
from nov.roles import ROLES, titles


class UserForm(forms.ModelForm):
    """An account. It is made without a password: the new user chooses one through "Wachtwoord vergeten"."""

    roles = forms.MultipleChoiceField(
        label="Rollen",
        choices=list(ROLES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rollen tellen op. Zonder rol kan iemand wel inloggen, maar niets zien.",
    )

    class Meta:
        model = User
        fields = ("name", "email", "roles", "is_active")

    def save(self, commit: bool = True) -> User:
        """Save; a new account gets no password."""
        if not self.instance.pk:
            self.instance.set_unusable_password()
        return super().save(commit)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Accounts. Nobody is deleted: their name stands under what they did; an account is switched off."""

    form = UserForm
    list_display = ("name", "email", "role_titles", "state")
    list_filter = ("is_active",)
    search_fields = ("name", "email")
    ordering = ("name",)

    @admin.display(description="rollen")
    def role_titles(self, user: User) -> str:
        return titles(user.roles)

    @admin.display(description="stand", ordering="is_active")
    def state(self, user: User) -> str:
        return "actief" if user.is_active else "uitgezet"
