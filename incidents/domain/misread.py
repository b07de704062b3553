"""What to say when something typed is not understood, or was read in one of several ways."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.exchange.typed_text import Doubt, NotUnderstoodError

# Code → what is wrong and what is expected; %(found)s is what was typed.
REFUSALS: dict[str, Any] = {
    "empty": _("Nothing was typed."),
    "too_long": _("This is too long to be read."),
    "characters": _("Remove the character that is no text: %(found)s."),
    # positions
    "not_a_position": _(
        "“%(found)s” is no position. Type degrees, a grid reference, a place, or a post with "
        "bearing and distance."
    ),
    "lat_range": _("“%(found)s”: latitude lies between 0 and 90 degrees."),
    "lon_range": _("“%(found)s”: longitude lies between 0 and 180 degrees."),
    "minutes": _("“%(found)s”: minutes go from 0 to 59."),
    "seconds": _("“%(found)s”: seconds go from 0 to 59."),
    "fraction": _("“%(found)s”: only the last number may have a fraction."),
    "number": _("“%(found)s” has more digits than any position."),
    "numbers": _("%(found)s numbers are not understood: latitude and longitude take 1 to 3 each."),
    "one_number": _("There is only one number: give latitude and longitude."),
    "unit": _("Give degrees first, then minutes, then seconds."),
    "one_letter": _("Only one number has a letter: give north or south, and east or west."),
    "many_letters": _("There are too many letters for north, south, east and west."),
    "letters": _("“%(found)s”: these letters belong to no one language."),
    "two_lat": _("“%(found)s”: both numbers are latitudes."),
    "two_lon": _("“%(found)s”: both numbers are longitudes."),
    "minus_letter": _("“%(found)s”: the minus and the letter contradict each other."),
    "axes": _("Name latitude once and longitude once."),
    "zone": _("“%(found)s”: zones of the grid go from 1 to 60."),
    "band": _("“%(found)s”: bands of the grid are C to X, without I and O."),
    "letter_io": _("“%(found)s” is not used in grids: is it the number 1 or 0?"),
    "column": _("“%(found)s” is no column in this zone; it has %(expected)s."),
    "row": _("“%(found)s” is no row of the grid: rows are A to V, without I and O."),
    "odd_digits": _("“%(found)s”: give as many digits north as east, at most five each."),
    "square": _("There is no square “%(found)s” in this zone and band."),
    "easting": _("“%(found)s”: the easting has six digits, 100000 to 899999."),
    "northing": _("“%(found)s”: the northing goes up to 10000000."),
    "polar": _("This grid ends at 80° south and 84° north: give degrees instead."),
    "bearing": _("“%(found)s”: bearings go from 0 to 360 degrees."),
    "mils": _("“%(found)s”: this circle has %(expected)s mils."),
    "distance": _("“%(found)s”: nobody sees or hears as far as that."),
    "temperature": _("“%(found)s” °C: temperatures go from -60 to 60."),
    "many_sightings": _("%(found)s sightings are too many: give at most six."),
    "no_bearing": _("“%(found)s” has no bearing: type, for example, NE or 045°."),
    "sighting_words": _("“%(found)s” is not understood beside post, bearing and distance."),
    "own_post": _("Say from where: choose the post, or begin with its code."),
    "unknown_origin": _("“%(found)s” is no post of this mission and no known place."),
    "post_position": _("The position of post %(found)s is not known."),
    "ambiguous": _("Several places are called “%(found)s”: %(expected)s. Type the position."),
    # times
    "not_a_time": _(
        "“%(found)s” is no time. Type, for example, 14:30, 20 minutes ago, 10 Nov 14:30 or "
        "101430CNOV20."
    ),
    "clock": _("“%(found)s”: hours go from 0 to 23, minutes from 0 to 59."),
    "date": _("“%(found)s”: the calendar has no such day."),
    "month": _("“%(found)s” is no month: use JAN to DEC."),
    "year": _("“%(found)s”: check the year."),
    "ago": _("“%(found)s” is not understood: type, for example, 20 minutes ago."),
    "offset": _("“%(found)s”: zones go from UTC-12 to UTC+14."),
    "order": _("The end must not be before the beginning."),
    "half_range": _("Give a clock time for both ends, or a date for both."),
    "letter_j": _("J means the writer's own time: give the zone's letter, or local time."),
    "no_letter": _("This group names no zone: add its letter, Z for UTC, C for UTC+3."),
    "skipped_hour": _("“%(found)s”: the clock skips this hour on that day."),
    "repeated_hour": _("The clock shows “%(found)s” twice: type %(expected)s."),
}  # fmt: skip

# Code → how it was read.
DOUBTS: dict[str, Any] = {
    "swapped": _("Latitude and longitude were exchanged: “%(found)s” is read as longitude."),
    "look_alike": _("Letters that only look alike were read: “%(found)s”."),
    "utm_s": _("“S” after the zone may mean a band or the south."),
    "no_hemisphere": _("The zone has no letter: the half of the earth where the mission is."),
    "other_band": _("The northing does not lie in band “%(found)s”."),
    "zone_assumed": _("No zone was given: read in %(found)s."),
    "magnetic": _("The bearing is magnetic; the declination is not taken off."),
    "mils": _("Read in a circle of %(found)s mils."),
    "no_distance": _("No distance was given: up to 15 km."),
    "kilometres": _("“%(found)s” is read as kilometres."),
    "open_ended": _("“%(found)s” has no upper end: drawn up to three times that."),
    "by_sound": _("“%(found)s” between flash and bang: the distance that sound takes."),
    "contradiction": _("The sightings do not meet: only the first is used."),
    "unknown_name": _("No place of this name is known: it is kept as typed, without a position."),
    "sounds_like": _("No place is written like this; this one sounds like it."),
    "far_away": _("This is %(found)s km from the centre of the mission."),
    "yesterday": _("%(found)s is still to come today: read as yesterday."),
    "past_midnight": _("The end, %(found)s, is on the next day."),
    "day_first": _("“%(found)s” is read with the day first."),
    "month_first": _("“%(found)s” is read with the month first."),
}


def refusal_of(error: NotUnderstoodError) -> ValidationError:
    """Return what to tell the person who typed it."""
    expected = " · ".join(error.expected)
    return ValidationError(
        REFUSALS[error.code], error.code, {"found": error.found, "expected": expected}
    )


def words_of(doubt: Doubt) -> str:
    """Return how it was read, in words."""
    return str(DOUBTS[doubt.code]) % {"found": doubt.found}
