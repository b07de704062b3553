"""Who and where: the standing order of a mission."""
