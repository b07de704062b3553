"""Code lists of evidence: how it came, what was found in it, and who handled it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaptureMethod(TextChoices):
    """How a file came to be."""

    PHOTOGRAPHED = "photographed", _("photographed")
    FILMED = "filmed", _("filmed")
    RECORDED = "recorded", _("sound recorded")
    FIXED_CAMERA = "fixed_camera", _("taken by a fixed camera")
    UAV = "uav", _("taken from a UAV")
    SCREENSHOT = "screenshot", _("screenshot")
    SCANNED = "scanned", _("scanned from paper")
    DOWNLOADED = "downloaded", _("downloaded")
    HANDED_OVER = "handed_over", _("handed over by somebody else")


class CustodyStep(TextChoices):
    """What was done with a file."""

    RECEIVED = "received", _("received, and its hash verified")
    ATTACHED = "attached", _("attached to a report")
    INSPECTED = "inspected", _("inspected")
    DERIVED = "derived", _("copy without metadata made")
    VERIFIED = "verified", _("read again: intact")
    FOUND_MISSING = "found_missing", _("read again: missing")
    FOUND_CHANGED = "found_changed", _("read again: changed")
    VIEWED = "viewed", _("working copy viewed")
    EXPORTED = "exported", _("original handed out")
    MARKED_GRAPHIC = "marked_graphic", _("marked as graphic")
    UNMARKED_GRAPHIC = "unmarked_graphic", _("no longer marked as graphic")
    RELEASED = "released", _("copy released")
    WITHHELD = "withheld", _("copy withheld")


class LookInside(TextChoices):
    """What came of looking into a file."""

    DECODED = "decoded", _("decoded")
    NOT_DECODED = "not_decoded", _("no copy is made of this kind of file")
    UNDECODABLE = "undecodable", _("could not be decoded; the original is kept")
    TOO_LARGE = "too_large", _("too large to be decoded; the original is kept")
    TIMED_OUT = "timed_out", _("took too long to decode; the original is kept")
    CRASHED = "crashed", _("the decoder crashed; the original is kept")


class Oddity(TextChoices):
    """What a file holds beside what it claims to be."""

    NO_END = "no_end", _("it stops before its end")
    TRAILING = "trailing", _("more bytes follow its end")
    ARCHIVE = "archive", _("an archive is hidden in it")
    SCRIPT = "script", _("words of a script or a web page stand in it")
    ACTIVE = "active", _("it wants to run something when it is opened")
