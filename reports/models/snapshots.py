"""What adoption leaves behind: findings that were waived in writing, and the reports as they were adopted."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from finance.models import Decision
from reports.models.editions import Edition


class Waiver(models.Model):
    """A finding that stands and is accepted in writing. A finding that says something else needs another waiver."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="waivers", verbose_name="jaarverslag")
    check_key = models.CharField("controle", max_length=80)
    what = models.TextField("punt")
    reason = models.TextField("waarom het zo mag blijven")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, blank=True, verbose_name="besluit")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "ontheffing"
        verbose_name_plural = "ontheffingen"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "check_key", "what"], name="waiver_once"),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="waiver_has_reason",
                violation_error_message="Schrijf op waarom dit punt zo mag blijven.",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Snapshot(models.Model):
    """An adopted report: every value that it gives, every text, and its files. Never changed.

    `values` holds per figure what `reports.rows` gives a row for: value, printed text, state, definition.
    """

    edition = models.OneToOneField(
        Edition, on_delete=models.PROTECT, related_name="snapshot", primary_key=True, verbose_name="jaarverslag"
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, verbose_name="besluit")
    values = models.JSONField("cijfers")
    texts = models.JSONField("teksten")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="door")
    at = models.DateTimeField("op", auto_now_add=True)

    class Meta:
        verbose_name = "vastgesteld jaarverslag"
        verbose_name_plural = "vastgestelde jaarverslagen"
        ordering = ["-edition_id"]

    def __str__(self) -> str:
        return f"{self.edition}, vastgesteld"


class SnapshotFile(models.Model):
    """A document as it was adopted ("jaarverslag.pdf"), with its hash: whoever has a copy can see that it is the one."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="files", verbose_name="jaarverslag")
    name = models.CharField("naam", max_length=40)
    content = models.BinaryField("inhoud")
    sha256 = models.CharField("zegel", max_length=64)

    class Meta:
        verbose_name = "vastgesteld document"
        verbose_name_plural = "vastgestelde documenten"
        ordering = ["snapshot_id", "name"]
        constraints = [models.UniqueConstraint(fields=["snapshot", "name"], name="snapshotfile_once")]

    def __str__(self) -> str:
        return self.name
