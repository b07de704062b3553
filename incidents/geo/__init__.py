"""Pure room: positions on the earth."""
