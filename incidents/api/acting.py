"""Who asks, for the views of the API."""

from functools import cached_property

from rest_framework.request import Request

from parties.domain.acting import Actor, actor_of


class Acting:
    """A view that knows who asks; names of parties and missions are read where it says so."""

    request: Request
    reads_names = False

    @cached_property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request.user, with_names=self.reads_names)
