"""How French writes dates and numbers."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j N Y"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j N Y, H:i"
FIRST_DAY_OF_WEEK = 1
