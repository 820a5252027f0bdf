"""The request that a view gets once `@needs` has let somebody in."""

from django.http import HttpRequest

from nov.kernel.models import User


class UserRequest(HttpRequest):
    """A request of somebody who is logged in."""

    user: User
