"""Tables without domain words: who logs in, and what may hang on any record."""

from nov.kernel.models.users import User

__all__ = ["User"]
