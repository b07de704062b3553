"""What was damaged, as one report says."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Damage(TextChoices):
    """What was damaged; unknown is empty, and none only if somebody established it."""

    NONE = "none", _("nothing damaged")
    HOME = "home", _("home")
    SCHOOL = "school", _("school")
    KINDERGARTEN = "kindergarten", _("kindergarten")
    HOSPITAL = "hospital", _("hospital")
    WATER = "water", _("water supply")
    POWER = "power", _("power supply")
    GAS = "gas", _("gas supply")
    ROAD = "road", _("road")
    BRIDGE = "bridge", _("bridge")
    CULTURAL = "religious_or_cultural", _("religious or cultural site")
    FARM = "livestock_or_field", _("livestock or field")
    VEHICLE = "vehicle", _("vehicle")
    MISSION = "mission_asset", _("property of the mission")
    SEVERAL = "several", _("several of these")
    OTHER = "other", _("other")
