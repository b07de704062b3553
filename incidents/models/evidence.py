"""Evidence: files that came with a report, kept as they came."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from incidents.custody import CaptureMethod, CustodyStep, LookInside

HASH_LENGTH = 64


class StoredFile(models.Model):
    """A whole file, once, under its hash; however many reports it is attached to."""

    sha256 = models.CharField(_("SHA-256"), max_length=HASH_LENGTH, primary_key=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    media_type = models.CharField(_("type by signature"), max_length=40)
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        """Names."""

        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")

    def __str__(self) -> str:
        """Return the beginning of the hash."""
        return self.sha256[:12]


class Upload(models.Model):
    """A person announced a file for a report, and sends it, however long that takes.

    Only ``received_at`` is ever set, once, when the whole file is here with its hash.
    """

    id = models.UUIDField(_("id"), primary_key=True)
    mission = models.ForeignKey(
        "parties.Mission", verbose_name=_("mission"), on_delete=models.PROTECT, related_name="+"
    )
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploader"),
        on_delete=models.PROTECT,
        related_name="uploads",
    )
    report_id = models.UUIDField(_("report id"))
    sha256 = models.CharField(_("SHA-256"), max_length=HASH_LENGTH)
    size = models.PositiveBigIntegerField(_("bytes"))
    name = models.CharField(_("file name"), max_length=255, blank=True)
    claimed_type = models.CharField(_("type as claimed"), max_length=100, blank=True)
    collected_by = models.CharField(_("collected by"), max_length=200, blank=True)
    collected_at = models.DateTimeField(_("collected at"), null=True)
    device = models.CharField(_("device"), max_length=200, blank=True)
    source_url = models.URLField(_("source address"), max_length=1000, blank=True)
    capture = models.CharField(
        _("capture"), max_length=20, choices=CaptureMethod.choices, blank=True
    )
    graphic = models.BooleanField(_("graphic"), default=False)
    begun_at = models.DateTimeField(_("begun at"))
    received_at = models.DateTimeField(_("received at"), null=True)

    class Meta:
        """Names, bounds and indexes."""

        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.UniqueConstraint(
                fields=["uploader", "report_id", "sha256"], name="one_upload_per_file"
            ),
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_is_not_empty"),
        ]
        indexes = [models.Index(fields=["report_id"], name="upload_report")]

    def __str__(self) -> str:
        """Return the file's name."""
        return self.name or str(self.pk)


class Evidence(models.Model):
    """A file is attached to a report; it has the id of the upload that brought it."""

    upload = models.OneToOneField(
        Upload,
        verbose_name=_("upload"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="evidence",
    )
    report = models.ForeignKey(
        "incidents.Report",
        verbose_name=_("report"),
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    file = models.ForeignKey(
        StoredFile, verbose_name=_("file"), on_delete=models.PROTECT, related_name="evidence"
    )
    attached_at = models.DateTimeField(_("attached at"))

    class Meta:
        """Names and order."""

        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["attached_at", "pk"]

    def __str__(self) -> str:
        """Return the file's name."""
        return str(self.upload)


class Inspection(models.Model):
    """What was found in a file by looking into it from a limited process."""

    file = models.OneToOneField(
        StoredFile,
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="inspection",
    )
    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=LookInside.choices)
    width = models.PositiveIntegerField(_("width"), null=True)
    height = models.PositiveIntegerField(_("height"), null=True)
    oddities = ArrayField(models.CharField(max_length=20), verbose_name=_("oddities"))
    tags = models.JSONField(_("tags as found"))
    gps = models.JSONField(_("position as found"))

    class Meta:
        """Names."""

        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")

    def __str__(self) -> str:
        """Return the outcome."""
        return self.outcome


class Derivative(models.Model):
    """A copy made of a file for people to see: the bare picture, encoded anew."""

    id = models.BigAutoField(_("id"), primary_key=True)
    file = models.ForeignKey(
        StoredFile, verbose_name=_("made of"), on_delete=models.PROTECT, related_name="derivatives"
    )
    name = models.CharField(_("name"), max_length=20)
    sha256 = models.CharField(_("SHA-256"), max_length=HASH_LENGTH)
    size = models.PositiveBigIntegerField(_("bytes"))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        """Names and bounds."""

        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [
            models.UniqueConstraint(fields=["file", "name"], name="one_derivative_of_a_name")
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name


class CustodyEntry(models.Model):
    """Who did what with a file, when and why; never changed."""

    id = models.BigAutoField(_("id"), primary_key=True)
    at = models.DateTimeField(_("at"))
    mission = models.ForeignKey(
        "parties.Mission", verbose_name=_("mission"), on_delete=models.PROTECT, related_name="+"
    )
    upload = models.ForeignKey(
        Upload,
        verbose_name=_("upload"),
        on_delete=models.PROTECT,
        related_name="custody",
        null=True,
        help_text=_("Empty when it concerns the file wherever it is attached."),
    )
    sha256 = models.CharField(_("SHA-256"), max_length=HASH_LENGTH)
    step = models.CharField(_("step"), max_length=20, choices=CustodyStep.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("actor"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text=_("Empty when the system did it."),
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        """Names, order and indexes."""

        verbose_name = _("custody entry")
        verbose_name_plural = _("custody entries")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["upload", "step"], name="custody_upload"),
            models.Index(fields=["sha256"], name="custody_file"),
        ]

    def __str__(self) -> str:
        """Return the step."""
        return self.step
