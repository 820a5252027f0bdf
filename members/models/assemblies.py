"""A meeting as the statutes ask for it: called in time, with numbered papers, who was there for whom, and what was voted."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from finance.models import Decision
from members.models.meetings import AgendaItem, Meeting
from members.models.organisations import Organisation
from members.models.people import Person
from nov.kernel.history import tracked
from nov.kernel.records import Acts


@tracked()
class MeetingRule(models.Model):
    """How many days ahead a kind of meeting is called and how many proxies one person may carry, from a day on."""

    kind = models.CharField("soort", max_length=12, choices=Meeting.Kind)
    days = models.PositiveSmallIntegerField("oproepen, dagen vooraf", validators=[MaxValueValidator(365)])
    proxies = models.PositiveSmallIntegerField(
        "volmachten per persoon", default=0, help_text="Hoeveel volmachten één persoon ten hoogste heeft."
    )
    first_day = models.DateField("geldt vanaf")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+", verbose_name="besluit")

    class Meta:
        verbose_name = "regel voor vergaderingen"
        verbose_name_plural = "regels voor vergaderingen"
        ordering = ["kind", "-first_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "first_day"],
                name="meetingrule_once",
                violation_error_message="Vanaf die dag is er al een regel voor deze vergadering.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.days} dagen vooraf, vanaf {self.first_day:%d-%m-%Y}"


@tracked()
class MeetingDocument(models.Model):
    """A numbered paper of a meeting ("Bijlage 2"); its file hangs on it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="documents", verbose_name="vergadering")
    number = models.PositiveSmallIntegerField("nummer", validators=[MinValueValidator(1)])
    title = models.CharField("titel", max_length=160)

    acts = Acts(view="members.view", change="members.meetings")

    class Meta:
        verbose_name = "stuk van een vergadering"
        verbose_name_plural = "stukken van vergaderingen"
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "number"],
                name="meetingdocument_number_once",
                violation_error_message="Deze vergadering heeft al een bijlage met dit nummer.",
            )
        ]

    def __str__(self) -> str:
        return f"Bijlage {self.number}: {self.title}"

    def get_absolute_url(self) -> str:
        """The meeting it belongs to."""
        return self.meeting.get_absolute_url()


@tracked()
class Attendance(models.Model):
    """Somebody who votes at a meeting: at a general meeting on behalf of a member, else as one of the body itself.

    `through` is who carries the proxy of a member that is not there itself. `weight` is the number of votes on that
    day: none for an aspirant or a suspended member (guard in SQL).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="present", verbose_name="vergadering")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="namens"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="persoon")
    through = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="proxies", verbose_name="volmacht aan"
    )
    weight = models.PositiveSmallIntegerField("stemmen")

    class Meta:
        verbose_name = "aanwezige"
        verbose_name_plural = "aanwezigen"
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "organisation"],
                name="attendance_member_once",
                violation_error_message="Dit lid is er al, zelf of met een volmacht.",
            ),
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(organisation__isnull=True),
                name="attendance_person_once",
                violation_error_message="Deze persoon is er al.",
            ),
            models.CheckConstraint(
                condition=Q(through__isnull=True) | ~Q(through=F("id")) & Q(organisation__isnull=False),
                name="attendance_proxy_of_member",
                violation_error_message="Een volmacht geeft een lid aan een ander lid.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} namens {self.organisation}" if self.organisation_id else str(self.person)

    def get_absolute_url(self) -> str:
        """The meeting."""
        return self.meeting.get_absolute_url()


@tracked()
class Ballot(models.Model):
    """A vote on a subject of the agenda, by number of votes; never more than there were present (guard in SQL)."""

    class Majority(models.TextChoices):
        SIMPLE = "gewoon", "Meer dan de helft"
        TWO_THIRDS = "tweederde", "Ten minste twee derde"

    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ballots", verbose_name="agendapunt")
    question = models.CharField("waarover", max_length=200)
    secret = models.BooleanField("schriftelijk", default=False, help_text="Over personen wordt schriftelijk gestemd.")
    majority = models.CharField("meerderheid", max_length=9, choices=Majority, default=Majority.SIMPLE)
    in_favour = models.PositiveIntegerField("voor")
    against = models.PositiveIntegerField("tegen")
    abstained = models.PositiveIntegerField("onthouding of blanco", default=0)

    class Meta:
        verbose_name = "stemming"
        verbose_name_plural = "stemmingen"
        ordering = ["item", "id"]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """The meeting."""
        return self.item.meeting.get_absolute_url()

    @property
    def cast(self) -> int:
        """The votes that count for the outcome: in favour and against."""
        return self.in_favour + self.against

    @property
    def adopted(self) -> bool:
        """Whether it was carried; blank votes and abstentions do not count (BW 2:13 lid 1)."""
        if self.majority == self.Majority.TWO_THIRDS:
            return self.cast > 0 and 3 * self.in_favour >= 2 * self.cast
        return 2 * self.in_favour > self.cast
