"""Prizes: an edition with its ceremony and prize money, the nominees, and one winner."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nov.kernel.history import tracked
from programmes.models.records import Record, Row
from programmes.querysets import OfRecord


@tracked()
class PrizeEdition(Record):
    """An edition of a prize. Date and prize money are known before it begins; the winner is asked for after its day.

    How many entries came in is a measurement.
    """

    address = "edities"

    year = models.PositiveSmallIntegerField("jaar")
    ceremony_on = models.DateField("uitreiking op")
    place = models.CharField("plaats", max_length=60)
    prize_money = models.DecimalField("hoofdprijs", max_digits=9, decimal_places=2, help_text="In euro.")

    class Meta:
        verbose_name = "editie van de prijzen"
        verbose_name_plural = "edities van de prijzen"
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "year"],
                name="edition_of_prize_once",
                violation_error_message="Er is van dit jaar al een editie.",
            ),
            models.CheckConstraint(
                condition=Q(prize_money__gt=0),
                name="edition_prize_money_positive",
                violation_error_message="Vul een hoofdprijs van meer dan 0 euro in.",
            ),
        ]

    def __str__(self) -> str:
        return f"Editie {self.year}"


@tracked()
class Nominee(Row):
    """An organisation that was nominated; one of an edition wins."""

    address = "genomineerden"
    within = "edition"

    edition = models.ForeignKey(PrizeEdition, on_delete=models.CASCADE, related_name="nominees", verbose_name="editie")
    organisation = models.ForeignKey(
        "members.Organisation", on_delete=models.PROTECT, related_name="nominations", verbose_name="organisatie"
    )
    winner = models.BooleanField("heeft gewonnen", default=False)

    objects = OfRecord.as_manager()

    class Meta:
        verbose_name = "genomineerde"
        verbose_name_plural = "genomineerden"
        ordering = ["edition", "-winner", "organisation__sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organisation"],
                name="nominee_once",
                violation_error_message="Deze organisatie is al genomineerd.",
            ),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(winner=True),
                name="nominee_one_winner",
                violation_error_message="Deze editie heeft al een winnaar.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
