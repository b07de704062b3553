"""The filters of incidents, one set for the list page and the API."""

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from incidents.categories import CLASS_LENGTH, Category
from incidents.domain.queries.relation import reading
from incidents.enums import Severity, Status
from incidents.forms.choices import SharedChoices, categories_by_class
from incidents.forms.instants import InstantRangeField
from incidents.models import Incident
from parties.domain.acting import Actor
from parties.domain.queries.place import named_like
from parties.models import PlaceName

LONGEST_WORDS = 100
# No instant of a mission day lies further from its date in UTC: the cut-off moves a
# day by up to 24 hours, and a time zone by up to 14.
FROM_DATE_TO_INSTANT = timedelta(days=2)


class MissionDayFilter(django_filters.DateFromToRangeFilter):
    """A range of mission days; its instants bound it too, because lists are sorted by them."""

    def filter(self, rows: QuerySet, days: slice | None) -> QuerySet:
        """Incidents of these days; the bounds of instants let an index begin near them."""
        rows = super().filter(rows, days)
        if days is None:
            return rows
        first = _moved(days.start, -FROM_DATE_TO_INSTANT)
        return _sorted_between(rows, first, _moved(days.stop, FROM_DATE_TO_INSTANT))


class OccurredFilter(django_filters.IsoDateTimeFromToRangeFilter):
    """A range of instants; an incident whose beginning is known is sorted by it."""

    field_class = InstantRangeField

    def filter(self, rows: QuerySet, instants: slice | None) -> QuerySet:
        """Incidents that began within the range."""
        rows = super().filter(rows, instants)
        return rows if instants is None else _sorted_between(rows, instants.start, instants.stop)


def _sorted_between(rows: QuerySet, first: datetime | None, last: datetime | None) -> QuerySet:
    bounds = {"sort_at__gte": first, "sort_at__lte": last}
    return rows.filter(**{name: moment for name, moment in bounds.items() if moment})


def _moved(moment: datetime | None, by: timedelta) -> datetime | None:
    """Return the moment moved; None where there is none, or the calendar ends."""
    try:
        return moment + by if moment else None
    except OverflowError:
        return None


class IncidentFilter(django_filters.FilterSet):
    """Which incidents to show; a filter on what the actor may not read finds nothing."""

    q = django_filters.CharFilter(
        label=_("Place or reference"),
        method="with_words",
        max_length=LONGEST_WORDS,
        help_text=_("Any name of the place, in any script, or part of a reference."),
    )
    category = django_filters.MultipleChoiceFilter(
        label=_("Category"),
        choices=SharedChoices(Category.choices),
        method="of_category",
        help_text=_("A class such as FIR takes in its kinds."),
    )
    # One column gives no row twice, and DISTINCT would read them all before the first.
    status = django_filters.MultipleChoiceFilter(
        label=_("Status"), choices=SharedChoices(Status.choices), distinct=False
    )
    severity = django_filters.MultipleChoiceFilter(
        label=_("Severity"), choices=SharedChoices(Severity.choices), distinct=False
    )
    severity_min = django_filters.ChoiceFilter(
        label=_("Severity at least"),
        choices=SharedChoices(Severity.choices),
        field_name="severity",
        lookup_expr="gte",
    )
    day = MissionDayFilter(
        label=_("Mission day"),
        field_name="mission_day",
        widget=django_filters.widgets.DateRangeWidget(attrs={"type": "date"}),
    )
    dated = django_filters.BooleanFilter(
        label=_("Has a mission day"), field_name="mission_day", lookup_expr="isnull", exclude=True
    )
    area = django_filters.CharFilter(
        label=_("Area"), field_name="area_text", lookup_expr="iexact", max_length=200
    )
    place = django_filters.CharFilter(
        label=_("Place code"), field_name="place__code", max_length=40
    )
    mission = django_filters.CharFilter(
        label=_("Mission code"), field_name="mission__code", max_length=20
    )
    post = django_filters.CharFilter(label=_("Post code"), method="seen_from", max_length=20)

    class Meta:
        model = Incident
        fields: list[str] = []

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor or Actor()

    def with_words(self, rows: QuerySet, name: str, words: str) -> QuerySet:
        """Incidents at a place of such a name, or with such a reference or area."""
        found = Q(reference__icontains=words) | Q(area_text__icontains=words)
        names = PlaceName.objects.filter(named_like(words))
        found |= Q(place__in=names.values("place"))
        return rows.filter(found)

    def of_category(self, rows: QuerySet, name: str, codes: list[str]) -> QuerySet:
        """Incidents of these kinds, and of all kinds of these classes."""
        if not codes:
            return rows
        classes = {code for code in codes if len(code) == CLASS_LENGTH}
        kinds = {code for code in codes if code[:CLASS_LENGTH] not in classes}
        # The classes of all codes first, alone: an index is sorted by class and time.
        every = sorted(classes | {code[:CLASS_LENGTH] for code in kinds})
        rows = rows.annotate(category_class=Left("category", CLASS_LENGTH))
        rows = rows.filter(category_class__in=every)
        if not kinds:
            return rows
        return rows.filter(Q(category_class__in=sorted(classes)) | Q(category__in=sorted(kinds)))

    def seen_from(self, rows: QuerySet, name: str, code: str) -> QuerySet:
        """Incidents that a post observed, where the actor reads their posts."""
        return rows.filter(reading(self.actor, "post"), post__code=code)


class FilterBar(forms.Form):
    """The same filters as a person sees them: one choice each, none chosen at first."""

    q = forms.CharField(label=_("Place or reference"), required=False, max_length=LONGEST_WORDS)
    category = forms.ChoiceField(label=_("Category"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    severity_min = forms.ChoiceField(label=_("Severity at least"), required=False)
    day_after = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    day_before = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = categories_by_class(_("All"))  # type: ignore[attr-defined]
        for name, offered in (("status", Status.choices), ("severity_min", Severity.choices)):
            self.fields[name].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]
