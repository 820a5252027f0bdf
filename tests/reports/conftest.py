"""What the tests of the reports share: a writer, an edition with three chapters, and the report of the demo year."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nov.kernel.documents import blocks, pdf
from nov.kernel.models import User
from reports.assemble import annual_report
from reports.editions import Outline, open_edition
from reports.models import Edition
from tests.conftest import in_demo


@pytest.fixture
def writer(db) -> User:
    return User.objects.create_user("daan@nov.example", "x", name="Daan Wolters", roles=["auteur", "coordinator"])


@pytest.fixture
def edition(writer) -> Edition:
    outline = [Outline(0, "In het kort"), Outline(1, "Bestuur"), Outline(2, "Cijfers")]
    return open_edition(2023, by=writer, outline=outline)


@pytest.fixture(scope="session")
def draft(demo_copy: str, django_db_blocker: Any) -> blocks.Document:
    """The report of the demo year as it is drafted on the demo's day, for tests that only look at it."""
    with in_demo(demo_copy, django_db_blocker):
        return annual_report(Edition.objects.get(year=2023), on=date(2024, 4, 15))


@pytest.fixture(scope="session")
def draft_pdf(draft: blocks.Document) -> bytes:
    """That draft as a file."""
    return pdf.render(draft)
