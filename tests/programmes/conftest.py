"""Records that several tests of the programmes start from."""

from __future__ import annotations

import pytest

from programmes.models import Programme
from tests.programmes import making


@pytest.fixture
def lead(db):
    return making.user("leider@example.nl", "Jelle Wiersma", "programmaleider")


@pytest.fixture
def coordinator(db):
    return making.user("coordinator@example.nl", "Noor Bakker", "coordinator")


@pytest.fixture
def meedoen(lead) -> Programme:
    programme = making.programme("meedoen", "#Meedoen")
    programme.leads.add(lead)
    return programme
