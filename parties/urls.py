"""Addresses of the standing order's pages."""

from django.urls import path

from parties.views.language import choose_language
from parties.views.mission import choose_mission
from parties.views.names import names_of_places
from parties.views.party import party_list
from parties.views.place import place_lookup
from parties.views.post import post_detail, post_list
from parties.views.token import token_list

urlpatterns = [
    path("posts/", post_list, name="post_list"),
    path("posts/<str:code>/", post_detail, name="post_detail"),
    path("parties/", party_list, name="party_list"),
    path("places/lookup/", place_lookup, name="place_lookup"),
    path("language/", choose_language, name="choose_language"),
    path("names/", names_of_places, name="names_of_places"),
    path("tokens/", token_list, name="token_list"),
    path("mission/", choose_mission, name="choose_mission"),
]
