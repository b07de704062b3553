"""Sound in air: how far away a flash was, from the seconds until the bang."""

from math import sqrt

from incidents.geo.located import Band

AT_FREEZING_M_S = 331.3  # dry air at 0 °C
FREEZING_K = 273.15
USUAL_C = 10.0
COLDEST_C, HOTTEST_C = -60.0, 60.0
REACTION_S = 0.5
SHARE = 0.05  # wind, humidity and the slope of the air's temperature


def speed_of_sound(celsius: float = USUAL_C) -> float:
    """Return metres per second in air of a temperature.

    >>> round(speed_of_sound(10), 1)
    337.3
    """
    return AT_FREEZING_M_S * sqrt(1 + max(celsius, COLDEST_C) / FREEZING_K)


def flash_to_bang(seconds: float, celsius: float = USUAL_C) -> Band:
    """Return how far away a flash was whose bang came after ``seconds``.

    >>> band = flash_to_bang(6)
    >>> round((band.near_m + band.far_m) / 2000, 1)
    2.0
    """
    speed = speed_of_sound(celsius)
    middle, give = seconds * speed, REACTION_S * speed + SHARE * seconds * speed
    return Band(max(0.0, middle - give), middle + give)
