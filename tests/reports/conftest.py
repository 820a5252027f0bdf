"""What the tests of the reports share: a writer, and an edition with three chapters."""

from __future__ import annotations

import pytest

from nov.kernel.models import User
from reports.editions import Outline, open_edition
from reports.models import Edition


@pytest.fixture
def writer(db) -> User:
    return User.objects.create_user("daan@nov.example", "x", name="Daan Wolters", roles=["auteur", "coordinator"])


@pytest.fixture
def edition(writer) -> Edition:
    outline = [Outline(0, "In het kort"), Outline(1, "Bestuur"), Outline(2, "Cijfers")]
    return open_edition(2023, by=writer, outline=outline)
