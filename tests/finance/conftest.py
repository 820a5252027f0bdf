"""Who posts, and one posted entry; the books themselves are in `books.py`."""

from __future__ import annotations

import pytest

from finance import ledger
from finance.models import Entry
from nov.kernel.models import User
from tests.finance.books import entry, make_books


@pytest.fixture
def by(db: None) -> User:
    """Who posts in the tests; the books are there."""
    return make_books()


@pytest.fixture
def posted(by: User) -> Entry:
    """One posted entry."""
    return ledger.post([entry()], by=by)[0]
