"""Pure room: the days of a mission."""
