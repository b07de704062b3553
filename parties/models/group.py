"""Groups: standing bodies of parties, and their seats."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Group(models.Model):
    """A standing body of parties, such as a contact group."""

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Short and stable."))
    name = models.CharField(_("name"), max_length=200, help_text=_("Full name."))
    note = models.TextField(_("note"), blank=True, help_text=_("What it is for."))
    history = HistoricalRecords()

    class Meta:
        """Names and order."""

        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["name"]

    def __str__(self) -> str:
        """Return the full name."""
        return self.name


class GroupSeat(models.Model):
    """One party's seat in a group, from a day until a day."""

    class Seat(models.TextChoices):
        """Which seat."""

        CO_CHAIR = "co_chair", _("co-chair")
        MEMBER = "member", _("member")
        OBSERVER = "observer", _("observer")

    group = models.ForeignKey(
        Group,
        verbose_name=_("group"),
        on_delete=models.CASCADE,
        related_name="seats",
    )
    party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        related_name="seats",
        help_text=_("Who sits there."),
    )
    seat = models.CharField(
        _("seat"),
        max_length=20,
        choices=Seat.choices,
        default=Seat.MEMBER,
        help_text=_("Co-chair, member or observer."),
    )
    since = models.DateField(_("since"), null=True, blank=True, help_text=_("First day, if known."))
    until = models.DateField(_("until"), null=True, blank=True, help_text=_("Last day, if over."))
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        ordering = ["seat", "party__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "party", "seat", "since"],
                name="one_seat_per_party_and_start",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        """Return party and seat."""
        return f"{self.party}: {self.get_seat_display()}"
