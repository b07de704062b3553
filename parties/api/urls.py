"""The addresses of the standing order under /api/v1/."""

from parties.api.agreement import AgreementViewSet
from parties.api.group import GroupViewSet
from parties.api.mission import MissionViewSet
from parties.api.party import PartyViewSet
from parties.api.place import PlaceViewSet
from parties.api.post import PostViewSet
from parties.api.token import TokenViewSet

ROUTES = {
    "missions": MissionViewSet,
    "parties": PartyViewSet,
    "groups": GroupViewSet,
    "agreements": AgreementViewSet,
    "posts": PostViewSet,
    "places": PlaceViewSet,
    "tokens": TokenViewSet,
}
