"""The road of one figure: from the form in which a resignation is entered to the text of the PDF, and the way back."""

from __future__ import annotations

from datetime import date

import pypdfium2
import pytest
from django.test import Client

from members.models import Membership
from nov.kernel.models import User
from nov.kernel.periods import Turn
from reports.models import Edition
from reports.publish import report_file

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ON = date(2024, 4, 15)


@pytest.fixture
def october(settings) -> None:
    settings.NOV_TODAY = date(2023, 10, 16)


def text_of(edition: Edition) -> str:
    document = pypdfium2.PdfDocument(report_file(edition, "pdf", on=ON))
    read = " ".join(document[place].get_textpage().get_text_range() for place in range(len(document)))
    return " ".join(read.replace("\u00a0", " ").split())


def test_resignation_travels_from_the_form_to_the_text_of_the_report(demo, october):
    edition = Edition.objects.get(year=2023)
    before = text_of(edition)
    assert "De vereniging groeide naar 372 leden." in before
    assert "sloten 11 organisaties zich aan en vertrokken er 7." in before
    bureau = Client()
    bureau.force_login(User.objects.get(email__startswith="anouk@"), backend=BACKEND)
    leaver = Membership.objects.at_turn(Turn(date(2024, 1, 1))).filter(during__upper_inf=True).order_by("pk").first()
    organisation = leaver.holders.get(during__upper_inf=True).organisation

    answer = bureau.post(
        f"/leden/organisatie/{organisation.pk}/opzegging/",
        {"received_on": "16-10-2023", "last_day": "31-12-2023", "reason": "geen_gebruik", "note": ""},
    )

    assert answer.status_code == 302, answer.content.decode()
    after = text_of(edition)
    assert "De vereniging groeide naar 371 leden." in after
    assert "sloten 11 organisaties zich aan en vertrokken er 8. Zo werden het er 371." in after
    assert "371 leden op 1 januari 2024" in after
    back = bureau.get("/jaarverslag/cijfers/leden.opgezegd/?op=2023").content.decode()
    assert '<p class="key">8</p>' in back
    assert str(leaver) in back
