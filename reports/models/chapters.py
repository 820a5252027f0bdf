"""Chapters: texts with figures in them, and every version there ever was of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from reports.models.editions import Edition


class Chapter(models.Model):
    """A chapter of an edition. Its text is Markdown with figures and blocks in it (see `reports.texts`).

    `version` counts the times it was saved; who saves says which version they had before them. `carried`: the text
    came from last year's edition and nobody has saved it since.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="chapters", verbose_name="jaarverslag")
    number = models.PositiveSmallIntegerField("nummer")
    title = models.CharField("titel", max_length=120)
    programme = models.SlugField(
        "programma", max_length=40, blank=True, help_text="De code van het programma; diens looptijd is @looptijd."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chapters",
        verbose_name="schrijver",
    )
    text = models.TextField("tekst", blank=True)
    version = models.PositiveIntegerField("versie", default=0)
    carried = models.BooleanField("overgenomen van vorig jaar", default=False)

    class Meta:
        verbose_name = "hoofdstuk"
        verbose_name_plural = "hoofdstukken"
        ordering = ["edition_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="chapter_number_once",
                violation_error_message="Dit jaarverslag heeft al een hoofdstuk met dit nummer.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("reports:chapter", args=[self.edition_id, self.number])


class ChapterVersion(models.Model):
    """A text as it was saved: kept as it is, also when the chapter moves on."""

    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="versions", verbose_name="hoofdstuk")
    version = models.PositiveIntegerField("versie")
    text = models.TextField("tekst", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "versie van een hoofdstuk"
        verbose_name_plural = "versies van hoofdstukken"
        ordering = ["chapter_id", "-version"]
        constraints = [models.UniqueConstraint(fields=["chapter", "version"], name="chapterversion_once")]

    def __str__(self) -> str:
        return f"{self.chapter}, versie {self.version}"
