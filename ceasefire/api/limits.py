"""How much one person may ask of the API in a minute, over all tokens and processes.

The public is not limited here: it has no name to count under, and addresses are not kept.
"""

from time import time
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from incidents.api.files import wanted_format
from parties.domain.request_count import Leases

MINUTE = 60
COST_OF_A_FILE = 20  # a whole list costs more than a page
LEASES = Leases()


class PersonThrottle(BaseThrottle):
    """Refuse with 429 and Retry-After what goes beyond API_REQUESTS_PER_MINUTE; 0 is no limit."""

    left = float(MINUTE)

    def allow_request(self, request: Request, view: Any) -> bool:
        """Say whether the person has asked for less than the most."""
        most = settings.API_REQUESTS_PER_MINUTE
        if not most or not request.user.is_authenticated:
            return True
        minute, second = divmod(int(time()), MINUTE)
        self.left = MINUTE - second
        return LEASES.take(request.user.pk, minute, min(_cost(request, view), most), most)

    def wait(self) -> float:
        """Seconds to the next minute."""
        return self.left


def _cost(request: Request, view: Any) -> int:
    is_file = getattr(view, "as_files", None) and wanted_format(request)
    return COST_OF_A_FILE if is_file else 1
