"""Rows of the standing order for tests, each valid as it stands."""

from datetime import date, time
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from parties.models import (
    Agreement,
    Appointment,
    Group,
    GroupSeat,
    Mission,
    Participation,
    Party,
    Place,
    PlaceName,
    Post,
    PostOperator,
    PostStatus,
    Provision,
    ProvisionWording,
    User,
)

PASSWORD = "a lantern over quiet water"
FIRST_DAY = date(2021, 1, 1)


class UserFactory(DjangoModelFactory):
    """Somebody who can sign in with PASSWORD and holds no appointment."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person-{n}")
    password = factory.django.Password(PASSWORD)


class PartyFactory(DjangoModelFactory):
    """A state that takes part in nothing yet."""

    class Meta:
        model = Party

    code = factory.Sequence(lambda n: f"party-{n}")
    name = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())


class GroupFactory(DjangoModelFactory):
    """A group without seats."""

    class Meta:
        model = Group

    code = factory.Sequence(lambda n: f"group-{n}")
    name = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())


class GroupSeatFactory(DjangoModelFactory):
    """A co-chair's seat."""

    class Meta:
        model = GroupSeat

    group = factory.SubFactory(GroupFactory)
    party = factory.SubFactory(PartyFactory)
    seat = GroupSeat.Seat.CO_CHAIR


class AgreementFactory(DjangoModelFactory):
    """A signed text without provisions."""

    class Meta:
        model = Agreement

    code = factory.Sequence(lambda n: f"agreement-{n}")
    title = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())
    signed_on = FIRST_DAY


class ProvisionFactory(DjangoModelFactory):
    """A prohibition."""

    class Meta:
        model = Provision

    agreement = factory.SubFactory(AgreementFactory)
    number = factory.Sequence(lambda n: n + 1)
    code = factory.LazyAttribute(lambda o: f"P-{o.number}")
    kind = Provision.Kind.PROHIBITION
    summary = "All fire ceases."


class ProvisionWordingFactory(DjangoModelFactory):
    """An English wording that nobody endorses."""

    class Meta:
        model = ProvisionWording

    provision = factory.SubFactory(ProvisionFactory)
    language = "en"
    text = "All fire shall cease."


class MissionFactory(DjangoModelFactory):
    """A mission four hours ahead of UTC whose day ends at 19:30."""

    class Meta:
        model = Mission

    code = factory.Sequence(lambda n: f"mission-{n}")
    name = factory.LazyAttribute(lambda o: o.code.replace("-", " ").title())
    time_zone = "Indian/Mauritius"
    cut_off = time(19, 30)
    opened_on = FIRST_DAY
    centre_lat = Decimal("40.5")
    centre_lon = Decimal("10.5")


class ParticipationFactory(DjangoModelFactory):
    """A party that operates the joint centre of a mission."""

    class Meta:
        model = Participation

    party = factory.SubFactory(PartyFactory)
    mission = factory.SubFactory(MissionFactory)
    role = Participation.Role.OPERATOR
    since = FIRST_DAY


class PlaceFactory(DjangoModelFactory):
    """A settlement without a name."""

    class Meta:
        model = Place

    code = factory.Sequence(lambda n: f"pl{n}")
    lat = Decimal("40.250000")
    lon = Decimal("10.250000")


class PlaceNameFactory(DjangoModelFactory):
    """A romanised name that no party endorses."""

    class Meta:
        model = PlaceName

    place = factory.SubFactory(PlaceFactory)
    name = factory.Sequence(lambda n: f"Village {n}")
    kind = PlaceName.Kind.ROMANISED


class PostFactory(DjangoModelFactory):
    """An observation post without operators or status."""

    class Meta:
        model = Post

    mission = factory.SubFactory(MissionFactory)
    code = factory.Sequence(lambda n: f"OP-{n}")
    sector = "Middle"
    lat = Decimal("40.300000")
    lon = Decimal("10.300000")


class PostOperatorFactory(DjangoModelFactory):
    """A party that runs a post."""

    class Meta:
        model = PostOperator

    post = factory.SubFactory(PostFactory)
    party = factory.SubFactory(PartyFactory)


class PostStatusFactory(DjangoModelFactory):
    """The status active from the first day on."""

    class Meta:
        model = PostStatus

    post = factory.SubFactory(PostFactory)
    status = PostStatus.Status.ACTIVE
    since = FIRST_DAY


class AppointmentFactory(DjangoModelFactory):
    """An analyst of the mission's own staff."""

    class Meta:
        model = Appointment
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    mission = factory.SubFactory(MissionFactory)
    role = Appointment.Role.ANALYST
    since = FIRST_DAY

    @factory.post_generation
    def posts(self, create, extracted, **kwargs):
        """Bind the appointment to the posts given."""
        if create and extracted:
            self.posts.set(extracted)
