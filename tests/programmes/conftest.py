"""Records that several tests of the programmes start from."""

from __future__ import annotations

import pytest

from finance.models import Party
from members.models import Municipality, Organisation
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


@pytest.fixture
def organisation(db) -> Organisation:
    party = Party.objects.create(name="Centrale Veldkamp")
    return Organisation.objects.create(
        party=party, name="Centrale Veldkamp", municipality=Municipality.objects.get(name="Hengelo"), sector="welzijn"
    )
