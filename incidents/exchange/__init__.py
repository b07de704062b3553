"""Pure room: notations that the outside world uses."""
