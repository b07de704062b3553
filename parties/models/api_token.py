"""API tokens: how an analyst's tools sign in."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.models import AbstractAuthToken


class TokenScope(models.TextChoices):
    """What a token may do of that which its person may."""

    READ = "read", _("read records, page by page")
    EXPORT = "export", _("take whole lists as files")
    FILE = "file", _("file reports, and act on incidents")


def every_scope() -> list[str]:
    """All that its person may do."""
    return list(TokenScope.values)


class ApiToken(AbstractAuthToken):
    """A secret of one person for one tool, kept only as a hash."""

    label = models.CharField(
        _("label"),
        max_length=80,
        blank=True,
        help_text=_("What this token is for, such as “pandas on my laptop”."),
    )
    scopes = ArrayField(
        models.CharField(max_length=10, choices=TokenScope.choices),
        verbose_name=_("what it may do"),
        default=every_scope,
        help_text=_("No more than the tool needs; never more than you may do yourself."),
    )
    last_used_at = models.DateTimeField(
        _("last used"), null=True, editable=False, help_text=_("The hour; never from where.")
    )

    # How many changes had been made when the token was looked up.
    changes_seen: int | None = None

    class Meta:
        """Names for people."""

        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    @property
    def has_ended(self) -> bool:
        """Whether it signs in no longer."""
        return self.expiry is not None and self.expiry < timezone.now()

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words."""
        return [str(TokenScope(scope).label) for scope in self.scopes]
