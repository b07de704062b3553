"""The archive of daily reports as an Atom feed: each revision as it is published."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from incidents.domain.queries.daily import newest_published, published_content
from incidents.models import DailyReport
from parties.models import Mission
from parties.views.mission import actor_in, with_mission


class DailyFeed(Feed):
    """The newest revisions, those of late data too."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, mission: Mission) -> Mission:
        """Whose reports; the actor is asked for once."""
        self.actor = actor_in(request)
        return mission

    def title(self, mission: Mission) -> str:
        """What the feed is called."""
        return _("Daily reports: %(mission)s") % {"mission": mission}

    def link(self, _mission: Mission) -> str:
        """The archive."""
        return reverse("daily_report_list")

    def items(self, mission: Mission) -> list[DailyReport]:
        """The newest revisions, newest first."""
        return newest_published(self.actor, mission)

    def item_title(self, item: DailyReport) -> str:
        """Kind, number and day."""
        words = _("%(kind)s %(report)s of %(day)s")
        day = date_format(item.mission_day, "DATE_FORMAT")
        kind = capfirst(item.get_kind_display())
        return words % {"kind": kind, "report": item, "day": day}

    def item_description(self, item: DailyReport) -> str:
        """The first number of the report."""
        content = published_content(item)
        if not content.get("verified", True):
            return _("Not verified.")
        told = content["totals"]["incidents"]
        return _("Incidents: %(number)s") % {"number": told}

    def item_link(self, item: DailyReport) -> str:
        """The page of the revision."""
        return f"{reverse('daily_report', args=[item.name])}?revision={item.revision}"

    def item_guid(self, item: DailyReport) -> str:
        """A name of the revision that no move of the site changes."""
        return f"urn:ceasefire:{item.mission.code}:{item.name}:{item.revision}:{item.content_hash}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: DailyReport) -> datetime:
        """When it was published."""
        return item.released_at or item.published_at

    item_updateddate = item_pubdate


@require_safe
@with_mission
def daily_feed(request: HttpRequest, mission: Mission) -> Any:
    """The feed of the mission that the visitor looks at."""
    answer: HttpResponse = DailyFeed()(request, mission=mission)
    return answer
