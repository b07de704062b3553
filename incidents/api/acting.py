"""Who asks, for the views of the API."""

from functools import cached_property

from rest_framework.request import Request

from incidents.domain.desk import filer
from parties.domain.acting import Actor, actor_of


class Acting:
    """A view that knows who asks; names of parties and missions are read where it says so."""

    request: Request
    reads_names = False
    files = False

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        if self.files:
            return filer(self.request.user)
        return actor_of(self.request.user, with_names=self.reads_names)
