"""Who asks."""

from django.http import HttpRequest

from nov.kernel.models import User


def who(request: HttpRequest) -> User:
    """The user behind a request to a view that `needs` a right: somebody, never nobody."""
    assert isinstance(request.user, User), "de view laat niemand binnen die niet is ingelogd"
    return request.user
