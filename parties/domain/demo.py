"""Demo accounts: people with known passwords, for the embedded mode only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from parties.models import Appointment, Mission, Party, Post, User

# What an administrator may do to the standing order; nothing of it is ever deleted.
ACTIONS = ("add", "change", "view")
SECRETS = ("apitoken", "historicalapitoken")


@dataclass(frozen=True)
class DemoAccount:
    """One person of the demonstration: who, with which password, in which role."""

    username: str
    password: str
    name: str
    role: str
    party: str = ""
    posts: tuple[str, ...] = ()


def put_demo_accounts(mission: Mission, accounts: Iterable[DemoAccount]) -> list[Appointment]:
    """Add the demo accounts that are missing, each with its appointment.

    Raises:
        PermissionDenied: outside the embedded mode, where no password is public.

    """
    if not settings.DEMO_ACCOUNTS:
        raise PermissionDenied(
            _("Demo accounts have public passwords: they exist in the embedded mode only.")
        )
    with transaction.atomic():
        return [_put_account(mission, account) for account in accounts]


def _put_account(mission: Mission, account: DemoAccount) -> Appointment:
    user = User.objects.filter(username=account.username).first() or _new_user(account)
    party = Party.objects.get(code=account.party) if account.party else None
    appointment, added = Appointment.objects.get_or_create(
        user=user,
        mission=mission,
        role=account.role,
        party=party,
        defaults={"since": mission.opened_on},
    )
    if added and account.posts:
        appointment.posts.set(Post.objects.filter(mission=mission, code__in=account.posts))
    return appointment


def _new_user(account: DemoAccount) -> User:
    administers = account.role == Appointment.Role.ADMINISTRATOR
    user = User.objects.create_user(
        username=account.username,
        password=account.password,
        first_name=account.name,
        email=f"{account.username}@example.org",
        is_staff=administers,
    )
    if administers:
        user.user_permissions.set(standing_order_permissions())
    return user


def standing_order_permissions() -> list[Permission]:
    """Return the permissions to keep the standing order, and nothing of the incidents."""
    mine = Permission.objects.filter(content_type__app_label="parties")
    mine = mine.exclude(content_type__model__in=SECRETS)
    return [one for one in mine if one.codename.partition("_")[0] in ACTIONS]
