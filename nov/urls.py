"""Every address of the site. Each app stands under its own Dutch word, the same as in the menu (`nov/frame.py`)."""

from allauth.account import views as allauth
from django.contrib import admin
from django.urls import include, path, re_path

from nov import views

# Of allauth what an organisation with closed registration needs: no signing up, no second addresses.
ACCOUNT = [
    path("", views.account, name="account"),
    path("inloggen/", allauth.login, name="account_login"),
    path("uitloggen/", allauth.logout, name="account_logout"),
    path("geblokkeerd/", allauth.account_inactive, name="account_inactive"),
    path("bevestigen/", allauth.reauthenticate, name="account_reauthenticate"),
    path("wachtwoord/", allauth.password_change, name="account_change_password"),
    path("wachtwoord/kiezen/", allauth.password_set, name="account_set_password"),
    path("wachtwoord/vergeten/", allauth.password_reset, name="account_reset_password"),
    path("wachtwoord/verstuurd/", allauth.password_reset_done, name="account_reset_password_done"),
    path("wachtwoord/nieuw/klaar/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^wachtwoord/nieuw/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("twee-stappen/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", views.start, name="start"),
    path("zoek/", views.search, name="search"),
    path("hulp/", views.help_index, name="help"),
    path("hulp/<slug:name>/", views.help_page, name="help_page"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path("weergave/", views.theme, name="theme"),
    path("healthz", views.healthz, name="healthz"),
    path("account/", include(ACCOUNT)),
    path("beheer/", admin.site.urls),
    path("leden/", include("members.urls")),
    path("programmas/", include("programmes.urls")),
    path("financien/", include("finance.urls")),
    path("jaarverslag/", include("reports.urls")),
    path("", include("nov.kernel.urls")),
]

handler403 = "nov.views.denied"
