"""The nouns of the standing order, one a file."""

from parties.models.agreement import Agreement, Provision, ProvisionWording
from parties.models.api_token import ApiToken, TokenScope
from parties.models.appointment import Appointment
from parties.models.group import Group, GroupSeat
from parties.models.mission import Mission
from parties.models.mission_step import MissionStep
from parties.models.participation import Participation
from parties.models.party import Party
from parties.models.place import Place, PlaceName
from parties.models.post import Post, PostOperator, PostStatus
from parties.models.request_count import RequestCount
from parties.models.user import User

__all__ = [
    "Agreement",
    "ApiToken",
    "Appointment",
    "Group",
    "GroupSeat",
    "Mission",
    "MissionStep",
    "Participation",
    "Party",
    "Place",
    "PlaceName",
    "Post",
    "PostOperator",
    "PostStatus",
    "Provision",
    "ProvisionWording",
    "RequestCount",
    "TokenScope",
    "User",
]
