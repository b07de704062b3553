"""Forms of what happened: they parse what was typed and name the field that is wrong."""
