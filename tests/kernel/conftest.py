"""People and requests for the kernel's tests."""

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory

from nov.kernel.models import User


@pytest.fixture
def bureau(db):
    return User.objects.create_user(
        "anouk@nov.example", "wachtwoord-van-anouk", name="Anouk Terpstra", roles=["bureau"]
    )


@pytest.fixture
def director(db):
    return User.objects.create_user("frank@nov.example", "wachtwoord-van-frank", name="Frank Vos", roles=["directeur"])


@pytest.fixture
def request_by(rf: RequestFactory):
    """request_by(user, "get", data, path=…): a request as a view gets it."""

    def make(user, method="get", data=None, path="/lijst/"):
        request = getattr(rf, method)(path, data or {})
        request.user = user
        request.htmx = False
        request.session = {}
        request._messages = CookieStorage(request)
        return request

    return make
