"""Posts: where the mission watches from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from parties.models.place import LATITUDE, LONGITUDE


class Post(models.Model):
    """Where the mission watches from: an observation post, checkpoint or centre."""

    class Kind(models.TextChoices):
        """What sort of post it is."""

        OBSERVATION = "permanent_op", _("permanent observation post")
        TEMPORARY = "temporary_op", _("temporary observation post")
        PATROL_BASE = "patrol_base", _("mobile patrol base")
        CHECKPOINT = "checkpoint", _("checkpoint")
        JOINT_CHECKPOINT = "joint_checkpoint", _("joint checkpoint")
        JOINT_OP = "joint_op", _("joint observation post")
        JOINT_CENTRE = "joint_centre", _("joint monitoring centre")
        HEADQUARTERS = "headquarters", _("headquarters")
        LIAISON = "liaison_office", _("liaison office")
        UAV_BASE = "uav_base", _("UAV base")
        CAMERA = "fixed_camera", _("fixed camera")
        SENSOR = "sensor_site", _("acoustic or radar site")
        CROSSING = "border_crossing", _("border crossing point")
        STORAGE = "storage_site", _("storage site")
        VIRTUAL = "virtual", _("virtual, remote sensing")

    class Consent(models.TextChoices):
        """Whether the host agrees to the post."""

        GIVEN = "given", _("given")
        NOT_GIVEN = "not_given", _("not given")
        DISPUTED = "disputed", _("disputed")
        UNKNOWN = "unknown", _("unknown")

    mission = models.ForeignKey(
        "parties.Mission",
        verbose_name=_("mission"),
        on_delete=models.PROTECT,
        related_name="posts",
        help_text=_("Whose post it is."),
    )
    code = models.CharField(
        _("code"),
        max_length=20,
        help_text=_("Short and stable; never a contested place name."),
    )
    name = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("If it has one of its own.")
    )
    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind.choices,
        default=Kind.OBSERVATION,
        help_text=_("What sort of post it is."),
    )
    sector = models.CharField(
        _("sector"), max_length=80, blank=True, help_text=_("The part it watches.")
    )
    place = models.ForeignKey(
        "parties.Place",
        verbose_name=_("place"),
        on_delete=models.PROTECT,
        related_name="posts",
        null=True,
        blank=True,
        help_text=_("The nearest named place."),
    )
    lat = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=LATITUDE,
        help_text=_("Decimal degrees, WGS 84; empty if not known."),
    )
    lon = models.DecimalField(
        _("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=LONGITUDE,
        help_text=_("Decimal degrees, WGS 84; empty if not known."),
    )
    position_precision = models.CharField(
        _("position precision"),
        max_length=2,
        default="P2",
        choices=[
            ("P1", _("exact, within 10 m")),
            ("P2", _("within 100 m")),
            ("P3", _("within 1 km")),
            ("P4", _("settlement")),
            ("P5", _("sector of 10 km")),
            ("P6", _("district")),
            ("P7", _("region")),
            ("P0", _("no position")),
        ],
        help_text=_("How well the position is known."),
    )
    host = models.ForeignKey(
        "parties.Party",
        verbose_name=_("host"),
        on_delete=models.PROTECT,
        related_name="hosted_posts",
        null=True,
        blank=True,
        help_text=_("The party on whose side it stands."),
    )
    consent = models.CharField(
        _("host's consent"),
        max_length=10,
        choices=Consent.choices,
        default=Consent.UNKNOWN,
        help_text=_("Whether the host agrees."),
    )
    consent_note = models.TextField(
        _("consent note"), blank=True, help_text=_("The document, or the dispute.")
    )
    always_on = models.BooleanField(
        _("round the clock"), default=True, help_text=_("Watched day and night.")
    )
    note = models.TextField(_("note"), blank=True, help_text=_("What a reader should know."))
    operators = models.ManyToManyField(
        "parties.Party",
        verbose_name=_("operators"),
        through="parties.PostOperator",
        related_name="operated_posts",
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["mission", "code"]
        constraints = [
            models.UniqueConstraint(fields=["mission", "code"], name="one_post_per_code"),
            models.CheckConstraint(
                condition=models.Q(lat__isnull=True, lon__isnull=True)
                | models.Q(
                    # A comparison with NULL is not false, so both must be there first.
                    lat__isnull=False,
                    lon__isnull=False,
                    lat__range=(-90, 90),
                    lon__range=(-180, 180),
                ),
                name="post_on_earth_or_nowhere",
                violation_error_message=_(
                    "Give both latitude and longitude, in decimal degrees, or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        """Return the code and the name."""
        return f"{self.code} {self.name}".strip()


class PostOperator(models.Model):
    """A party that runs a post, with its share of the staff."""

    post = models.ForeignKey(
        Post,
        verbose_name=_("post"),
        on_delete=models.CASCADE,
        related_name="operatorships",
    )
    party = models.ForeignKey(
        "parties.Party",
        verbose_name=_("party"),
        on_delete=models.PROTECT,
        related_name="operatorships",
        help_text=_("Who runs it."),
    )
    share = models.PositiveSmallIntegerField(
        _("share"),
        null=True,
        blank=True,
        help_text=_("Per cent of the staff, if agreed."),
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("operator")
        verbose_name_plural = _("operators")
        ordering = ["party__name"]
        constraints = [
            models.UniqueConstraint(fields=["post", "party"], name="one_operatorship_per_party"),
            models.CheckConstraint(
                condition=models.Q(share__isnull=True) | models.Q(share__lte=100),
                name="share_is_a_percentage",
            ),
        ]

    def __str__(self) -> str:
        """Return the party."""
        return str(self.party)


class PostStatus(models.Model):
    """What a post was from a day on, until its next status."""

    class Status(models.TextChoices):
        """The states of a post."""

        PROPOSED = "proposed", _("proposed")
        DISPUTED = "disputed", _("disputed")
        AGREED = "agreed", _("agreed, not deployed")
        ACTIVE = "active", _("active")
        DEGRADED = "degraded", _("degraded")
        SUSPENDED = "suspended", _("suspended")
        EVACUATED = "evacuated", _("evacuated")
        RELOCATED = "relocated", _("relocated")
        CLOSED = "closed", _("closed")

    WATCHING = ("active", "degraded")

    post = models.ForeignKey(
        Post, verbose_name=_("post"), on_delete=models.CASCADE, related_name="statuses"
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=Status.choices,
        help_text=_("What it became."),
    )
    since = models.DateField(_("since"), help_text=_("First day of this status."))
    note = models.TextField(_("note"), blank=True, help_text=_("Why, and according to whom."))
    source_url = models.URLField(
        _("source"), max_length=500, blank=True, help_text=_("How we know.")
    )
    history = HistoricalRecords()

    class Meta:
        """Names, order and bounds."""

        verbose_name = _("post status")
        verbose_name_plural = _("post statuses")
        ordering = ["post", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["post", "since"], name="one_post_status_per_day"),
        ]

    def __str__(self) -> str:
        """Return status and day."""
        return f"{self.get_status_display()} ({self.since})"
